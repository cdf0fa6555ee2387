package org.hammingbird.image;

/**
 * One plane of a raster as the resampler reads it: a channel, or the luma of three, which is
 * computed where it is read.
 */
final class Plane {
  private static final int LINES = 8;

  private final byte[] samples;
  private final int width;
  private final int height;
  private final int first;
  private final int columnStep;
  private final int rowStep;
  private final boolean luma;

  private Plane(
      byte[] samples, int width, int height, int first, int columnStep, int rowStep, boolean luma) {
    this.samples = samples;
    this.width = width;
    this.height = height;
    this.first = first;
    this.columnStep = columnStep;
    this.rowStep = rowStep;
    this.luma = luma;
  }

  static Plane channel(Raster raster, int channel) {
    int step = raster.channels();
    return new Plane(
        raster.samples(),
        raster.width(),
        raster.height(),
        channel,
        step,
        raster.width() * step,
        false);
  }

  static Plane luma(Raster raster) {
    int step = raster.channels();
    return new Plane(
        raster.samples(),
        raster.width(),
        raster.height(),
        0,
        step,
        raster.width() * step,
        step == 3);
  }

  Plane transposed() {
    return new Plane(samples, height, width, first, rowStep, columnStep, luma);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /**
   * Copies a rectangle, turned over: sample (x + i, y + j), 0 to 255, to {@code columns[i][j]}, so
   * that the samples of a column lie side by side.
   */
  void copy(int x, int y, int columnCount, int rowCount, int[][] columns) {
    int[][] lines = new int[LINES][columnCount];
    for (int j = 0; j < rowCount; j += LINES) {
      int count = Math.min(LINES, rowCount - j);
      for (int k = 0; k < count; k++) {
        line(first + (y + j + k) * rowStep + x * columnStep, lines[k]);
      }
      if (count == LINES) {
        turnOver(lines, columns, columnCount, j);
      } else {
        for (int k = 0; k < count; k++) {
          turnOver(lines[k], columns, columnCount, j + k);
        }
      }
    }
  }

  private void line(int from, int[] line) {
    if (luma) {
      Luma.ofRgb(samples, from, columnStep, line, line.length);
      return;
    }
    for (int i = 0, at = from; i < line.length; i++, at += columnStep) {
      line[i] = samples[at] & 0xFF;
    }
  }

  private static void turnOver(int[] line, int[][] columns, int columnCount, int j) {
    for (int i = 0; i < columnCount; i++) {
      columns[i][j] = line[i];
    }
  }

  /** Several lines at once, so that a column's neighbouring samples are written together. */
  private static void turnOver(int[][] lines, int[][] columns, int columnCount, int j) {
    int[] a = lines[0];
    int[] b = lines[1];
    int[] c = lines[2];
    int[] d = lines[3];
    int[] e = lines[4];
    int[] f = lines[5];
    int[] g = lines[6];
    int[] h = lines[7];
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
