package org.hammingbird.image;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Small copies of images for people to look at. */
public final class Thumbnail {
  private static final int QUALITY = 82;

  private Thumbnail() {}

  /**
   * The image as a JPEG file whose longer side is at most {@code side}; never enlarged.
   *
   * @param side in pixels, at least 1
   */
  public static byte[] jpeg(Raster image, int side) {
    int longer = Math.max(image.width(), image.height());
    Raster small = image;
    if (longer > side) {
      small =
          LanczosResampler.resize(
              image, reduced(image.width(), side, longer), reduced(image.height(), side, longer));
    }
    try {
      return JpegRoundTrip.write(small, QUALITY);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a thumbnail of " + image, e);
    }
  }

  private static int reduced(int length, int side, int longer) {
    return Math.max(1, Math.round((float) length * side / longer));
  }
}
