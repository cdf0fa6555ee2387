package org.hammingbird.neighbor;

/**
 * Comparison of queries with a tile of hashes, in the form that Java 17's C2 turns into vector
 * instructions: each word of the hashes split into low and high halves, one small loop on arrays
 * from one constant index, nothing else in its body. Callers check arguments; this class trusts
 * them.
 *
 * <p>The sums are written as differences, a - (b - c): C2 orders the operands of additions anew in
 * each copy of an unrolled loop, and may give vectors up where the copies no longer look alike. Two
 * queries in one loop body reach 15 billion comparisons a second rather than 9, but compile to
 * vectors in one run and not in the next.
 */
final class HammingKernel {
  /** Hashes in a tile: three arrays of this many ints stay in a first-level cache. */
  static final int TILE = 2048;

  /** Queries that share one scan of the tile for hits. */
  static final int BLOCK = 64;

  /**
   * Where loops over a tile begin. C2 runs the first steps of a vectorised loop one by one, at
   * least one and until the address within the array is a multiple of a vector's size: from here it
   * is one, from 0 it would be twelve.
   */
  static final int FIRST = 11;

  private static final int VECTOR = 16;

  private HammingKernel() {}

  /**
   * Sets the sign bit of {@code marks[j]}, {@link #FIRST} to {@code end}, exclusive, where hash j
   * of the tile is nearer than {@code bound} to the query; a sign bit that is set stays set.
   */
  static void mark(
      int[] low, int[] high, int end, int queryLow, int queryHigh, int bound, int[] marks) {
    for (int j = FIRST; j < end; j++) {
      marks[j] |=
          Integer.bitCount(low[j] ^ queryLow) - (bound - Integer.bitCount(high[j] ^ queryHigh));
    }
  }

  /** Adds to each sum the differing bits of one word, less {@code bound}. */
  static void add(
      int[] low, int[] high, int end, int queryLow, int queryHigh, int bound, int[] sums) {
    for (int j = FIRST; j < end; j++) {
      sums[j] +=
          Integer.bitCount(low[j] ^ queryLow) - (bound - Integer.bitCount(high[j] ^ queryHigh));
    }
  }

  /** Sets the sign bits of the marks whose sums are negative. */
  static void merge(int[] sums, int end, int[] marks) {
    for (int j = FIRST; j < end; j++) {
      marks[j] |= sums[j];
    }
  }

  /** An end, at least as great, at which the loops have run whole vectors; at most 16 more. */
  static int padded(int end) {
    int vectors = Math.max(0, end - FIRST - 1 + VECTOR - 1) / VECTOR;
    return FIRST + 1 + vectors * VECTOR;
  }
}
