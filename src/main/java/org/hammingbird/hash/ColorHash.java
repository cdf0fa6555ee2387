package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/**
 * imagehash's {@code colorhash} with 3 bits a value: the share of black pixels, of grey ones, and
 * among the coloured ones of six hues, first faint, then bright. It says nothing about places.
 */
final class ColorHash extends HashKernel {
  private static final int BITS_OF_VALUE = 3;
  private static final int LEVELS = 1 << BITS_OF_VALUE;
  private static final int HUES = 6;
  private static final int VALUES = 2 + 2 * HUES;

  private static final int BLACK_BELOW = 32;
  private static final int GREY_BELOW = 85;
  // as the reference does, a saturation of just this is neither faint nor bright
  private static final int BETWEEN_FAINT_AND_BRIGHT = 170;

  ColorHash() {
    super(VALUES * BITS_OF_VALUE);
  }

  @Override
  long[] hash(Raster raster) {
    long[] counts = raster.channels() == 1 ? countGrey(raster) : countColors(raster);
    long pixels = (long) raster.width() * raster.height();
    long colored = Math.max(1, pixels - counts[0] - counts[1]);
    BitWriter bits = new BitWriter(bits());
    for (int i = 0; i < VALUES; i++) {
      write((int) Math.min(LEVELS - 1, LEVELS * counts[i] / (i < 2 ? pixels : colored)), bits);
    }
    return bits.words();
  }

  /** As the reference writes a value: the second bit says that it is 2 or more. */
  private static void write(int value, BitWriter bits) {
    bits.write(value >= 4);
    bits.write(value >= 2);
    bits.write(value % 2 == 1);
  }

  private static long[] countGrey(Raster raster) {
    long[] counts = new long[VALUES];
    for (byte sample : raster.samples()) {
      counts[(sample & 0xFF) < BLACK_BELOW ? 0 : 1]++;
    }
    return counts;
  }

  private static long[] countColors(Raster raster) {
    long[] counts = new long[VALUES];
    byte[] luma = raster.toLuma().samples();
    byte[] rgb = raster.samples();
    for (int i = 0, in = 0; i < luma.length; i++, in += 3) {
      int red = rgb[in] & 0xFF;
      int green = rgb[in + 1] & 0xFF;
      int blue = rgb[in + 2] & 0xFF;
      int saturation = Hsv.saturation(red, green, blue);
      if ((luma[i] & 0xFF) < BLACK_BELOW) {
        counts[0]++;
      } else if (saturation < GREY_BELOW) {
        counts[1]++;
      } else if (saturation != BETWEEN_FAINT_AND_BRIGHT) {
        int first = saturation < BETWEEN_FAINT_AND_BRIGHT ? 2 : 2 + HUES;
        counts[first + bin(Hsv.hue(red, green, blue))]++;
      }
    }
    return counts;
  }

  /** Six equal bins of 0 to 255: each begins with a multiple of 42.5. */
  private static int bin(int hue) {
    return Math.min(HUES - 1, 2 * hue / 85);
  }
}
