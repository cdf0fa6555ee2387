package org.hammingbird.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The one conversion from red, green and blue to grey that all hashes share: Pillow's {@code
 * convert("L")}, ITU-R 601-2 weights in 16-bit fixed point, {@code (19595 R + 38470 G + 7471 B +
 * 32768) >> 16}. The weights add up to 65,536, so a grey of three equal samples stays as it is.
 *
 * <p>Pixels of three bytes are first read as one {@code int} each, since on arrays of {@code int}
 * the JVM computes with vector instructions: twice as fast as byte by byte.
 */
final class Luma {
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;
  private static final int HALF = 0x8000;
  private static final int CHUNK = 256;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Luma() {}

  /** Converts {@code pixels} interleaved pixels from {@code rgb[from]} to {@code luma[to]}. */
  static void ofRgb(byte[] rgb, int from, byte[] luma, int to, int pixels) {
    int[] chunk = new int[Math.min(CHUNK, pixels)];
    for (int done = 0; done < pixels; done += CHUNK) {
      int count = Math.min(CHUNK, pixels - done);
      ofRgb(rgb, from + 3 * done, 3, chunk, count);
      for (int i = 0; i < count; i++) {
        luma[to + done + i] = (byte) chunk[i];
      }
    }
  }

  /**
   * Luma, 0 to 255, of {@code pixels} pixels whose red, green and blue begin at {@code rgb[from]},
   * {@code rgb[from + step]} and so on.
   */
  static void ofRgb(byte[] rgb, int from, int step, int[] luma, int pixels) {
    int last = pixels - 1;
    // four bytes are read for each pixel of three: the array's last one has no fourth
    boolean whole = from + last * step + Integer.BYTES <= rgb.length;
    read(rgb, from, step, luma, whole ? pixels : last);
    convert(luma, whole ? pixels : last);
    if (!whole) {
      int at = from + last * step;
      luma[last] = of(rgb[at] & 0xFF, rgb[at + 1] & 0xFF, rgb[at + 2] & 0xFF);
    }
  }

  private static void read(byte[] rgb, int from, int step, int[] packed, int pixels) {
    for (int i = 0, at = from; i < pixels; i++, at += step) {
      packed[i] = (int) INT.get(rgb, at);
    }
  }

  private static void convert(int[] packed, int pixels) {
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
