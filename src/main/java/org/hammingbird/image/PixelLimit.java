package org.hammingbird.image;

import java.util.Locale;

/** The largest number of pixels that is decoded. */
final class PixelLimit {
  /**
   * The resampler's weights grow with the longer side: a hundred megabytes or two at this length.
   */
  private static final long LONGEST_SIDE = 1_000_000;

  private final long maxPixels;

  PixelLimit(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  /** Refuses the size that a header states where it is empty or beyond the limit. */
  void check(PendingImage image) throws ImageRejectedException {
    check(image.width(), image.height());
    if (image.pixels() > maxPixels) {
      throw new ImageRejectedException(
          RejectCause.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "%dx%d with parts of %d pixels, more than the limit of %d pixels",
              image.width(),
              image.height(),
              image.pixels(),
              maxPixels));
    }
  }

  private void check(long width, long height) throws ImageRejectedException {
    if (width < 1 || height < 1) {
      throw new ImageRejectedException(
          RejectCause.CORRUPT, "The header states a size of " + width + "x" + height);
    }
    if (Math.max(width, height) > LONGEST_SIDE) {
      throw new ImageRejectedException(
          RejectCause.TOO_LARGE,
          String.format(
              Locale.ROOT, "%dx%d has a side above %d pixels", width, height, LONGEST_SIDE));
    }
    // no overflow, unlike in a product
    if (width > maxPixels / height) {
      throw new ImageRejectedException(
          RejectCause.TOO_LARGE,
          String.format(
              Locale.ROOT, "%dx%d are more than the limit of %d pixels", width, height, maxPixels));
    }
  }
}
