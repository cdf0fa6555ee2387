package org.hammingbird.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * {@linkplain QualityMeasure Measures} of an image that tell blurred, noisy, dark, pale, empty,
 * grey and over-compressed images from good ones. Those of the scene are taken from a {@linkplain
 * LumaCopy copy} of stated size, so that files of different sizes can be compared; those of JPEG's
 * blocks at full size, since the blocks are there.
 */
public final class Quality {
  private static final int MEASURES = QualityMeasure.values().length;

  private final double[] values;

  private Quality(double[] values) {
    this.values = values;
  }

  /** Measures pixels; whatever format they come from has no {@link QualityMeasure#JPEG_QUALITY}. */
  public static Quality of(Raster raster) {
    Objects.requireNonNull(raster, "raster");
    double[] values = new double[MEASURES];
    LumaStatistics.measure(LumaCopy.of(raster), values);
    ColourStatistics.measure(raster, values);
    JpegTrace.measure(raster, values);
    values[QualityMeasure.JPEG_QUALITY.ordinal()] = Double.NaN;
    return new Quality(values);
  }

  /**
   * Measures an image.
   *
   * @param file the bytes from which it was decoded
   */
  public static Quality of(Raster raster, byte[] file) {
    Quality quality = of(raster);
    OptionalInt stored = JpegQuality.of(file);
    if (stored.isPresent()) {
      quality.values[QualityMeasure.JPEG_QUALITY.ordinal()] = stored.getAsInt();
    }
    return quality;
  }

  /** A measure's value, in its unit; NaN for none. */
  public double value(QualityMeasure measure) {
    return values[measure.ordinal()];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quality && Arrays.equals(((Quality) other).values, values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Quality[");
    for (QualityMeasure measure : QualityMeasure.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s%s=%.2f",
              measure.ordinal() == 0 ? "" : ", ",
              measure.column(),
              value(measure)));
    }
    return text.append(']').toString();
  }
}
