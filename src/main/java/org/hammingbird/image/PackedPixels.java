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

  private static void readWhole(byte[] samples, int from, int step, int[] packed, int pixels) {
    for (int i = 0, at = from; i < pixels; i++, at += step) {
      packed[i] = (int) INT.get(samples, at);
    }
  }
}
