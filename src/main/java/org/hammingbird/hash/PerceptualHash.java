package org.hammingbird.hash;

import java.util.Arrays;

/**
 * imagehash's {@code phash}: a bit is set where one of the lowest frequencies of the image's DCT,
 * the constant one among them, exceeds their median.
 */
final class PerceptualHash extends HashKernel {
  private static final int PIXELS_PER_BIT = 4;

  private final Dct dct;

  PerceptualHash(int size) {
    super(size);
    this.dct = Dct.of(size * PIXELS_PER_BIT);
  }

  @Override
  int width() {
    return dct.length();
  }

  @Override
  int height() {
    return dct.length();
  }

  @Override
  long[] hash(byte[] luma) {
    double[] low = lowFrequencies(dct, luma, size());
    double median = median(low);
    BitWriter bits = new BitWriter(low.length);
    for (double coefficient : low) {
      bits.write(coefficient > median);
    }
    return bits.words();
  }

  /** The first {@code size} rows and columns of the DCT along columns, then rows. */
  private static double[] lowFrequencies(Dct dct, byte[] luma, int size) {
    int side = dct.length();
    double[] line = new double[side];
    double[] scratch = new double[side];
    double[] rows = new double[size * side];
    for (int x = 0; x < side; x++) {
      for (int y = 0; y < side; y++) {
        line[y] = luma[y * side + x] & 0xFF;
      }
      dct.transform(line, scratch);
      for (int v = 0; v < size; v++) {
        rows[v * side + x] = line[v];
      }
    }
    double[] low = new double[size * size];
    for (int v = 0; v < size; v++) {
      System.arraycopy(rows, v * side, line, 0, side);
      dct.transform(line, scratch);
      System.arraycopy(line, 0, low, v * size, size);
    }
    return low;
  }

  /** As numpy: the mean of the two in the middle, {@code size * size} being even. */
  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return (sorted[half - 1] + sorted[half]) / 2;
  }
}
