package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/** imagehash's {@code dhash_vertical}: a bit is set where a pixel is darker than the one below. */
final class VerticalDifferenceHash extends LumaKernel {

  VerticalDifferenceHash(int size) {
    super(size);
  }

  @Override
  int width(Raster raster) {
    return size();
  }

  @Override
  int height(Raster raster) {
    return size() + 1;
  }

  @Override
  long[] hash(byte[] luma) {
    BitWriter bits = new BitWriter(bits());
    for (int i = 0; i < bits(); i++) {
      bits.write((luma[i + size()] & 0xFF) > (luma[i] & 0xFF));
    }
    return bits.words();
  }
}
