package org.hammingbird.neighbor;

/**
 * Hashes with equal values collapsed: what is joined are the distinct values, so that a thousand
 * blank images, which all hash to one value, cost one entry.
 */
public final class DistinctHashes {
  private static final int DIGIT_BITS = 16;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private final long[] values;
  private final int[] starts;
  private final int[] positions;

  private DistinctHashes(long[] values, int[] starts, int[] positions) {
    this.values = values;
    this.starts = starts;
    this.positions = positions;
  }

  /** Collapses hashes; the array itself is not kept. Takes 32 bytes a hash while it sorts. */
  public static DistinctHashes of(long[] hashes) {
    long[] sorted = hashes.clone();
    int[] positions = new int[hashes.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    sort(sorted, positions);
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        count++;
      }
    }
    long[] values = new long[count];
    int[] starts = new int[count + 1];
    int group = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        values[group] = sorted[i];
        starts[group++] = i;
      }
    }
    starts[count] = sorted.length;
    return new DistinctHashes(values, starts, positions);
  }

  /** Number of distinct values. */
  public int size() {
    return values.length;
  }

  /** The distinct values, in unsigned order. Not a copy. */
  long[] values() {
    return values;
  }

  /** Number of pairs of positions whose hashes are equal. */
  public long equalPairs() {
    long pairs = 0;
    for (int group = 0; group < values.length; group++) {
      long members = starts[group + 1] - starts[group];
      pairs += members * (members - 1) / 2;
    }
    return pairs;
  }

  /** Positions that share the commonest value. */
  public int largestGroup() {
    int largest = 0;
    for (int group = 0; group < values.length; group++) {
      largest = Math.max(largest, starts[group + 1] - starts[group]);
    }
    return largest;
  }

  /** Reports the pairs of equal hashes of the groups {@code from} to {@code to}, exclusive. */
  void forEachEqualPair(int from, int to, PairConsumer consumer) {
    for (int group = from; group < to; group++) {
      for (int i = starts[group]; i < starts[group + 1]; i++) {
        for (int j = i + 1; j < starts[group + 1]; j++) {
          // positions ascend within a group: the sort is stable
          consumer.accept(positions[i], positions[j], 0);
        }
      }
    }
  }

  /** Reports every pair of positions of two different groups. */
  void expand(int left, int right, int distance, PairConsumer consumer) {
    for (int i = starts[left]; i < starts[left + 1]; i++) {
      for (int j = starts[right]; j < starts[right + 1]; j++) {
        int a = positions[i];
        int b = positions[j];
        consumer.accept(Math.min(a, b), Math.max(a, b), distance);
      }
    }
  }

  /** Stable radix sort of keys with their positions. */
  private static void sort(long[] keys, int[] positions) {
    long[] otherKeys = new long[keys.length];
    int[] otherPositions = new int[keys.length];
    // four passes: the result ends in the arrays that were given
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
      pass(keys, positions, otherKeys, otherPositions, shift);
      long[] swapKeys = keys;
      keys = otherKeys;
      otherKeys = swapKeys;
      int[] swapPositions = positions;
      positions = otherPositions;
      otherPositions = swapPositions;
    }
  }

  private static void pass(
      long[] keys, int[] positions, long[] toKeys, int[] toPositions, int shift) {
    int[] next = new int[DIGITS + 1];
    for (long key : keys) {
      next[(int) (key >>> shift & DIGITS - 1) + 1]++;
    }
    for (int digit = 0; digit < DIGITS; digit++) {
      next[digit + 1] += next[digit];
    }
    for (int i = 0; i < keys.length; i++) {
      int to = next[(int) (keys[i] >>> shift & DIGITS - 1)]++;
      toKeys[to] = keys[i];
      toPositions[to] = positions[i];
    }
  }
}
