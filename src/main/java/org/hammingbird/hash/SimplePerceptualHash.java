package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/**
 * imagehash's {@code phash_simple}: a bit is set where one of the lowest frequencies along the
 * first rows, without the constant one, exceeds their mean.
 */
final class SimplePerceptualHash extends LumaKernel {
  private static final int PIXELS_PER_BIT = 4;

  private final Dct dct;

  SimplePerceptualHash(int size) {
    super(size);
    this.dct = Dct.of(size * PIXELS_PER_BIT);
  }

  @Override
  int width(Raster raster) {
    return dct.length();
  }

  @Override
  int height(Raster raster) {
    return dct.length();
  }

  @Override
  long[] hash(byte[] luma) {
    double[] low = lowFrequencies(dct, luma, size());
    double mean = PairwiseSum.of(low) / low.length;
    BitWriter bits = new BitWriter(low.length);
    for (double coefficient : low) {
      bits.write(coefficient > mean);
    }
    return bits.words();
  }

  /** Frequencies 1 to {@code size} along each of the first {@code size} rows. */
  private static double[] lowFrequencies(Dct dct, byte[] luma, int size) {
    int side = dct.length();
    double[][] columns = new double[side][size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < side; x++) {
        columns[x][y] = luma[y * side + x] & 0xFF;
      }
    }
    dct.transform(columns, new double[side][size]);
    double[] low = new double[size * size];
    for (int v = 0, i = 0; v < size; v++) {
      for (int u = 1; u <= size; u++) {
        low[i++] = columns[u][v];
      }
    }
    return low;
  }
}
