package org.hammingbird.hash;

/**
 * Running means in float32, as PDQ's reference computes them: one sum that the values enter and
 * leave, each with its rounding. At both ends the window is cut off.
 */
final class BoxMean {
  private BoxMean() {}

  /**
   * Means of neighbouring lines, value by value: of a line those {@code window / 2} after it, and
   * before it as many as make up the window.
   *
   * @param lines of the same length
   * @param window at most the number of lines
   * @return new lines
   */
  static float[][] of(float[][] lines, int window) {
    float[][] means = new float[lines.length][lines[0].length];
    float[] sum = new float[lines[0].length];
    int ahead = window / 2;
    for (int i = -ahead; i < lines.length; i++) {
      int last = i + ahead;
      int first = last - window;
      if (last < lines.length) {
        add(sum, lines[last]);
      }
      if (first >= 0) {
        subtract(sum, lines[first]);
      }
      if (i >= 0) {
        divide(sum, Math.min(last, lines.length - 1) - Math.max(first, -1), means[i]);
      }
    }
    return means;
  }

  private static void add(float[] sum, float[] line) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += line[i];
    }
  }

  private static void subtract(float[] sum, float[] line) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] -= line[i];
    }
  }

  private static void divide(float[] sum, int count, float[] means) {
    for (int i = 0; i < sum.length; i++) {
      means[i] = sum[i] / count;
    }
  }
}
