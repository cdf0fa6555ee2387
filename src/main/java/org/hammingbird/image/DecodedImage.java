package org.hammingbird.image;

import java.util.Objects;

/** What {@link ImageDecoder} makes of a file: its pixels at full size, and which format it was. */
public final class DecodedImage {
  private final Raster raster;
  private final ImageFormat format;

  DecodedImage(Raster raster, ImageFormat format) {
    this.raster = Objects.requireNonNull(raster, "raster");
    this.format = Objects.requireNonNull(format, "format");
  }

  /** Grey (one channel) or red, green, blue (three); alpha is ignored. */
  public Raster raster() {
    return raster;
  }

  public ImageFormat format() {
    return format;
  }
}
