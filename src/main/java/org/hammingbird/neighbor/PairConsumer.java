package org.hammingbird.neighbor;

/** Receives the pairs that a {@link HammingIndex} finds. */
@FunctionalInterface
public interface PairConsumer {
  /**
   * Takes one pair.
   *
   * @param left position of the first hash in the array that was indexed
   * @param right position of the second, greater than {@code left}
   * @param distance differing bits
   */
  void accept(int left, int right, int distance);
}
