package org.hammingbird.training.layer;

/** What one layer adds to a {@link Graph}; made anew for each graph. */
interface Step {
  /**
   * Adds the operations of the forward pass.
   *
   * @return the layer's activations
   */
  Tensor forward(Graph graph, Tensor input);

  /**
   * Adds the operations of the backward pass, after {@link #forward}; the steps of a stack are
   * called last first.
   *
   * @param outputGradient in the layout of the activations; overwritten or released
   * @param inputWanted whether the gradient of the input is computed
   * @return that gradient, in the input's layout; null where it is not wanted
   */
  Tensor backward(Graph graph, Tensor outputGradient, boolean inputWanted);

  /** Whether it has parameters with gradients. */
  boolean trained();
}
