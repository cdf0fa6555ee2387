package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/**
 * imagehash's {@code whash} with the Haar wavelet: a bit is set where the image's low frequencies
 * exceed their median, after its very lowest one has been taken out. In float64 and in the order of
 * operations of PyWavelets: taking it out rounds each pixel anew, and that decides ties.
 *
 * <p>The transform of a square concerns that square alone, so one bit's square after another is
 * taken from pixels to its low frequency, and to pixels and back once more when the change of the
 * lowest one is known: memory for one of them is all it needs.
 */
final class WaveletHash extends LumaKernel {
  private static final double[] FRACTIONS = new double[256];

  static {
    for (int i = 0; i < FRACTIONS.length; i++) {
      FRACTIONS[i] = i / 255.0;
    }
  }

  /**
   * @param size a power of two
   */
  WaveletHash(int size) {
    super(size);
  }

  /** The largest power of two that both sides of the image reach, at least the hash's size. */
  private int side(Raster raster) {
    int shorter = Math.min(raster.width(), raster.height());
    return Math.max(Integer.highestOneBit(shorter), size());
  }

  @Override
  int width(Raster raster) {
    return side(raster);
  }

  @Override
  int height(Raster raster) {
    return side(raster);
  }

  @Override
  long[] hash(byte[] luma) {
    double[] low = lowFrequencies(luma, size());
    double median = Medians.mean(low);
    BitWriter bits = new BitWriter(low.length);
    for (double value : low) {
      bits.write(value > median);
    }
    return bits.words();
  }

  private static double[] lowFrequencies(byte[] luma, int size) {
    int side = (int) Math.sqrt(luma.length);
    int part = side / size;
    double[] square = new double[part * part];
    double[] low = new double[size * size];
    for (int i = 0; i < low.length; i++) {
      copy(luma, side, i / size * part, i % size * part, square, part);
      low[i] = Haar.lowest(square, part);
    }
    Haar.forward(low, size);
    low[0] = 0;
    Haar.inverse(low, size);
    for (int i = 0; i < low.length; i++) {
      copy(luma, side, i / size * part, i % size * part, square, part);
      Haar.forward(square, part);
      square[0] = low[i];
      Haar.inverse(square, part);
      low[i] = Haar.lowest(square, part);
    }
    return low;
  }

  private static void copy(byte[] luma, int side, int top, int left, double[] square, int part) {
    for (int y = 0, o = 0; y < part; y++) {
      int row = (top + y) * side + left;
      for (int x = 0; x < part; x++) {
        square[o++] = FRACTIONS[luma[row + x] & 0xFF];
      }
    }
  }
}
