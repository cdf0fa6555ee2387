package org.hammingbird.image;

/**
 * Colour conversion of JPEG's components in place, in the 16-bit fixed point of libjpeg's {@code
 * jdcolor.c}, so that the samples equal libjpeg's (and libjpeg-turbo's).
 */
final class JpegColors {
  private static final int SHIFT = 16;
  private static final int HALF = 1 << (SHIFT - 1);
  private static final int CENTER = 128;
  private static final int[] RED_OF_CR = new int[256];
  private static final int[] BLUE_OF_CB = new int[256];
  private static final int[] GREEN_OF_CR = new int[256];
  private static final int[] GREEN_OF_CB = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int x = i - CENTER;
      RED_OF_CR[i] = (fixed(1.40200) * x + HALF) >> SHIFT;
      BLUE_OF_CB[i] = (fixed(1.77200) * x + HALF) >> SHIFT;
      GREEN_OF_CR[i] = -fixed(0.71414) * x;
      GREEN_OF_CB[i] = -fixed(0.34414) * x + HALF;
    }
  }

  private JpegColors() {}

  private static int fixed(double factor) {
    return (int) (factor * (1 << SHIFT) + 0.5);
  }

  /** Interleaved Y, Cb, Cr to red, green, blue. */
  static void yccToRgb(byte[] samples) {
    for (int i = 0; i < samples.length; i += 3) {
      int y = samples[i] & 0xFF;
      int cb = samples[i + 1] & 0xFF;
      int cr = samples[i + 2] & 0xFF;
      samples[i] = clip(y + RED_OF_CR[cr]);
      samples[i + 1] = clip(y + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> SHIFT));
      samples[i + 2] = clip(y + BLUE_OF_CB[cb]);
    }
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
