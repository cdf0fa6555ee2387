package org.hammingbird.hash;

import java.util.Arrays;
import org.hammingbird.image.Raster;

/**
 * imagehash's {@code whash} with the Haar wavelet: a bit is set where the image's low frequencies
 * exceed their median, after its very lowest one has been taken out. In float64 and in the order of
 * operations of PyWavelets: taking it out rounds each pixel anew, and that decides ties.
 *
 * <p>A low frequency is the sum of a square of pixels, in other units and shifted by the same for
 * all of them. So the sums, which are whole numbers, have the same bits, unless the median is one
 * of them: what rounding adds is a millionth of the step from one sum to the next, or less. Only
 * ties are decided by the transform itself.
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
    double[] sums = sums(luma, size());
    double median = Medians.mean(sums);
    boolean tie = Arrays.stream(sums).anyMatch(sum -> sum == median);
    return tie ? transformed(luma) : above(median, sums);
  }

  /** The hash by the transform of all pixels. */
  long[] transformed(byte[] luma) {
    double[] low = lowFrequencies(luma, size());
    return above(Medians.mean(low), low);
  }

  private static long[] above(double median, double[] values) {
    BitWriter bits = new BitWriter(values.length);
    for (double value : values) {
      bits.write(value > median);
    }
    return bits.words();
  }

  /** Of each bit's square, exact. */
  private static double[] sums(byte[] luma, int size) {
    int side = (int) Math.sqrt(luma.length);
    int part = side / size;
    double[] sums = new double[size * size];
    for (int at = 0; at < luma.length; at += part) {
      int sum = 0;
      for (int i = at; i < at + part; i++) {
        sum += luma[i] & 0xFF;
      }
      sums[at / side / part * size + at % side / part] += sum;
    }
    return sums;
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
