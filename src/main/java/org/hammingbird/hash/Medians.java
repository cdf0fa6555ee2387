package org.hammingbird.hash;

import java.util.Arrays;

/** Medians of an even number of values, in the two ways of the references. */
final class Medians {
  private Medians() {}

  /** As numpy: the mean of the two in the middle. */
  static double mean(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The lower one of the two in the middle. */
  static float lower(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2 - 1];
  }
}
