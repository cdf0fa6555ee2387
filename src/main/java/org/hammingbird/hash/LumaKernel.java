package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/** A kernel that works on the luma of the image, resampled to a size that the kernel names. */
abstract class LumaKernel extends HashKernel {
  private final int size;

  /**
   * @param size rows and columns of the hash's bits, at least 2
   */
  LumaKernel(int size) {
    super(size * size);
    this.size = size;
  }

  final int size() {
    return size;
  }

  /** Columns of the luma that {@link #hash(byte[])} takes, of an image of this size. */
  abstract int width(Raster raster);

  /** Rows of the luma that {@link #hash(byte[])} takes, of an image of this size. */
  abstract int height(Raster raster);

  /**
   * @param luma samples of the size named, row by row
   * @return the bits in the order of {@link BitWriter}
   */
  abstract long[] hash(byte[] luma);

  @Override
  final long[] hash(Raster raster) {
    return SharedLumas.hash(raster, this)[0];
  }
}
