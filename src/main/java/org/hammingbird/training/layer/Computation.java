package org.hammingbird.training.layer;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes a stack of layers on one flat vector of parameters. Stateful: {@link #backward} belongs
 * to the last {@link #forward}, which must have been one for training. For one thread at a time.
 */
interface Computation {
  /**
   * @param parameters the stack's part of the flat vector
   * @param input [batch, channels, height, width] or [batch, values]
   * @return the last layer's activations, in the workspace for activations
   */
  INDArray forward(INDArray parameters, INDArray input, boolean training, LayerWorkspaceMgr memory);

  /**
   * Writes the gradients of all parameters: sums over the batch, and for running means and
   * variances what has to be taken off them.
   *
   * @param gradients as long as the parameters
   * @param outputGradient of the shape that {@link #forward} returned
   * @return the gradient of the input, in the workspace for such; null where it is not wanted
   */
  INDArray backward(
      INDArray parameters, INDArray gradients, INDArray outputGradient, LayerWorkspaceMgr memory);

  /** What computes, for the log. */
  String description();

  /** Frees native memory; the next call takes it again. */
  void close();
}
