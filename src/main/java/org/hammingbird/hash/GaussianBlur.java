package org.hammingbird.hash;

/**
 * Pillow's {@code ImageFilter.GaussianBlur()}, radius 2, in one direction: three box blurs, each
 * rounded to 8 bits, of three samples and a fraction of the next on either side; beyond the ends
 * the last sample is repeated.
 */
final class GaussianBlur {
  private static final int PASSES = 3;
  private static final int PRECISION = 24;

  // the box of a width with the same variance as a third of the blur's, 4/3 square pixels
  private static final float BOX_RADIUS = 1.375f;
  private static final int NEAR = (int) ((1 << PRECISION) / (BOX_RADIUS * 2 + 1));
  private static final int FAR = ((1 << PRECISION) - 3 * NEAR) / 2;

  private GaussianBlur() {}

  /**
   * Blurs across lines, value by value.
   *
   * @param lines of the same length, of samples 0 to 255
   * @return new lines
   */
  static int[][] alongLines(int[][] lines) {
    int[][] from = lines;
    for (int i = 0; i < PASSES; i++) {
      int[][] to = new int[lines.length][lines[0].length];
      for (int line = 0; line < to.length; line++) {
        box(
            at(from, line - 2),
            at(from, line - 1),
            from[line],
            at(from, line + 1),
            at(from, line + 2),
            to[line]);
      }
      from = to;
    }
    return from;
  }

  private static int[] at(int[][] lines, int line) {
    return lines[Math.max(0, Math.min(lines.length - 1, line))];
  }

  private static void box(int[] a, int[] b, int[] c, int[] d, int[] e, int[] out) {
    for (int i = 0; i < out.length; i++) {
      int sum = (b[i] + c[i] + d[i]) * NEAR + (a[i] + e[i]) * FAR;
      out[i] = (sum + (1 << (PRECISION - 1))) >>> PRECISION;
    }
  }
}
