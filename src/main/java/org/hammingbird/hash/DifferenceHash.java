package org.hammingbird.hash;

/** imagehash's {@code dhash}: a bit is set where a pixel is darker than its right neighbour. */
final class DifferenceHash extends HashKernel {

  DifferenceHash(int size) {
    super(size);
  }

  @Override
  int width() {
    return size() + 1;
  }

  @Override
  int height() {
    return size();
  }

  @Override
  long[] hash(byte[] luma) {
    BitWriter bits = new BitWriter(bits());
    for (int row = 0; row < luma.length; row += width()) {
      for (int i = row; i < row + size(); i++) {
        bits.write((luma[i + 1] & 0xFF) > (luma[i] & 0xFF));
      }
    }
    return bits.words();
  }
}
