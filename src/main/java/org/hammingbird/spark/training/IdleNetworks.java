package org.hammingbird.spark.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.training.Natives;

/**
 * Networks that a process keeps from task to task with all that their layers set up. They are of
 * the training or prediction that asked last and of no other, since what they hold outside the heap
 * is large.
 */
final class IdleNetworks {
  private static final Deque<MultiLayerNetwork> IDLE = new ArrayDeque<>();
  private static String owner = "";

  private IdleNetworks() {}

  /**
   * A network that was given back, if there is one.
   *
   * @param asking a name that no other training or prediction has
   */
  static synchronized Optional<MultiLayerNetwork> take(String asking) {
    if (!asking.equals(owner)) {
      clear();
      owner = asking;
    }
    return Optional.ofNullable(IDLE.poll());
  }

  /** Keeps a network whose state is known: that of a task which failed is not. */
  static synchronized void giveBack(String asking, MultiLayerNetwork network) {
    if (asking.equals(owner)) {
      IDLE.push(network);
    } else {
      Natives.free(network);
    }
  }

  /** Frees those that this process keeps. */
  static synchronized void clear() {
    IDLE.forEach(Natives::free);
    IDLE.clear();
    owner = "";
  }
}
