package org.hammingbird.hash;

import java.util.Arrays;

/** Medians of an even number of values, in the two ways of the references. */
final class Medians {
  private Medians() {}

  /** As numpy: the mean of the two in the middle. */
  static double mean(double[] values) {
    double[] parted = values.clone();
    int half = parted.length / 2;
    double upper = select(parted, half);
    double lower = parted[0];
    for (int i = 1; i < half; i++) {
      lower = Math.max(lower, parted[i]);
    }
    return (lower + upper) / 2;
  }

  /**
   * Hoare's selection: puts the value that comes at index k of the sorted ones there, none larger
   * before it, none smaller behind, and returns it.
   */
  private static double select(double[] values, int k) {
    int left = 0;
    int right = values.length - 1;
    while (left < right) {
      double pivot = values[k];
      int i = left;
      int j = right;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (pivot < values[j]) {
          j--;
        }
        if (i <= j) {
          double swapped = values[i];
          values[i++] = values[j];
          values[j--] = swapped;
        }
      }
      left = j < k ? i : left;
      right = k < i ? j : right;
    }
    return values[k];
  }

  /** The lower one of the two in the middle. */
  static float lower(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2 - 1];
  }
}
