package org.hammingbird.training.layer;

import java.util.List;

/** The graph of a whole stack, between arrays in ND4J's order. */
final class StackGraph implements AutoCloseable {
  private final Graph graph;
  private final Tensor input;
  private final Tensor output;
  private Tensor outputGradient;
  private Tensor inputGradient;

  /**
   * @param steps new ones
   * @param shape of the input
   * @param training whether there will be a backward pass
   * @param inputWanted whether that computes the gradient of the input
   */
  StackGraph(
      List<Step> steps, long[] shape, boolean training, boolean inputWanted, Precision precision) {
    graph = new Graph(training, precision);
    input = graph.input(shape);
    Tensor result = input;
    for (Step step : steps) {
      result = step.forward(graph, result);
    }
    output = graph.outside(graph.plain(result.shape()), result.shape());
    graph.reorder(result, output, graph.forward());
    if (training) {
      addBackward(steps, result, inputWanted);
    }
    graph.allocate();
  }

  private void addBackward(List<Step> steps, Tensor result, boolean inputWanted) {
    outputGradient = graph.outside(graph.plain(result.shape()), result.shape());
    Tensor gradient = graph.temporary(result.layout(), result.shape());
    graph.reorder(outputGradient, gradient, graph.backward());
    for (int i = steps.size() - 1; i >= 0 && gradient != null; i--) {
      // nothing below a frozen first convolution, say, needs a gradient
      boolean wanted = inputWanted || steps.subList(0, i).stream().anyMatch(Step::trained);
      gradient = steps.get(i).backward(graph, gradient, wanted);
    }
    if (inputWanted) {
      inputGradient = graph.outside(graph.plain(input.shape()), input.shape());
      graph.reorder(gradient, inputGradient, graph.backward());
    }
  }

  /** Native memory of the tensors, in bytes. */
  long bytes() {
    return graph.bytes();
  }

  long[] inputShape() {
    return input.shape();
  }

  long[] outputShape() {
    return output.shape();
  }

  /** Runs the forward pass. */
  void forward(long parameters, Address inputs, Address outputs) {
    graph.parameters().bind(parameters);
    input.bind(inputs);
    output.bind(outputs);
    graph.prepare().forEach(Runnable::run);
    graph.forward().forEach(Runnable::run);
  }

  /**
   * Runs the backward pass of the last forward pass, whose parameters and input are still there.
   *
   * @param inputGradients null where they are not wanted
   */
  void backward(long gradients, Address outputGradients, Address inputGradients) {
    graph.gradients().bind(gradients);
    outputGradient.bind(outputGradients);
    if (inputGradient != null) {
      inputGradient.bind(inputGradients);
    }
    graph.backward().forEach(Runnable::run);
  }

  @Override
  public void close() {
    graph.close();
  }
}
