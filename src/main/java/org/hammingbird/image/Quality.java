package org.hammingbird.image;

import java.util.Locale;
import java.util.Objects;

/**
 * Measures of an image that tell blurred, dark, pale and empty images from good ones. All are taken
 * from one copy of the image's luma, shrunk by {@link LanczosResampler} so that its shorter side is
 * at most {@value #SIDE} pixels (never enlarged): files of different sizes can be compared, except
 * that an image with a shorter side below {@value #SIDE} is measured as it is.
 */
public final class Quality {
  /** Shorter side of the copy that is measured, in pixels. */
  public static final int SIDE = 256;

  private final double sharpness;
  private final double brightness;
  private final double contrast;

  private Quality(double sharpness, double brightness, double contrast) {
    this.sharpness = sharpness;
    this.brightness = brightness;
    this.contrast = contrast;
  }

  /** Measures a raster; grey and colour give the same where the luma is the same. */
  public static Quality of(Raster raster) {
    Objects.requireNonNull(raster, "raster");
    Raster copy = raster.toLuma().shrink(SIDE);
    long sum = 0;
    long squares = 0;
    for (byte sample : copy.samples()) {
      int value = sample & 0xFF;
      sum += value;
      squares += value * value;
    }
    int count = copy.samples().length;
    return new Quality(
        laplacianVariance(copy.samples(), copy.width(), copy.height()),
        (double) sum / count,
        Math.sqrt(variance(sum, squares, count)));
  }

  /**
   * Variance of the Laplacian (Pech-Pacheco et al., 2000): of {@code 4 p - left - right - up -
   * down} over the pixels that have all four neighbours; squared luma levels, 0 (flat, or a side
   * below 3 pixels) to 1,040,400. Ordinary photographs lie in the hundreds, blurred ones below.
   */
  public double sharpness() {
    return sharpness;
  }

  /** Mean luma: 0 (black) to 255 (white). */
  public double brightness() {
    return brightness;
  }

  /** Standard deviation of the luma (RMS contrast): 0 (flat) to 127.5 (half black, half white). */
  public double contrast() {
    return contrast;
  }

  private static double laplacianVariance(byte[] luma, int width, int height) {
    if (width < 3 || height < 3) {
      return 0;
    }
    long sum = 0;
    long squares = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int i = y * width + 1, end = (y + 1) * width - 1; i < end; i++) {
        int value =
            4 * (luma[i] & 0xFF)
                - (luma[i - 1] & 0xFF)
                - (luma[i + 1] & 0xFF)
                - (luma[i - width] & 0xFF)
                - (luma[i + width] & 0xFF);
        sum += value;
        squares += (long) value * value;
      }
    }
    return variance(sum, squares, (long) (width - 2) * (height - 2));
  }

  /** Exact up to the last division: the sums are integers, so nothing cancels. */
  private static double variance(long sum, long squares, long count) {
    double mean = (double) sum / count;
    return Math.max(0, (double) squares / count - mean * mean);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Quality[sharpness=%.2f, brightness=%.2f, contrast=%.2f]",
        sharpness,
        brightness,
        contrast);
  }
}
