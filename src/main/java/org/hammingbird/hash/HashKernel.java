package org.hammingbird.hash;

/**
 * One algorithm at one size: what it wants the luma resampled to, and its bits. Instances are
 * immutable; the work is done by static methods of the implementations.
 */
abstract class HashKernel {
  private final int size;

  /**
   * @param size rows and columns of the hash's bits, at least 2
   */
  HashKernel(int size) {
    this.size = size;
  }

  final int size() {
    return size;
  }

  final int bits() {
    return size * size;
  }

  /** Columns of the luma that {@link #hash} takes. */
  abstract int width();

  /** Rows of the luma that {@link #hash} takes. */
  abstract int height();

  /**
   * @param luma {@code width() * height()} samples, row by row
   * @return the {@link #bits} bits in the order of {@link BitWriter}
   */
  abstract long[] hash(byte[] luma);
}
