package org.hammingbird.image;

/**
 * The one conversion from red, green and blue to grey that all hashes share: Pillow's {@code
 * convert("L")}, ITU-R 601-2 weights in 16-bit fixed point, {@code (19595 R + 38470 G + 7471 B +
 * 32768) >> 16}. The weights add up to 65,536, so a grey of three equal samples stays as it is.
 */
final class Luma {
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;
  private static final int HALF = 0x8000;

  private Luma() {}

  /** Converts {@code pixels} interleaved pixels from {@code rgb[from]} to {@code luma[to]}. */
  static void ofRgb(byte[] rgb, int from, byte[] luma, int to, int pixels) {
    for (int i = 0, in = from; i < pixels; i++, in += 3) {
      luma[to + i] = (byte) of(rgb[in] & 0xFF, rgb[in + 1] & 0xFF, rgb[in + 2] & 0xFF);
    }
  }

  /** Luma, 0 to 255, of one pixel whose samples are 0 to 255. */
  static int of(int red, int green, int blue) {
    return (RED * red + GREEN * green + BLUE * blue + HALF) >> 16;
  }
}
