package org.hammingbird.spark.stage;

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

  boolean isScaled() {
    return this == SCALED || this == SCALED_UPRIGHT;
  }

  boolean isUpright() {
    return this == UPRIGHT || this == SCALED_UPRIGHT;
  }
}
