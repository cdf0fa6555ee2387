package org.hammingbird.image;

import java.io.IOException;

/** Decompresses a JPEG into interleaved samples. Not thread-safe. */
interface JpegSource {

  /**
   * Grey, red-green-blue, or the four inks as libjpeg has them, by the number of components.
   *
   * @param structure of the file, its size already checked
   * @param divisor of both sides, a power of 2 up to {@link #mostDivisor}; see {@link #divided}
   */
  byte[] samples(byte[] file, JpegStructure structure, int divisor) throws IOException;

  /** The largest divisor that this can scale a JPEG down by. */
  int mostDivisor();

  void dispose();

  /** A side's length after scaling: rounded up. */
  static int divided(int side, int divisor) {
    return (side + divisor - 1) / divisor;
  }

  static JpegSource create(DecodeRoute route, StopSign stop) {
    return route.resolve() == DecodeRoute.TURBOJPEG ? new TurboJpeg() : new JdkJpeg(stop);
  }
}
