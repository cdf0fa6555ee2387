package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/** imagehash's {@code average_hash}: a bit is set where a pixel is brighter than the mean. */
final class AverageHash extends LumaKernel {

  AverageHash(int size) {
    super(size);
  }

  @Override
  int width(Raster raster) {
    return size();
  }

  @Override
  int height(Raster raster) {
    return size();
  }

  @Override
  long[] hash(byte[] luma) {
    int sum = 0;
    for (byte sample : luma) {
      sum += sample & 0xFF;
    }
    BitWriter bits = new BitWriter(luma.length);
    for (byte sample : luma) {
      // integers: no rounding of the mean
      bits.write((sample & 0xFF) * luma.length > sum);
    }
    return bits.words();
  }
}
