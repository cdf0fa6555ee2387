package org.hammingbird.image;

import java.util.Objects;

/** What {@link ImageDecoder} makes of a file: its pixels, its size, and which format it was. */
public final class DecodedImage {
  private final Raster raster;
  private final ImageFormat format;
  private final int width;
  private final int height;
  private final byte[] file;

  DecodedImage(Raster raster, ImageFormat format, int width, int height, byte[] file) {
    this.file = file;
    this.raster = Objects.requireNonNull(raster, "raster");
    this.format = Objects.requireNonNull(format, "format");
    this.width = width;
    this.height = height;
  }

  /** This image, with a raster of its own where that is lent. */
  DecodedImage kept() {
    return new DecodedImage(raster.kept(), format, width, height, file);
  }

  /**
   * Grey (one channel) or red, green, blue (three); alpha is ignored. At full size, but for {@link
   * ImageDecoder#decodeScaled}.
   */
  public Raster raster() {
    return raster;
  }

  public ImageFormat format() {
    return format;
  }

  /** Columns of the image, however many of them were decoded. */
  public int width() {
    return width;
  }

  /** Rows of the image, however many of them were decoded. */
  public int height() {
    return height;
  }

  /**
   * How the raster still has to be turned to be upright, by the file's EXIF data. Never so for
   * TIFF, whose orientation is part of the format and has been applied, as Pillow does.
   */
  public Orientation orientation() {
    return format == ImageFormat.TIFF ? Orientation.UPRIGHT : Orientation.of(file);
  }
}
