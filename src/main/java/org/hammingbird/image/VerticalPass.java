package org.hammingbird.image;

import java.util.Arrays;

/**
 * The second pass of {@link LanczosResampler} where its results are many: bands of lines are turned
 * over, so that the samples that take the same weight lie side by side, as in {@link
 * HorizontalPass}. Few lines are faster resampled one by one.
 */
final class VerticalPass {
  private static final int LINES = 128;

  /** Lines from which on turning over is faster. */
  private static final int LEAST_LINES = 64;

  private VerticalPass() {}

  /** Whether so many lines are worth turning over. */
  static boolean suits(int lines) {
    return lines >= LEAST_LINES;
  }

  /**
   * Resamples each line. Sample o of line i goes to {@code out[from + i * lineStep + o *
   * sampleStep]}.
   */
  static void run(
      int[][] lines, LanczosWeights weights, byte[] out, int from, int lineStep, int sampleStep) {
    int[][] turned = new int[lines[0].length][LINES];
    int[] sum = new int[LINES];
    for (int line = 0; line < lines.length; line += LINES) {
      int count = Math.min(LINES, lines.length - line);
      Plane.turnOver(lines, line, count, turned, turned.length, 0);
      for (int o = 0; o < weights.size(); o++) {
        add(turned, weights, o, sum);
        int at = from + line * lineStep + o * sampleStep;
        for (int i = 0; i < count; i++, at += lineStep) {
          out[at] = (byte) sum[i];
        }
      }
    }
  }

  /** Leaves samples, 0 to 255, in {@code sum}. */
  private static void add(int[][] turned, LanczosWeights weights, int o, int[] sum) {
    Arrays.fill(sum, LanczosWeights.ROUND);
    int first = weights.first(o);
    int count = weights.count(o);
    int k = 0;
    for (; k + 3 < count; k += 4) {
      HorizontalPass.add(
          sum,
          turned[first + k],
          turned[first + k + 1],
          turned[first + k + 2],
          turned[first + k + 3],
          weights.weight(o, k),
          weights.weight(o, k + 1),
          weights.weight(o, k + 2),
          weights.weight(o, k + 3),
          LINES);
    }
    for (; k < count; k++) {
      HorizontalPass.add(sum, turned[first + k], weights.weight(o, k), LINES);
    }
    for (int i = 0; i < LINES; i++) {
      sum[i] = LanczosWeights.clip(sum[i]);
    }
  }
}
