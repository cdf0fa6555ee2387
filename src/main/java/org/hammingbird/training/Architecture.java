package org.hammingbird.training;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that can be trained: its layers, what it takes in, and how it wants to be trained.
 * {@link Architectures} knows them by name.
 */
public interface Architecture {
  /** The name in settings and model files. */
  String id();

  /** Side of the square of pixels that it takes in. */
  int inputSide();

  /** How bytes become its inputs. */
  Normalization normalization();

  /** How it is trained where settings say nothing else. */
  Recipe recipe();

  /**
   * Its layers.
   *
   * @param classes outputs, at least 2
   * @param recipe learning rate and L2
   * @param seed of the initial weights
   */
  MultiLayerConfiguration configuration(int classes, Recipe recipe, long seed);

  /**
   * How many training images {@link #prepare} wants to see; 0 where weights are drawn from the seed
   * alone.
   */
  default int sampleSize() {
    return 0;
  }

  /**
   * Sets weights that follow from the training images. Called once, on the driver, for a new
   * network before its first step.
   *
   * @param inputs of about {@link #sampleSize} training images that are not augmented, as {@link
   *     Preprocessing} makes them
   */
  default void prepare(MultiLayerNetwork network, INDArray inputs) {}
}
