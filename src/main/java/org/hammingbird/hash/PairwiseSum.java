package org.hammingbird.hash;

/**
 * Sums in numpy's order, so that a mean is rounded as numpy's is: up to 128 values in eight sums
 * side by side, more in halves.
 */
final class PairwiseSum {
  private static final int BLOCK = 128;
  private static final int LANES = 8;

  private PairwiseSum() {}

  /**
   * @param values as many as a multiple of 8, and more than 128 only by powers of two
   */
  static double of(double[] values) {
    return of(values, 0, values.length);
  }

  private static double of(double[] values, int from, int count) {
    if (count > BLOCK) {
      int half = count / 2;
      return of(values, from, half) + of(values, from + half, half);
    }
    double[] sums = new double[LANES];
    System.arraycopy(values, from, sums, 0, LANES);
    for (int i = LANES; i < count; i++) {
      sums[i % LANES] += values[from + i];
    }
    return ((sums[0] + sums[1]) + (sums[2] + sums[3]))
        + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
  }
}
