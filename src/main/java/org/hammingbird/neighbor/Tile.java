package org.hammingbird.neighbor;

import java.util.Arrays;

/**
 * Hashes gathered to be compared with queries, word by word in halves. Not for use by several
 * threads.
 */
final class Tile {
  private static final int MANY = 8;
  private static final int FIRST = HammingKernel.FIRST;
  private static final int CAPACITY = HammingKernel.padded(FIRST + HammingKernel.TILE);

  private final int[][] halves;
  private final int[] marks = new int[CAPACITY];
  private final int[] sums = new int[CAPACITY];
  private int length;

  Tile(int words) {
    halves = new int[2 * words][CAPACITY];
  }

  int length() {
    return length;
  }

  int room() {
    return HammingKernel.TILE - length;
  }

  void clear() {
    length = 0;
  }

  /**
   * Appends hashes.
   *
   * @param from halves of all words
   * @param count at most {@link #room()}
   */
  void add(int[][] from, int start, int count) {
    int end = FIRST + length;
    for (int half = 0; half < halves.length; half++) {
      int[] source = from[half];
      int[] target = halves[half];
      if (count >= MANY) {
        System.arraycopy(source, start, target, end, count);
      } else {
        for (int i = 0; i < count; i++) {
          target[end + i] = source[start + i];
        }
      }
    }
    length += count;
  }

  /** Compares with the queries at some places: afterwards {@link #nextMarked} tells. */
  void mark(int[][] queries, int from, int to, int bound) {
    int padded = HammingKernel.padded(FIRST + length);
    Arrays.fill(marks, FIRST, padded, 0);
    if (halves.length == 2) {
      int[] low = queries[0];
      int[] high = queries[1];
      for (int i = from; i < to; i++) {
        HammingKernel.mark(halves[0], halves[1], padded, low[i], high[i], bound, marks);
      }
      return;
    }
    for (int i = from; i < to; i++) {
      Arrays.fill(sums, FIRST, padded, -bound);
      for (int half = 0; half < halves.length; half += 2) {
        HammingKernel.add(
            halves[half],
            halves[half + 1],
            padded,
            queries[half][i],
            queries[half + 1][i],
            0,
            sums);
      }
      HammingKernel.merge(sums, padded, marks);
    }
  }

  /**
   * The first place from here on whose hash may be within the radius of a query, of at least one of
   * those compared; {@link #length} where there is none.
   */
  int nextMarked(int from) {
    int place = from;
    for (; place + MANY <= length; place += MANY) {
      int i = FIRST + place;
      int first = marks[i] | marks[i + 1] | marks[i + 2] | marks[i + 3];
      int second = marks[i + 4] | marks[i + 5] | marks[i + 6] | marks[i + 7];
      if ((first | second) < 0) {
        break;
      }
    }
    while (place < length && marks[FIRST + place] >= 0) {
      place++;
    }
    return place;
  }

  /** One long of a gathered hash. */
  long word(int place, int word) {
    int at = FIRST + place;
    return (long) halves[2 * word + 1][at] << 32 | halves[2 * word][at] & 0xffffffffL;
  }
}
