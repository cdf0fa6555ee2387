package org.hammingbird.image;

/**
 * One plane of a raster as the resampler reads it: a channel, or the luma of three, which is
 * computed where it is read.
 */
final class Plane {
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
    for (int j = 0; j < rowCount; j++) {
      int at = first + (y + j) * rowStep + x * columnStep;
      if (luma) {
        copyLuma(at, columnCount, j, columns);
      } else {
        for (int i = 0; i < columnCount; i++, at += columnStep) {
          columns[i][j] = samples[at] & 0xFF;
        }
      }
    }
  }

  private void copyLuma(int from, int columnCount, int j, int[][] columns) {
    for (int i = 0, at = from; i < columnCount; i++, at += columnStep) {
      columns[i][j] = Luma.of(samples[at] & 0xFF, samples[at + 1] & 0xFF, samples[at + 2] & 0xFF);
    }
  }
}
