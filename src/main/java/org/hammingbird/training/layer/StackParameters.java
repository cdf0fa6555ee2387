package org.hammingbird.training.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A stack's parameters: those of its layers one after the other, in DL4J's own order and layout.
 * Their names are the layer's place in the stack, a dot, and the layer's own name: {@code 0.W}.
 */
final class StackParameters implements ParamInitializer {
  static final StackParameters INSTANCE = new StackParameters();

  private StackParameters() {}

  @Override
  public long numParams(NeuralNetConfiguration configuration) {
    return numParams(configuration.getLayer());
  }

  @Override
  public long numParams(Layer stack) {
    return layers(stack).stream().mapToLong(layer -> layer.initializer().numParams(layer)).sum();
  }

  @Override
  public List<String> paramKeys(Layer stack) {
    List<String> keys = weightKeys(stack);
    keys.addAll(biasKeys(stack));
    return keys;
  }

  @Override
  public List<String> weightKeys(Layer stack) {
    return keys(stack, layer -> layer.initializer().weightKeys(layer));
  }

  @Override
  public List<String> biasKeys(Layer stack) {
    return keys(stack, layer -> layer.initializer().biasKeys(layer));
  }

  @Override
  public boolean isWeightParam(Layer stack, String key) {
    Layer layer = layer(stack, key);
    return layer.initializer().isWeightParam(layer, inner(key));
  }

  @Override
  public boolean isBiasParam(Layer stack, String key) {
    Layer layer = layer(stack, key);
    return layer.initializer().isBiasParam(layer, inner(key));
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
    Map<String, INDArray> table =
        views(
            configuration,
            view,
            (own, part) -> own.getLayer().initializer().init(own, part, initialize));
    table.keySet().forEach(configuration::addVariable);
    return table;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration configuration, INDArray view) {
    return views(
        configuration,
        view,
        (own, part) -> own.getLayer().initializer().getGradientsFromFlattened(own, part));
  }

  /** The layer that a parameter belongs to. */
  static Layer layer(Layer stack, String key) {
    return layers(stack).get(Integer.parseInt(key.substring(0, key.indexOf('.'))));
  }

  /** The layer's own name of a parameter. */
  static String inner(String key) {
    return key.substring(key.indexOf('.') + 1);
  }

  private static Map<String, INDArray> views(
      NeuralNetConfiguration configuration, INDArray view, Part part) {
    Map<String, INDArray> table = new LinkedHashMap<>();
    INDArray flat = view.reshape(view.length());
    long offset = 0;
    int index = 0;
    for (Layer layer : layers(configuration.getLayer())) {
      NeuralNetConfiguration own = configuration.clone();
      own.setLayer(layer);
      own.clearVariables();
      long length = layer.initializer().numParams(layer);
      if (length > 0) {
        String prefix = index + ".";
        part.of(own, flat.get(NDArrayIndex.interval(offset, offset + length)))
            .forEach((key, value) -> table.put(prefix + key, value));
      }
      offset += length;
      index++;
    }
    return table;
  }

  private static List<String> keys(Layer stack, Keys keys) {
    List<String> all = new ArrayList<>();
    List<Layer> layers = layers(stack);
    for (int i = 0; i < layers.size(); i++) {
      for (String key : keys.of(layers.get(i))) {
        all.add(i + "." + key);
      }
    }
    return all;
  }

  private static List<Layer> layers(Layer stack) {
    return ((LayerStack) stack).layers();
  }

  private interface Part {
    Map<String, INDArray> of(NeuralNetConfiguration own, INDArray view);
  }

  private interface Keys {
    List<String> of(Layer layer);
  }
}
