package org.hammingbird.neighbor;

/**
 * All pairs of hashes within a radius of each other, exact: every unordered pair whose Hamming
 * distance is at most {@link #radius()} is reported once, in no particular order. Equal hashes at
 * different positions are a pair of distance 0.
 */
public interface HammingIndex {
  /** Number of hashes. */
  int size();

  /** Inclusive maximum distance in bits. */
  int radius();

  /** Reports each pair once, on the calling thread. */
  void forEachPair(PairConsumer consumer);
}
