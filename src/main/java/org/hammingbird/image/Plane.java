package org.hammingbird.image;

/**
 * One plane of a raster as the resampler reads it: a channel, or the luma of three, which is
 * computed where it is read.
 */
final class Plane {
  private static final int LINES = 8;
  private static final int LUMA = -1;

  private final Raster raster;
  private final int width;
  private final int height;
  private final int columnStep;
  private final int rowStep;

  /** Of each pixel, or {@link #LUMA}. */
  private final int channel;

  private Plane(Raster raster, int width, int height, int columnStep, int rowStep, int channel) {
    this.raster = raster;
    this.width = width;
    this.height = height;
    this.columnStep = columnStep;
    this.rowStep = rowStep;
    this.channel = channel;
  }

  static Plane channel(Raster raster, int channel) {
    return new Plane(raster, raster.width(), raster.height(), 1, raster.width(), channel);
  }

  static Plane luma(Raster raster) {
    return channel(raster, LUMA);
  }

  Plane transposed() {
    return new Plane(raster, height, width, rowStep, columnStep, channel);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /**
   * Copies columns of rows from y on, turned over: sample (x + i, y + j), 0 to 255, to {@code
   * columns[i][j]}, so that the samples of a column lie side by side. Of several bands of rows, one
   * below the other, the samples of the first one are in the lowest 8 bits, those of the next ones
   * above. What is there beyond the last row is undefined.
   *
   * @param bands 1 to 4
   */
  void copy(int x, int y, int columnCount, int bands, int rowCount, int[][] columns) {
    int[][] lines = new int[LINES][columnCount];
    int[] line = bands == 1 ? null : new int[columnCount];
    for (int j = 0; j < rowCount; j += LINES) {
      int count = Math.min(LINES, rowCount - j);
      for (int k = 0; k < count; k++) {
        for (int band = 0; band < bands; band++) {
          int row = y + band * rowCount + j + k;
          if (row < height) {
            line(row * rowStep + x * columnStep, band == 0 ? lines[k] : line);
          }
          if (band > 0) {
            pack(line, band * Byte.SIZE, lines[k]);
          }
        }
      }
      turnOver(lines, 0, count, columns, columnCount, j);
    }
  }

  private static void pack(int[] line, int shift, int[] packed) {
    for (int i = 0; i < packed.length; i++) {
      packed[i] |= line[i] << shift;
    }
  }

  private void line(int from, int[] line) {
    if (channel == LUMA) {
      raster.readLuma(from, columnStep, line, line.length);
    } else {
      raster.read(from, columnStep, line, line.length);
      PackedPixels.sample(line, channel, line.length);
    }
  }

  /**
   * Copies {@code lines[first + k][i]} to {@code columns[i][j + k]}. Eight lines at once, so that a
   * column's neighbouring samples are written together.
   */
  static void turnOver(
      int[][] lines, int first, int count, int[][] columns, int columnCount, int j) {
    int k = 0;
    for (; k <= count - LINES; k += LINES) {
      turnOver(lines, first + k, columns, columnCount, j + k);
    }
    for (; k < count; k++) {
      int[] line = lines[first + k];
      for (int i = 0; i < columnCount; i++) {
        columns[i][j + k] = line[i];
      }
    }
  }

  private static void turnOver(int[][] lines, int first, int[][] columns, int columnCount, int j) {
    int[] a = lines[first];
    int[] b = lines[first + 1];
    int[] c = lines[first + 2];
    int[] d = lines[first + 3];
    int[] e = lines[first + 4];
    int[] f = lines[first + 5];
    int[] g = lines[first + 6];
    int[] h = lines[first + 7];
    for (int i = 0; i < columnCount; i++) {
      int[] column = columns[i];
      column[j] = a[i];
      column[j + 1] = b[i];
      column[j + 2] = c[i];
      column[j + 3] = d[i];
      column[j + 4] = e[i];
      column[j + 5] = f[i];
      column[j + 6] = g[i];
      column[j + 7] = h[i];
    }
  }
}
