package org.hammingbird.training.layer;

/** A layer that applies a function to each value. */
final class ActivationStep implements Step {
  private final Nonlinearity function;
  private final boolean first;
  private Tensor values;

  /**
   * @param first whether its input is the stack's, which must not be overwritten
   */
  ActivationStep(Nonlinearity function, boolean first) {
    this.function = function;
    this.first = first;
  }

  @Override
  public boolean trained() {
    return false;
  }

  @Override
  public Tensor forward(Graph graph, Tensor input) {
    // ReLU's derivative is known from its result, and no step before it reads its own result again
    boolean inPlace = !first && (function == Nonlinearity.RELU || !graph.training());
    Tensor output = inPlace ? input : graph.activation(input.layout(), input.shape());
    function.forward(graph, input, output);
    values = function == Nonlinearity.RELU ? output : input;
    return output;
  }

  @Override
  public Tensor backward(Graph graph, Tensor outputGradient, boolean inputWanted) {
    if (!inputWanted) {
      return null;
    }
    function.backward(graph, values, outputGradient);
    return outputGradient;
  }
}
