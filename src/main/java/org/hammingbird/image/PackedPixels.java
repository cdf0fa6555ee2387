package org.hammingbird.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Pixels as one {@code int} each: the first sample in the lowest 8 bits, the next two above. On
 * arrays of {@code int} the JVM computes with vector instructions, on bytes it does not: reading
 * pixels so, and computing then, takes half the time of computing byte by byte.
 */
final class PackedPixels {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private PackedPixels() {}

  /**
   * Reads {@code pixels} pixels that begin at {@code samples[from]}, {@code samples[from + step]}
   * and so on; what stands above their own samples is left over from their neighbours.
   */
  static void read(byte[] samples, int from, int step, int[] packed, int pixels) {
    // four bytes are read for each: the array's last ones have fewer
    int whole = pixels;
    while (whole > 0 && from + (whole - 1) * step + Integer.BYTES > samples.length) {
      whole--;
    }
    readWhole(samples, from, step, packed, whole);
    for (int i = whole; i < pixels; i++) {
      packed[i] = 0;
      for (int at = from + i * step, shift = 0; at < samples.length; at++, shift += 8) {
        packed[i] |= (samples[at] & 0xFF) << shift;
      }
    }
  }

  /** Takes every so manieth pixel. */
  static void pick(int[] pixels, int from, int step, int[] packed, int count) {
    for (int i = 0, at = from; i < count; i++, at += step) {
      packed[i] = pixels[at];
    }
  }

  /** Leaves of each pixel one sample, 0 to 255. */
  static void sample(int[] packed, int index, int count) {
    int shift = index * Byte.SIZE;
    for (int i = 0; i < count; i++) {
      packed[i] = packed[i] >> shift & 0xFF;
    }
  }

  /** Three samples of each of the first pixels, without a gap. */
  static void unpack(int[] packed, byte[] samples, int count) {
    // four bytes are written for each, of which the next one overwrites the last
    for (int i = 0; i < count - 1; i++) {
      INT.set(samples, 3 * i, packed[i]);
    }
    int last = packed[count - 1];
    for (int at = 3 * (count - 1); at < 3 * count; at++, last >>= Byte.SIZE) {
      samples[at] = (byte) last;
    }
  }

  private static void readWhole(byte[] samples, int from, int step, int[] packed, int pixels) {
    for (int i = 0, at = from; i < pixels; i++, at += step) {
      packed[i] = (int) INT.get(samples, at);
    }
  }
}
