package org.hammingbird.image;

import java.util.Objects;

/**
 * Pillow's {@code Image.resize((width, height), LANCZOS)} on 8-bit samples, equal in every sample:
 * two passes, horizontal first, each rounded to 8 bits; a pass that would not change the size is
 * left out. Where the image is more than 100 times as high as wide and becomes lower, Pillow goes
 * vertically first, and so does this.
 */
public final class LanczosResampler {
  private static final int TALL = 100;

  private LanczosResampler() {}

  /**
   * Resizes each channel.
   *
   * @param width columns of the result, at least 1
   * @param height rows of the result, at least 1
   * @return the raster itself where it has that size already
   */
  public static Raster resize(Raster raster, int width, int height) {
    Objects.requireNonNull(raster, "raster");
    checkSize(width, height);
    if (raster.width() == width && raster.height() == height) {
      return raster;
    }
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, height), raster.channels())];
    for (int c = 0; c < raster.channels(); c++) {
      Plane plane = Plane.channel(raster, c);
      resizeTo(
          plane, new int[] {width}, new int[] {height}, new byte[][] {out}, c, raster.channels());
    }
    return new Raster(width, height, raster.channels(), out);
  }

  /**
   * Resizes the luma to several sizes at once, which is faster than one after another: the luma is
   * computed piece by piece and used while it lies in the processor's cache.
   *
   * @param raster grey, or colour, whose luma is taken
   * @param widths columns of each result, at least 1
   * @param heights rows of each result, at least 1
   * @return grey rasters of these sizes
   */
  public static Raster[] resizeLuma(Raster raster, int[] widths, int[] heights) {
    Objects.requireNonNull(raster, "raster");
    if (widths.length != heights.length) {
      throw new IllegalArgumentException(
          "Invalid sizes: " + widths.length + " widths for " + heights.length + " heights");
    }
    byte[][] out = new byte[widths.length][];
    for (int i = 0; i < out.length; i++) {
      checkSize(widths[i], heights[i]);
      out[i] = new byte[Math.multiplyExact(widths[i], heights[i])];
    }
    resizeTo(Plane.luma(raster), widths, heights, out, 0, 1);
    Raster[] rasters = new Raster[out.length];
    for (int i = 0; i < out.length; i++) {
      rasters[i] = new Raster(widths[i], heights[i], 1, out[i]);
    }
    return rasters;
  }

  private static void checkSize(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "Invalid size: " + width + "x" + height + " (each side must be at least 1)");
    }
  }

  /** Writes sample (x, y) of result i to {@code out[i][(y * widths[i] + x) * step + from]}. */
  private static void resizeTo(
      Plane plane, int[] widths, int[] heights, byte[][] out, int from, int step) {
    if (plane.height() > (long) TALL * plane.width()) {
      for (int i = 0; i < out.length; i++) {
        resizeTall(plane, widths[i], heights[i], out[i], from, step);
      }
      return;
    }
    int[][][] columns = HorizontalPass.run(plane, widths);
    for (int i = 0; i < out.length; i++) {
      resample(columns[i], plane.height(), heights[i], out[i], from, step, widths[i] * step);
    }
  }

  private static void resizeTall(
      Plane plane, int width, int height, byte[] out, int from, int step) {
    int row = width * step;
    if (height < plane.height()) {
      int[][] rows = HorizontalPass.run(plane.transposed(), new int[] {height})[0];
      resample(rows, plane.width(), width, out, from, row, step);
    } else {
      int[][] columns = HorizontalPass.run(plane, new int[] {width})[0];
      resample(columns, plane.height(), height, out, from, step, row);
    }
  }

  /**
   * The second pass: resamples each line from {@code in} to {@code size} samples. Sample o of line
   * i goes to {@code out[from + i * lineStep + o * sampleStep]}.
   */
  private static void resample(
      int[][] lines, int in, int size, byte[] out, int from, int lineStep, int sampleStep) {
    LanczosWeights weights = in == size ? null : LanczosWeights.of(in, size);
    if (weights != null && VerticalPass.suits(lines.length)) {
      VerticalPass.run(lines, weights, out, from, lineStep, sampleStep);
      return;
    }
    for (int i = 0; i < lines.length; i++) {
      int at = from + i * lineStep;
      for (int o = 0; o < size; o++, at += sampleStep) {
        out[at] = (byte) (weights == null ? lines[i][o] : weights.apply(o, lines[i]));
      }
    }
  }
}
