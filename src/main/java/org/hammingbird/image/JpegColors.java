package org.hammingbird.image;

/**
 * Colour conversion of JPEG's components in place, in the 16-bit fixed point of libjpeg's {@code
 * jdcolor.c}, so that the samples equal libjpeg's (and libjpeg-turbo's).
 */
final class JpegColors {
  private static final int SHIFT = 16;
  private static final int HALF = 1 << (SHIFT - 1);
  private static final int CENTER = 128;
  private static final int RED_CR = fixed(1.40200);
  private static final int BLUE_CB = fixed(1.77200);
  private static final int GREEN_CR = -fixed(0.71414);
  private static final int GREEN_CB = -fixed(0.34414);
  private static final int[] RED_OF_CR = new int[256];
  private static final int[] BLUE_OF_CB = new int[256];
  private static final int[] GREEN_OF_CR = new int[256];
  private static final int[] GREEN_OF_CB = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int x = i - CENTER;
      RED_OF_CR[i] = (RED_CR * x + HALF) >> SHIFT;
      BLUE_OF_CB[i] = (BLUE_CB * x + HALF) >> SHIFT;
      GREEN_OF_CR[i] = GREEN_CR * x;
      GREEN_OF_CB[i] = GREEN_CB * x + HALF;
    }
  }

  private JpegColors() {}

  private static int fixed(double factor) {
    return (int) (factor * (1 << SHIFT) + 0.5);
  }

  /**
   * Y, Cb, Cr to red, green, blue, in the place of each {@linkplain PackedPixels packed pixel}.
   * Computed, not looked up, as vector instructions need it.
   */
  static void yccToRgb(int[] packed, int count) {
    for (int i = 0; i < count; i++) {
      int y = packed[i] & 0xFF;
      int cb = (packed[i] >> 8 & 0xFF) - CENTER;
      int cr = (packed[i] >> 16 & 0xFF) - CENTER;
      int red = clipped(y + ((RED_CR * cr + HALF) >> SHIFT));
      int green = clipped(y + ((GREEN_CB * cb + GREEN_CR * cr + HALF) >> SHIFT));
      int blue = clipped(y + ((BLUE_CB * cb + HALF) >> SHIFT));
      packed[i] = blue << 16 | green << 8 | red;
    }
  }

  /** From -256 to 511, to 0 to 255: without a branch. */
  private static int clipped(int value) {
    int positive = value & ~(value >> 31);
    return (positive | (255 - positive) >> 31) & 0xFF;
  }

  /** Interleaved Y, Cb, Cr, K to cyan, magenta, yellow, black; K stays. */
  static void ycckToCmyk(byte[] samples) {
    for (int i = 0; i < samples.length; i += 4) {
      int y = samples[i] & 0xFF;
      int cb = samples[i + 1] & 0xFF;
      int cr = samples[i + 2] & 0xFF;
      samples[i] = clip(255 - (y + RED_OF_CR[cr]));
      samples[i + 1] = clip(255 - (y + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> SHIFT)));
      samples[i + 2] = clip(255 - (y + BLUE_OF_CB[cb]));
    }
  }

  /** Adobe writes inks inverted; Pillow inverts the inks of every JPEG, Adobe's or not. */
  static void invert(byte[] samples) {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ~samples[i];
    }
  }

  private static byte clip(int value) {
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }
}
