package org.hammingbird.image;

/** The largest number of pixels that is decoded. */
final class PixelLimit {
  private final long maxPixels;

  PixelLimit(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  /** Refuses the size that a header states where it is empty or beyond the limit. */
  void check(long width, long height) throws ImageRejectedException {
    if (width < 1 || height < 1) {
      throw new ImageRejectedException(
          RejectCause.CORRUPT, "The header states a size of " + width + "x" + height);
    }
    // no overflow: headers hold at most 32 bits a side
    if (width > maxPixels / height) {
      throw new ImageRejectedException(
          RejectCause.TOO_LARGE,
          String.format("%dx%d are more than the limit of %d pixels", width, height, maxPixels));
    }
  }
}
