package org.hammingbird.neighbor;

/** Counts Hamming distances between hashes that are in the order of their classes. */
public final class DistanceCounter {
  /** Receives a place for the counts of each two classes. */
  @FunctionalInterface
  public interface Targets {
    /**
     * Counts by distance, 0 to 64, that pairs of these classes are added to, until the next call.
     * It is asked for with each hash anew, {@code oneClass} never falling.
     */
    long[] counts(int oneClass, int otherClass);
  }

  private final long[] hashes;
  private final int[] starts;

  /**
   * A counter.
   *
   * @param hashes those of class 0, then those of class 1, and so on; kept, not copied
   * @param starts where each class begins, and last the number of hashes
   */
  public DistanceCounter(long[] hashes, int[] starts) {
    this.hashes = hashes;
    this.starts = starts;
  }

  /** Counts the pairs of the hashes at {@code from} to {@code to}, exclusive, with all later. */
  public void count(int from, int to, Targets targets) {
    int ofQuery = 0;
    for (int i = from; i < to; i++) {
      while (starts[ofQuery + 1] <= i) {
        ofQuery++;
      }
      for (int other = ofQuery; other < starts.length - 1; other++) {
        int first = Math.max(starts[other], i + 1);
        if (first < starts[other + 1]) {
          count(hashes, first, starts[other + 1], hashes[i], targets.counts(ofQuery, other));
        }
      }
    }
  }

  private static void count(long[] hashes, int from, int to, long query, long[] counts) {
    for (int j = from; j < to; j++) {
      counts[Long.bitCount(hashes[j] ^ query)]++;
    }
  }
}
