package org.hammingbird.training.layer;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link LayerStack} in a network. */
public final class StackedLayers extends BaseLayer<LayerStack> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(StackedLayers.class);

  private final transient Computation computation;

  /**
   * @param first whether nothing before it wants a gradient
   */
  StackedLayers(NeuralNetConfiguration configuration, DataType dataType, boolean first) {
    super(configuration, dataType);
    LayerStack stack = layerConf();
    String obstacle = OneDnn.available() ? Steps.obstacle(stack.layers()) : OneDnn.absence();
    if (dataType != DataType.FLOAT) {
      obstacle = "the network is of " + dataType;
    }
    computation =
        obstacle.isEmpty()
            ? new OneDnnComputation(stack.layers(), stack.precision(), !first)
            : new PlainComputation(configuration, dataType, obstacle);
    LOG.debug("{} layers computed by {}", stack.layers().size(), computation.description());
  }

  /** What computes the layers, for the log. */
  public String computedBy() {
    return computation.description();
  }

  /** Whether oneDNN computes the layers. */
  public boolean computedByOneDnn() {
    return computation instanceof OneDnnComputation;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr memory) {
    assertInputSet(false);
    return computation.forward(paramsFlattened, input, training, memory);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
    assertInputSet(true);
    INDArray inputGradient =
        computation.backward(paramsFlattened, gradientsFlattened, epsilon, memory);
    Gradient gradient = new DefaultGradient();
    for (Map.Entry<String, INDArray> view : gradientViews.entrySet()) {
      gradient.setGradientFor(view.getKey(), view.getValue());
    }
    return new Pair<>(gradient, inputGradient);
  }

  @Override
  public boolean updaterDivideByMinibatch(String parameter) {
    return !layerConf().isStatistic(parameter);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void close() {
    computation.close();
  }
}
