package org.hammingbird.image;

import java.io.IOException;

/** Decompresses a JPEG. Not thread-safe. */
interface JpegSource {

  /** Most pixels whose array is kept for the next image. */
  int KEPT_PIXELS = 16 << 20;

  /**
   * The {@linkplain PackedPixels packed pixels} of a JPEG of three components, in an array that may
   * be longer, and that the next call may overwrite.
   *
   * @param structure of the file, its size already checked
   * @param divisor of both sides, a power of 2 up to {@link #mostDivisor}; see {@link #divided}
   */
  int[] pixels(byte[] file, JpegStructure structure, int divisor) throws IOException;

  /**
   * Grey, or the four inks as libjpeg has them, by the number of components: one or four.
   *
   * @param structure of the file, its size already checked
   * @param divisor of both sides, a power of 2 up to {@link #mostDivisor}; see {@link #divided}
   */
  byte[] samples(byte[] file, JpegStructure structure, int divisor) throws IOException;

  /** The largest divisor that this can scale a JPEG down by. */
  int mostDivisor();

  void dispose();

  /**
   * An array for so many pixels: the one at hand where it is long enough. It is grown by a quarter
   * more than asked for, so that images of rising size do not all pay.
   */
  static int[] atLeast(int[] pixels, int count) {
    if (pixels.length >= count) {
      return pixels;
    }
    return new int[count <= KEPT_PIXELS ? count + count / 4 : count];
  }

  /** A side's length after scaling: rounded up. */
  static int divided(int side, int divisor) {
    return (side + divisor - 1) / divisor;
  }

  static JpegSource create(DecodeRoute route, StopSign stop) {
    return route.resolve() == DecodeRoute.TURBOJPEG ? new TurboJpeg() : new JdkJpeg(stop);
  }
}
