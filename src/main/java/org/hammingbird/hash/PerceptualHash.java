package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/**
 * imagehash's {@code phash}: a bit is set where one of the lowest frequencies of the image's DCT,
 * the constant one among them, exceeds their median.
 */
final class PerceptualHash extends LumaKernel {
  private static final int PIXELS_PER_BIT = 4;

  private final Dct dct;

  /** Kept for the next image: to make them anew takes as long as the transforms. */
  private final ThreadLocal<Work> work;

  PerceptualHash(int size) {
    super(size);
    this.dct = Dct.of(size * PIXELS_PER_BIT);
    this.work = ThreadLocal.withInitial(() -> new Work(dct.length(), size));
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
    double[] low = work.get().lowFrequencies(dct, luma);
    double median = Medians.mean(low);
    BitWriter bits = new BitWriter(low.length);
    for (double coefficient : low) {
      bits.write(coefficient > median);
    }
    return bits.words();
  }

  private static final class Work {
    private final double[][] rows;
    private final double[][] rowScratch;
    private final double[][] columns;
    private final double[][] columnScratch;
    private final double[] low;

    private Work(int side, int size) {
      rows = new double[side][side];
      rowScratch = new double[side][side];
      columns = new double[side][size];
      columnScratch = new double[side][size];
      low = new double[size * size];
    }

    /** The first {@code size} rows and columns of the DCT along columns, then rows. */
    private double[] lowFrequencies(Dct dct, byte[] luma) {
      int side = rows.length;
      for (int y = 0; y < side; y++) {
        fill(rows[y], luma, y * side);
      }
      dct.transform(rows, rowScratch);
      int size = columns[0].length;
      for (int v = 0; v < size; v++) {
        double[] row = rows[v];
        for (int x = 0; x < side; x++) {
          columns[x][v] = row[x];
        }
      }
      dct.transform(columns, columnScratch);
      for (int u = 0; u < size; u++) {
        double[] column = columns[u];
        for (int v = 0; v < size; v++) {
          low[v * size + u] = column[v];
        }
      }
      return low;
    }

    private static void fill(double[] row, byte[] luma, int from) {
      for (int x = 0; x < row.length; x++) {
        row[x] = luma[from + x] & 0xFF;
      }
    }
  }
}
