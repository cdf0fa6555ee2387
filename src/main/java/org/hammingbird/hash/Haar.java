package org.hammingbird.hash;

/**
 * The two-dimensional Haar transform of a square in float64, as PyWavelets computes it: first along
 * columns, then along rows, and back the other way round; each product and each sum rounded. It
 * works in place: on level k a square of 2x2 values that lie {@code 2^k} apart becomes its low
 * frequency, where the next level finds it, and its three details.
 */
final class Haar {
  private static final double F = 0.7071067811865476;

  private Haar() {}

  /**
   * All levels: at index 0 is the lowest frequency.
   *
   * @param side of the square, a power of two
   */
  static void forward(double[] square, int side) {
    for (int step = 1; step < side; step *= 2) {
      for (int y = 0; y < side; y += 2 * step) {
        forward(square, y * side, (y + step) * side, side, step);
      }
    }
  }

  /**
   * The lowest frequency alone, as {@link #forward} leaves it at index 0; of the rest of the square
   * nothing is left.
   */
  static double lowest(double[] square, int side) {
    for (int width = side; width > 1; width /= 2) {
      for (int y = 0; y < width / 2; y++) {
        halve(square, 2 * y * width, y * width / 2, width);
      }
    }
    return square[0];
  }

  /** Undoes {@link #forward}, but for rounding. */
  static void inverse(double[] square, int side) {
    for (int step = side / 2; step > 0; step /= 2) {
      for (int y = 0; y < side; y += 2 * step) {
        inverse(square, y * side, (y + step) * side, side, step);
      }
    }
  }

  private static void forward(double[] s, int top, int bottom, int side, int step) {
    for (int x = 0; x < side; x += 2 * step) {
      double topLeft = F * s[top + x];
      double topRight = F * s[top + x + step];
      double bottomLeft = F * s[bottom + x];
      double bottomRight = F * s[bottom + x + step];
      double lowLeft = F * (bottomLeft + topLeft);
      double lowRight = F * (bottomRight + topRight);
      double highLeft = F * (topLeft - bottomLeft);
      double highRight = F * (topRight - bottomRight);
      s[top + x] = lowRight + lowLeft;
      s[top + x + step] = lowLeft - lowRight;
      s[bottom + x] = highRight + highLeft;
      s[bottom + x + step] = highLeft - highRight;
    }
  }

  /** Two rows, of which the first begins at {@code top}, to the low frequencies of half a row. */
  private static void halve(double[] s, int top, int out, int width) {
    int bottom = top + width;
    for (int x = 0, o = out; x < width; x += 2) {
      double lowLeft = F * (F * s[bottom + x] + F * s[top + x]);
      double lowRight = F * (F * s[bottom + x + 1] + F * s[top + x + 1]);
      s[o++] = lowRight + lowLeft;
    }
  }

  private static void inverse(double[] s, int top, int bottom, int side, int step) {
    for (int x = 0; x < side; x += 2 * step) {
      double low = F * s[top + x];
      double lowDetail = F * s[top + x + step];
      double high = F * s[bottom + x];
      double highDetail = F * s[bottom + x + step];
      double lowLeft = F * (low + lowDetail);
      double lowRight = F * (low - lowDetail);
      double highLeft = F * (high + highDetail);
      double highRight = F * (high - highDetail);
      s[top + x] = lowLeft + highLeft;
      s[top + x + step] = lowRight + highRight;
      s[bottom + x] = lowLeft - highLeft;
      s[bottom + x + step] = lowRight - highRight;
    }
  }
}
