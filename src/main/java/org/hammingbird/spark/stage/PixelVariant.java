package org.hammingbird.spark.stage;

import java.util.function.Function;
import org.hammingbird.image.DecodedImage;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Orientation;
import org.hammingbird.image.Raster;

/**
 * Which pixels of an image are hashed. It is part of the names of the columns that hold the hashes,
 * so that those of different pixels are never compared.
 */
enum PixelVariant {
  /** All pixels as the file holds them, as imagehash hashes them. */
  EXACT(""),
  /** Those of a JPEG that was scaled down while it was decoded. */
  SCALED("_scaled"),
  /** All pixels, turned as the file's EXIF data say. */
  UPRIGHT("_upright"),
  /** Scaled down and turned. */
  SCALED_UPRIGHT("_scaled_upright");

  /** Shorter side that a scaled JPEG keeps: half as long, 64-bit hashes differ in 5 bits. */
  private static final int SCALED_SIDE = 256;

  private final String suffix;

  PixelVariant(String suffix) {
    this.suffix = suffix;
  }

  static PixelVariant of(boolean scaled, boolean upright) {
    if (scaled) {
      return upright ? SCALED_UPRIGHT : SCALED;
    }
    return upright ? UPRIGHT : EXACT;
  }

  /** What follows an algorithm's name in that of a column. */
  String suffix() {
    return suffix;
  }

  /**
   * What {@code use} makes of an image, decoded for these pixels and not yet turned.
   *
   * @param side shorter side of the small copy that is made of it
   */
  <T> T decode(ImageDecoder decoder, byte[] file, int side, Function<DecodedImage, T> use)
      throws ImageRejectedException {
    return isScaled()
        ? decoder.decodeScaled(file, Math.max(SCALED_SIDE, side), use)
        : decoder.decode(file, use);
  }

  /** How the image is turned. */
  Orientation orientation(DecodedImage image) {
    return isUpright() ? image.orientation() : Orientation.UPRIGHT;
  }

  /** The pixels. */
  Raster of(DecodedImage image) {
    return orientation(image).applyTo(image.raster());
  }

  boolean isScaled() {
    return this == SCALED || this == SCALED_UPRIGHT;
  }

  boolean isUpright() {
    return this == UPRIGHT || this == SCALED_UPRIGHT;
  }
}
