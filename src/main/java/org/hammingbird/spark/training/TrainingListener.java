package org.hammingbird.spark.training;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Hears on the driver how a training goes on; by default it lets it go on and does nothing. */
public interface TrainingListener {
  /**
   * A round is done.
   *
   * @param steps done so far, of each worker
   * @param round loss and accuracy of the round's images
   * @param networkSeconds of the round that workers spent in their networks, rather than waiting
   *     for minibatches, sending and averaging
   * @param seconds since the training began
   */
  default void roundDone(int steps, Progress round, double networkSeconds, double seconds) {}

  /**
   * An epoch is done, or the training ended inside one.
   *
   * @param epoch from 1
   * @param progress loss and accuracy over the epoch
   * @param validation loss and accuracy of the network as it is now on the images to validate with
   * @param seconds that it took
   * @param network as it is now; only to be read
   * @return whether the training is to go on
   */
  default boolean epochDone(
      int epoch,
      Progress progress,
      Progress validation,
      double seconds,
      MultiLayerNetwork network) {
    return true;
  }
}
