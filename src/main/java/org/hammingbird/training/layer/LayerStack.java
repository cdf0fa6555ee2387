package org.hammingbird.training.layer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Several of DL4J's layers as one, so that whatever computes them need not hand values over in
 * DL4J's layout: oneDNN where it is there (see {@link OneDnn}), else DL4J's own layers. Parameters
 * lie in the flat vector as they would without the stack, so networks with and without it exchange
 * them, and start from the same seed with the same weights.
 */
public final class LayerStack extends BaseLayer {
  private static final long serialVersionUID = 1L;
  private static final String MEAN = "mean";
  private static final String VARIANCE = "var";
  private static final String LOG_DEVIATION = "log10stdev";

  @JsonProperty private List<Layer> layers = new ArrayList<>();
  @JsonProperty private Precision precision = Precision.AUTO;

  /** For Jackson. */
  public LayerStack() {}

  private LayerStack(List<Layer> layers, Precision precision) {
    this.layers = layers;
    this.precision = precision;
  }

  /**
   * Puts all layers but the last, which has the loss, into one stack.
   *
   * @param plain of DL4J's layers; those with an updater have the same one
   * @throws IllegalArgumentException where a layer has something that a stack would ignore: another
   *     updater, one of its biases, a constraint, a normalisation of gradients, or a preprocessor
   *     other than the one that lays images flat for a dense layer
   */
  public static MultiLayerConfiguration of(MultiLayerConfiguration plain, Precision precision) {
    int last = plain.getConfs().size() - 1;
    for (int i = 0; i < last; i++) {
      requireStackable(plain.getConf(i).getLayer(), plain.getInputPreProcess(i));
    }
    List<Layer> layers =
        plain.getConfs().subList(0, last).stream()
            .map(conf -> conf.getLayer().clone())
            .collect(Collectors.toList());
    LayerStack stack = new LayerStack(layers, precision);
    stack.setLayerName("stack");
    stack.setIUpdater(commonUpdater(layers));
    MultiLayerConfiguration stacked = plain.clone();
    NeuralNetConfiguration first = stacked.getConf(0);
    first.setLayer(stack);
    first.clearVariables();
    stacked.setConfs(new ArrayList<>(List.of(first, stacked.getConf(last))));
    Map<Integer, InputPreProcessor> before = new HashMap<>();
    if (plain.getInputPreProcess(last) != null) {
      before.put(1, plain.getInputPreProcess(last).clone());
    }
    stacked.setInputPreProcessors(before);
    return stacked;
  }

  /** The layers, first to last. */
  List<Layer> layers() {
    return Collections.unmodifiableList(layers);
  }

  Precision precision() {
    return precision;
  }

  /** Whether a parameter is a running mean or variance, whose gradient is not one of a sum. */
  boolean isStatistic(String parameter) {
    String name = StackParameters.inner(parameter);
    return name.equals(MEAN) || name.equals(VARIANCE) || name.equals(LOG_DEVIATION);
  }

  private static void requireStackable(Layer layer, InputPreProcessor before) {
    if (before != null && !(before instanceof CnnToFeedForwardPreProcessor)) {
      throw invalid(layer, "a " + before.getClass().getSimpleName());
    }
    if (layer.getConstraints() != null) {
      throw invalid(layer, "constraints");
    }
    if (!(layer instanceof BaseLayer)) {
      return;
    }
    BaseLayer base = (BaseLayer) layer;
    if (base.getGradientNormalization() != null
        && base.getGradientNormalization() != GradientNormalization.None) {
      throw invalid(layer, "gradient normalization " + base.getGradientNormalization());
    }
    if (base.getBiasUpdater() != null && !base.getBiasUpdater().equals(base.getIUpdater())) {
      throw invalid(layer, "an updater of its biases");
    }
  }

  private static IllegalArgumentException invalid(Layer layer, String what) {
    return new IllegalArgumentException(
        "Invalid stack: its "
            + layer.getClass().getSimpleName()
            + " has "
            + what
            + ", which a stack would ignore");
  }

  private static IUpdater commonUpdater(List<Layer> layers) {
    IUpdater common = null;
    for (Layer layer : layers) {
      IUpdater updater = layer instanceof BaseLayer ? ((BaseLayer) layer).getIUpdater() : null;
      if (updater == null || layer.initializer().numParams(layer) == 0) {
        continue;
      }
      if (common != null && !common.equals(updater)) {
        throw new IllegalArgumentException(
            "Invalid stack: its layers have different updaters, " + common + " and " + updater);
      }
      common = updater;
    }
    if (common == null) {
      throw new IllegalArgumentException("Invalid stack: none of its layers has an updater");
    }
    return common;
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    StackedLayers implementation = new StackedLayers(conf, dataType, index == 0);
    implementation.setListeners(listeners);
    implementation.setIndex(index);
    implementation.setParamsViewArray(parameters);
    implementation.setParamTable(initializer().init(conf, parameters, initialize));
    implementation.setConf(conf);
    return implementation;
  }

  @Override
  public ParamInitializer initializer() {
    return StackParameters.INSTANCE;
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    boolean frozen = StackParameters.layer(this, parameter) instanceof FrozenLayer;
    return frozen || isStatistic(parameter) ? new NoOp() : iUpdater;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    return StackParameters.layer(this, parameter)
        .getRegularizationByParam(StackParameters.inner(parameter));
  }

  @Override
  public boolean isPretrainParam(String parameter) {
    return false;
  }

  @Override
  public InputType getOutputType(int index, InputType inputType) {
    List<InputType> outputs = outputTypes(inputType);
    return outputs.get(outputs.size() - 1);
  }

  /**
   * Native memory that a training needs for each image of a minibatch, in bytes: the outputs of all
   * layers, their gradients, and half as much again for what is computed in between and for a
   * network that is measured beside it. It is what oneDNN takes in this process's precision, within
   * a factor of two, and no less.
   */
  public long bytesOfImage(InputType inputType) {
    long bytes = precision.here() == Precision.BFLOAT16 ? 2 : Float.BYTES;
    return 3 * bytes * values(inputType);
  }

  private long values(InputType inputType) {
    return outputTypes(inputType).stream().mapToLong(InputType::arrayElementsPerExample).sum();
  }

  private List<InputType> outputTypes(InputType inputType) {
    List<InputType> outputs = new ArrayList<>();
    InputType type = inputType;
    for (Layer layer : layers) {
      InputPreProcessor before = layer.getPreProcessorForInputType(type);
      type =
          layer.getOutputType(outputs.size(), before == null ? type : before.getOutputType(type));
      outputs.add(type);
    }
    return outputs;
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    // the layers know theirs since before they were stacked
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return layers.get(0).getPreProcessorForInputType(inputType);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    InputType type = getOutputType(0, inputType);
    long values = values(inputType);
    long parameters = initializer().numParams(this);
    return new LayerMemoryReport.Builder(getLayerName(), LayerStack.class, inputType, type)
        .standardMemory(parameters, iUpdater == null ? 0 : iUpdater.stateSize(parameters))
        .workingMemory(0, values, 0, 2 * values)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public LayerStack clone() {
    LayerStack clone = (LayerStack) super.clone();
    clone.layers = layers.stream().map(Layer::clone).collect(Collectors.toList());
    clone.iUpdater = iUpdater == null ? null : iUpdater.clone();
    return clone;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerStack
        && super.equals(other)
        && layers.equals(((LayerStack) other).layers)
        && precision == ((LayerStack) other).precision;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof LayerStack;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), layers, precision);
  }
}
