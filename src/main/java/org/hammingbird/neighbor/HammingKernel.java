package org.hammingbird.neighbor;

/**
 * Comparison of a block of queries with a tile of hashes, in the form that Java 17's C2 turns into
 * vector instructions: hashes split into low and high halves, one small loop on arrays from index
 * 0, nothing else in its body. Callers check arguments; this class trusts them.
 */
final class HammingKernel {
  /** Hashes in a tile: three arrays of this many ints stay in a first-level cache. */
  static final int TILE = 2048;

  /** Queries that share one scan of the tile for hits. */
  static final int BLOCK = 16;

  private HammingKernel() {}

  /**
   * Sets the sign bit of {@code marks[j]} where hash j of the tile is nearer than {@code bound} to
   * the query; a sign bit that is set stays set.
   */
  static void mark(
      int[] low, int[] high, int length, int queryLow, int queryHigh, int bound, int[] marks) {
    for (int j = 0; j < length; j++) {
      marks[j] |=
          Integer.bitCount(low[j] ^ queryLow) + Integer.bitCount(high[j] ^ queryHigh) - bound;
    }
  }

  static int low(long hash) {
    return (int) hash;
  }

  static int high(long hash) {
    return (int) (hash >>> 32);
  }

  static void checkRadius(int radius) {
    if (radius < 0 || radius > Long.SIZE) {
      throw new IllegalArgumentException("Invalid radius: " + radius + " (must be 0 to 64)");
    }
  }
}
