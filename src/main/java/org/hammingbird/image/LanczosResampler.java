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
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "Invalid size: " + width + "x" + height + " (each side must be at least 1)");
    }
    boolean verticalFirst =
        raster.height() > (long) TALL * raster.width() && height < raster.height();
    return verticalFirst
        ? horizontally(vertically(raster, height), width)
        : vertically(horizontally(raster, width), height);
  }

  private static Raster horizontally(Raster raster, int width) {
    if (width == raster.width()) {
      return raster;
    }
    LanczosWeights weights = LanczosWeights.of(raster.width(), width);
    int channels = raster.channels();
    byte[] out = new byte[width * raster.height() * channels];
    for (int y = 0; y < raster.height(); y++) {
      pass(
          raster.samples(),
          y * raster.width() * channels,
          channels,
          channels,
          weights,
          out,
          y * width * channels,
          channels);
    }
    return new Raster(width, raster.height(), channels, out);
  }

  private static Raster vertically(Raster raster, int height) {
    if (height == raster.height()) {
      return raster;
    }
    LanczosWeights weights = LanczosWeights.of(raster.height(), height);
    int row = raster.width() * raster.channels();
    byte[] out = new byte[row * height];
    pass(raster.samples(), 0, row, row, weights, out, 0, row);
    return new Raster(raster.width(), height, raster.channels(), out);
  }

  /** Resamples {@code lines} neighbouring lines along a stride. */
  private static void pass(
      byte[] in,
      int from,
      int stride,
      int lines,
      LanczosWeights weights,
      byte[] out,
      int to,
      int outStride) {
    for (int o = 0; o < weights.size(); o++) {
      int first = weights.first(o);
      int count = weights.count(o);
      for (int line = 0; line < lines; line++) {
        int sum = LanczosWeights.ROUND;
        int at = from + first * stride + line;
        for (int k = 0; k < count; k++, at += stride) {
          sum += (in[at] & 0xFF) * weights.weight(o, k);
        }
        out[to + o * outStride + line] = LanczosWeights.clip(sum);
      }
    }
  }
}
