package org.hammingbird.neighbor;

import java.util.Arrays;

/**
 * Hashes with equal values collapsed: what is joined are the distinct values, so that a thousand
 * blank images, which all hash to one value, cost one entry.
 */
public final class DistinctHashes {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private final Hashes values;
  private final int[] starts;
  private final int[] positions;

  private DistinctHashes(Hashes values, int[] starts, int[] positions) {
    this.values = values;
    this.starts = starts;
    this.positions = positions;
  }

  /** Collapses hashes; they are not kept. Takes 24 bytes a hash and its words while it sorts. */
  public static DistinctHashes of(Hashes hashes) {
    int[] positions = sorted(hashes);
    int count = 0;
    for (int i = 0; i < positions.length; i++) {
      count += isFirst(hashes, positions, i) ? 1 : 0;
    }
    int[] firsts = new int[count];
    int[] starts = new int[count + 1];
    int group = 0;
    for (int i = 0; i < positions.length; i++) {
      if (isFirst(hashes, positions, i)) {
        firsts[group] = positions[i];
        starts[group++] = i;
      }
    }
    starts[count] = positions.length;
    return new DistinctHashes(hashes.at(firsts), starts, positions);
  }

  private static boolean isFirst(Hashes hashes, int[] positions, int i) {
    if (i > 0) {
      for (int word = 0; word < hashes.words(); word++) {
        if (hashes.word(positions[i], word) != hashes.word(positions[i - 1], word)) {
          return true;
        }
      }
      return false;
    }
    return true;
  }

  /** The positions in the unsigned order of their hashes, ascending where these are equal. */
  private static int[] sorted(Hashes hashes) {
    int[] positions = new int[hashes.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    long[] keys = new long[positions.length];
    // from the last word to the first, since each sort keeps the order of equal keys
    for (int word = hashes.words() - 1; word >= 0; word--) {
      for (int i = 0; i < keys.length; i++) {
        keys[i] = hashes.word(positions[i], word);
      }
      sort(keys, positions);
    }
    return positions;
  }

  /** Number of distinct values. */
  public int size() {
    return values.size();
  }

  /** The distinct values, in unsigned order. Not a copy. */
  Hashes values() {
    return values;
  }

  /** Number of pairs of positions whose hashes are equal. */
  public long equalPairs() {
    long pairs = 0;
    for (int group = 0; group < size(); group++) {
      long members = starts[group + 1] - starts[group];
      pairs += members * (members - 1) / 2;
    }
    return pairs;
  }

  /** Positions that share the commonest value. */
  public int largestGroup() {
    int largest = 0;
    for (int group = 0; group < size(); group++) {
      largest = Math.max(largest, starts[group + 1] - starts[group]);
    }
    return largest;
  }

  /** The positions that share a value, ascending. */
  int[] members(int group) {
    return Arrays.copyOfRange(positions, starts[group], starts[group + 1]);
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

  /** Reports every position of a group here with every position of a group of others. */
  void expand(int left, DistinctHashes others, int right, int distance, PairConsumer consumer) {
    for (int i = starts[left]; i < starts[left + 1]; i++) {
      for (int j = others.starts[right]; j < others.starts[right + 1]; j++) {
        consumer.accept(positions[i], others.positions[j], distance);
      }
    }
  }

  /** Stable radix sort of keys with their positions. */
  private static void sort(long[] keys, int[] positions) {
    long[] otherKeys = new long[keys.length];
    int[] otherPositions = new int[keys.length];
    // six passes: the result ends in the arrays that were given
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
