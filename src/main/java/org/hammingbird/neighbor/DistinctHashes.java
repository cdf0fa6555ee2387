package org.hammingbird.neighbor;

import java.util.Arrays;

/**
 * Hashes with equal values collapsed: what is joined are the distinct values, so that a thousand
 * blank images, which all hash to one value, cost one entry.
 */
public final class DistinctHashes {
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
    int[] positions = new int[hashes.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    long[] firstWords = new long[positions.length];
    // from the last word to the first, since each sort keeps the order of equal keys
    for (int word = hashes.words() - 1; word >= 0; word--) {
      for (int i = 0; i < positions.length; i++) {
        firstWords[i] = hashes.word(positions[i], word);
      }
      RadixSort.sort(firstWords, positions);
    }
    return ofSorted(hashes, firstWords, positions);
  }

  private static DistinctHashes ofSorted(Hashes hashes, long[] firstWords, int[] positions) {
    int[] starts = new int[positions.length + 1];
    int count = 0;
    for (int i = 0; i < positions.length; i++) {
      if (i == 0
          || firstWords[i] != firstWords[i - 1]
          || isOther(hashes, positions[i], positions[i - 1])) {
        starts[count++] = i;
      }
    }
    starts[count] = positions.length;
    starts = Arrays.copyOf(starts, count + 1);
    return new DistinctHashes(valuesAt(hashes, firstWords, positions, starts), starts, positions);
  }

  /** Whether two hashes whose first words agree differ in another. */
  private static boolean isOther(Hashes hashes, int one, int other) {
    for (int word = 1; word < hashes.words(); word++) {
      if (hashes.word(one, word) != hashes.word(other, word)) {
        return true;
      }
    }
    return false;
  }

  private static Hashes valuesAt(Hashes hashes, long[] firstWords, int[] positions, int[] starts) {
    int words = hashes.words();
    long[] values = new long[(starts.length - 1) * words];
    for (int group = 0; group < starts.length - 1; group++) {
      values[group * words] = firstWords[starts[group]];
      for (int word = 1; word < words; word++) {
        values[group * words + word] = hashes.word(positions[starts[group]], word);
      }
    }
    return Hashes.of(values, words);
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
}
