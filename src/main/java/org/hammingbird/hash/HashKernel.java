package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/**
 * One algorithm at one size. Instances are immutable; the work is done by static methods of the
 * implementations. Most kernels are {@link LumaKernel}s, which share the way over the pixels.
 */
abstract class HashKernel {
  private final int bits;

  /**
   * @param bits number of bits of a hash
   */
  HashKernel(int bits) {
    this.bits = bits;
  }

  final int bits() {
    return bits;
  }

  /**
   * @param raster of any size
   * @return the {@link #bits} bits in the order of {@link BitWriter}
   */
  abstract long[] hash(Raster raster);
}
