package org.hammingbird.image;

import java.util.Arrays;

/**
 * A smaller raster whose pixels are the means of blocks of pixels, as Pillow's {@code
 * Image.reduce}: a tenth of the work of resampling, and as good where a good resampling follows.
 * Blocks at the right and the lower border may be smaller.
 */
final class BlockMean {
  /** Two sums of so many samples of 8 bits fit into one int. */
  static final int LARGEST = 256;

  private static final int INVERSE_BITS = 42;
  private static final int EVEN_BYTES = 0x00FF00FF;

  private BlockMean() {}

  /**
   * @param across columns of a block, 1 to 256
   * @param down rows of a block, 1 to 256
   */
  static Raster of(Raster raster, int across, int down) {
    if (across < 1 || across > LARGEST || down < 1 || down > LARGEST) {
      throw new IllegalArgumentException(
          "Invalid block: " + across + "x" + down + " (each side must be 1 to 256)");
    }
    int width = (raster.width() + across - 1) / across;
    int height = (raster.height() + down - 1) / down;
    byte[] out = new byte[width * height * raster.channels()];
    int[] line = new int[raster.width()];
    int[] redAndBlue = new int[raster.width()];
    int[] green = new int[raster.width()];
    for (int y = 0; y < height; y++) {
      int rows = Math.min(down, raster.height() - y * down);
      Arrays.fill(redAndBlue, 0);
      Arrays.fill(green, 0);
      for (int row = 0; row < rows; row++) {
        raster.read((y * down + row) * raster.width(), 1, line, line.length);
        add(line, redAndBlue, green);
      }
      means(redAndBlue, green, across, rows, raster.channels(), out, y * width);
    }
    return new Raster(width, height, raster.channels(), out);
  }

  private static void add(int[] line, int[] redAndBlue, int[] green) {
    for (int i = 0; i < line.length; i++) {
      redAndBlue[i] += line[i] & EVEN_BYTES;
    }
    for (int i = 0; i < line.length; i++) {
      green[i] += line[i] >> 8 & 0xFF;
    }
  }

  /** The mean of each block, from sums over its rows, to the pixels from {@code first} on. */
  private static void means(
      int[] redAndBlue, int[] greens, int across, int rows, int channels, byte[] out, int first) {
    long inverse = inverse(rows * across);
    for (int x = 0, to = first * channels; x < greens.length; x += across, to += channels) {
      int end = Math.min(greens.length, x + across);
      int red = 0;
      int green = 0;
      int blue = 0;
      for (int i = x; i < end; i++) {
        red += redAndBlue[i] & 0xFFFF;
        green += greens[i];
        blue += redAndBlue[i] >>> 16;
      }
      int count = rows * (end - x);
      if (end - x < across) {
        inverse = inverse(count);
      }
      out[to] = mean(red, count, inverse);
      if (channels == 3) {
        out[to + 1] = mean(green, count, inverse);
        out[to + 2] = mean(blue, count, inverse);
      }
    }
  }

  /** Rounded to the nearest. */
  private static byte mean(int sum, int count, long inverse) {
    return (byte) ((sum + count / 2) * inverse >> INVERSE_BITS);
  }

  /** By it sums of up to 2^16 samples are divided exactly, in a fraction of a division's time. */
  private static long inverse(int count) {
    return (1L << INVERSE_BITS) / count + 1;
  }
}
