package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/** imagehash's {@code dhash}: a bit is set where a pixel is darker than its right neighbour. */
final class DifferenceHash extends LumaKernel {

  DifferenceHash(int size) {
    super(size);
  }

  @Override
  int width(Raster raster) {
    return size() + 1;
  }

  @Override
  int height(Raster raster) {
    return size();
  }

  @Override
  long[] hash(byte[] luma) {
    BitWriter bits = new BitWriter(bits());
    for (int row = 0; row < luma.length; row += size() + 1) {
      for (int i = row; i < row + size(); i++) {
        bits.write((luma[i + 1] & 0xFF) > (luma[i] & 0xFF));
      }
    }
    return bits.words();
  }
}
