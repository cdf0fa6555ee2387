package org.hammingbird.image;

/**
 * Inks to colours as Pillow's {@code convert("RGB")} does, without colour management: paper less
 * black, less what of it the ink covers.
 */
final class Cmyk {
  private Cmyk() {}

  /** Interleaved cyan, magenta, yellow, black (0 no ink, 255 full) to red, green, blue. */
  static byte[] toRgb(byte[] cmyk) {
    byte[] rgb = new byte[cmyk.length / 4 * 3];
    for (int i = 0, o = 0; i < cmyk.length; i += 4, o += 3) {
      int paper = 255 - (cmyk[i + 3] & 0xFF);
      rgb[o] = cover(cmyk[i] & 0xFF, paper);
      rgb[o + 1] = cover(cmyk[i + 1] & 0xFF, paper);
      rgb[o + 2] = cover(cmyk[i + 2] & 0xFF, paper);
    }
    return rgb;
  }

  private static byte cover(int ink, int paper) {
    int product = ink * paper + 128;
    // product / 255, rounded
    int covered = ((product >> 8) + product) >> 8;
    return (byte) Math.max(0, paper - covered);
  }
}
