package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/**
 * imagehash's {@code phash}: a bit is set where one of the lowest frequencies of the image's DCT,
 * the constant one among them, exceeds their median.
 */
final class PerceptualHash extends LumaKernel {
  private static final int PIXELS_PER_BIT = 4;

  private final Dct dct;

  PerceptualHash(int size) {
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
    double median = Medians.mean(low);
    BitWriter bits = new BitWriter(low.length);
    for (double coefficient : low) {
      bits.write(coefficient > median);
    }
    return bits.words();
  }

  /** The first {@code size} rows and columns of the DCT along columns, then rows. */
  private static double[] lowFrequencies(Dct dct, byte[] luma, int size) {
    int side = dct.length();
    double[][] rows = new double[side][side];
    for (int y = 0, i = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        rows[y][x] = luma[i++] & 0xFF;
      }
    }
    dct.transform(rows, new double[side][side]);
    double[][] columns = new double[side][size];
    for (int x = 0; x < side; x++) {
      for (int v = 0; v < size; v++) {
        columns[x][v] = rows[v][x];
      }
    }
    dct.transform(columns, new double[side][size]);
    double[] low = new double[size * size];
    for (int v = 0, i = 0; v < size; v++) {
      for (int u = 0; u < size; u++) {
        low[i++] = columns[u][v];
      }
    }
    return low;
  }
}
