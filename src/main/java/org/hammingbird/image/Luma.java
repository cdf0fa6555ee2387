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

  /** Luma, 0 to 255, in the place of each {@linkplain PackedPixels packed pixel}. */
  static void ofPacked(int[] packed, int pixels) {
    for (int i = 0; i < pixels; i++) {
      int pixel = packed[i];
      packed[i] = of(pixel & 0xFF, pixel >> 8 & 0xFF, pixel >> 16 & 0xFF);
    }
  }

  /** Luma, 0 to 255, of one pixel whose samples are 0 to 255. */
  static int of(int red, int green, int blue) {
    return (RED * red + GREEN * green + BLUE * blue + HALF) >> 16;
  }
}
