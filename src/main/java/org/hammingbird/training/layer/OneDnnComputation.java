package org.hammingbird.training.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * Computes a stack with oneDNN. Between the layers values stay in oneDNN's layouts and, in
 * bfloat16, in half the memory; parameters are read from and gradients written to DL4J's flat
 * vectors where they lie. For each shape of input a graph of primitives is made once and kept.
 */
final class OneDnnComputation implements Computation {
  /** Whole and last batches of a training and of an inference. */
  private static final int GRAPHS = 4;

  private final List<Layer> layers;
  private final Precision precision;
  private final boolean inputWanted;
  private final Map<List<Object>, StackGraph> graphs = new LinkedHashMap<>(16, 0.75f, true);
  private StackGraph current;

  /**
   * @param layers for which there is no {@link Steps#obstacle}
   * @param inputWanted whether the gradient of the input is computed
   */
  OneDnnComputation(List<Layer> layers, Precision precision, boolean inputWanted) {
    this.layers = layers;
    this.inputWanted = inputWanted;
    this.precision = precision.here();
  }

  @Override
  public INDArray forward(
      INDArray parameters, INDArray input, boolean training, LayerWorkspaceMgr memory) {
    // the backward pass reads the input once more, when the layer's working memory is others'
    INDArray values =
        contiguous(input, training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM, memory);
    current = graph(values.shape(), training);
    INDArray output =
        memory.createUninitialized(
            ArrayType.ACTIVATIONS, DataType.FLOAT, current.outputShape(), 'c');
    current.forward(Address.valueOf(parameters), Address.of(values), Address.of(output));
    return output;
  }

  @Override
  public INDArray backward(
      INDArray parameters, INDArray gradients, INDArray outputGradient, LayerWorkspaceMgr memory) {
    INDArray given = contiguous(outputGradient, ArrayType.BP_WORKING_MEM, memory);
    INDArray inputGradient =
        inputWanted
            ? memory.createUninitialized(
                ArrayType.ACTIVATION_GRAD, DataType.FLOAT, current.inputShape(), 'c')
            : null;
    current.backward(
        Address.valueOf(gradients),
        Address.of(given),
        inputWanted ? Address.of(inputGradient) : null);
    return inputGradient;
  }

  @Override
  public String description() {
    return "oneDNN " + OneDnn.version() + " in " + precision.id();
  }

  @Override
  public void close() {
    graphs.values().forEach(StackGraph::close);
    graphs.clear();
    current = null;
  }

  private StackGraph graph(long[] shape, boolean training) {
    List<Object> key = new ArrayList<>();
    key.add(training);
    Arrays.stream(shape).forEach(key::add);
    StackGraph graph = graphs.get(key);
    if (graph == null) {
      if (graphs.size() == GRAPHS) {
        List<Object> oldest = graphs.keySet().iterator().next();
        graphs.remove(oldest).close();
      }
      graph = new StackGraph(Steps.of(layers), shape, training, inputWanted, precision);
      graphs.put(key, graph);
    }
    return graph;
  }

  /** The same values as float32, the last index fastest. */
  private static INDArray contiguous(INDArray array, ArrayType kind, LayerWorkspaceMgr memory) {
    boolean asWanted =
        array.dataType() == DataType.FLOAT
            && array.ordering() == 'c'
            && Shape.hasDefaultStridesForShape(array);
    return asWanted ? array : memory.dup(kind, array.castTo(DataType.FLOAT), 'c');
  }
}
