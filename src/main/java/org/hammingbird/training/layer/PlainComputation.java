package org.hammingbird.training.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Computes a stack with DL4J's own layers, on the same flat vectors. */
final class PlainComputation implements Computation {
  private final NeuralNetConfiguration configuration;
  private final DataType dataType;
  private final String reason;
  private final List<org.deeplearning4j.nn.api.Layer> layers = new ArrayList<>();
  private final List<long[]> inputShapes = new ArrayList<>();
  private INDArray bound;
  private INDArray boundGradients;

  /**
   * @param configuration whose layer is the stack
   * @param reason why DL4J's layers are taken, for the log
   */
  PlainComputation(NeuralNetConfiguration configuration, DataType dataType, String reason) {
    this.configuration = configuration;
    this.dataType = dataType;
    this.reason = reason;
  }

  @Override
  public INDArray forward(
      INDArray parameters, INDArray input, boolean training, LayerWorkspaceMgr memory) {
    bind(parameters);
    inputShapes.clear();
    INDArray values = input.castTo(dataType);
    for (org.deeplearning4j.nn.api.Layer layer : layers) {
      inputShapes.add(values.shape());
      if (layer.conf().getLayer() instanceof DenseLayer && values.rank() == 4) {
        values = memory.leverageTo(ArrayType.ACTIVATIONS, flattened(values));
      }
      layer.setInput(values, memory);
      values = layer.activate(training, memory);
    }
    return values;
  }

  @Override
  public INDArray backward(
      INDArray parameters, INDArray gradients, INDArray outputGradient, LayerWorkspaceMgr memory) {
    bindGradients(gradients);
    INDArray gradient = outputGradient;
    for (int i = layers.size() - 1; i >= 0 && gradient != null; i--) {
      gradient = layers.get(i).backpropGradient(gradient, memory).getSecond();
      if (gradient != null && gradient.rank() != inputShapes.get(i).length) {
        gradient = gradient.reshape('c', inputShapes.get(i));
      }
    }
    return gradient;
  }

  @Override
  public String description() {
    return "DL4J's own layers, since " + reason;
  }

  @Override
  public void close() {
    layers.clear();
    bound = null;
    boundGradients = null;
  }

  private static INDArray flattened(INDArray images) {
    return images.dup('c').reshape('c', images.size(0), images.length() / images.size(0));
  }

  private void bind(INDArray parameters) {
    if (bound == parameters) {
      return;
    }
    close();
    bound = parameters;
    INDArray flat = parameters.reshape(parameters.length());
    long offset = 0;
    for (org.deeplearning4j.nn.conf.layers.Layer layer : stack().layers()) {
      NeuralNetConfiguration own = configuration.clone();
      own.setLayer(layer.clone());
      own.clearVariables();
      long length = layer.initializer().numParams(layer);
      INDArray view = length == 0 ? null : flat.get(NDArrayIndex.interval(offset, offset + length));
      layers.add(
          own.getLayer()
              .instantiate(own, Collections.emptyList(), layers.size(), view, false, dataType));
      offset += length;
    }
  }

  private void bindGradients(INDArray gradients) {
    if (boundGradients == gradients) {
      return;
    }
    boundGradients = gradients;
    INDArray flat = gradients.reshape(gradients.length());
    long offset = 0;
    for (int i = 0; i < layers.size(); i++) {
      org.deeplearning4j.nn.conf.layers.Layer layer = stack().layers().get(i);
      long length = layer.initializer().numParams(layer);
      if (length > 0 && !(layer instanceof FrozenLayer)) {
        layers
            .get(i)
            .setBackpropGradientsViewArray(
                flat.get(NDArrayIndex.interval(offset, offset + length)));
      }
      offset += length;
    }
  }

  private LayerStack stack() {
    return (LayerStack) configuration.getLayer();
  }
}
