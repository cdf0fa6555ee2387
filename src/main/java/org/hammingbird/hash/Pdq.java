package org.hammingbird.hash;

import java.util.Objects;
import org.hammingbird.image.Raster;

/**
 * Meta's PDQ (the facebook/ThreatExchange repository): 256 bits, each for whether a low frequency
 * of the blurred luma exceeds their median, and a quality that says how much structure the hash
 * rests on. Bits and quality are those of its C++ reference on x86-64, in float32 and in its order
 * of operations.
 *
 * <p>It takes what the reference's own way from a file takes: the decoded pixels at full size, grey
 * or red, green and blue; but where a side is longer than 512, the 512x512 of them that lie nearest
 * to a regular grid, whatever the proportions (CImg's default resizing, without interpolation).
 * Callers that pass other pixels to its core, a thumbnail made by other means say, get other bits.
 */
public final class Pdq {
  static final int BITS = 256;

  private static final int LONGEST = 512;
  private static final int SHORTEST = 5;
  private static final int SIDE = 64;
  private static final int FREQUENCIES = 16;
  private static final int BLURS = 2;
  private static final int HIGHEST_QUALITY = 100;
  private static final int GRADIENTS_OF_QUALITY = 90;

  private static final float RED = 0.299f;
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  private static final float[][] COSINES = cosines();

  private final long[] words;
  private final int quality;

  private Pdq(long[] words, int quality) {
    this.words = words;
    this.quality = quality;
  }

  /**
   * Hashes an image.
   *
   * @param raster of any size; one with a side below 5 gets no bit and quality 0
   */
  public static Pdq of(Raster raster) {
    Objects.requireNonNull(raster, "raster");
    float[][] columns = lumaColumns(raster);
    if (columns.length < SHORTEST || columns[0].length < SHORTEST) {
      return new Pdq(new BitWriter(BITS).words(), 0);
    }
    float[][] small = shrink(columns);
    return new Pdq(bits(frequencies(small)), quality(small));
  }

  /** 256 bits; as text the 64 digits that the reference prints, its last bit first. */
  public ImageHash hash() {
    return new ImageHash(BITS, words);
  }

  /** 0 (flat, the hash says little) to 100; the reference advises to trust 50 and more. */
  public int quality() {
    return quality;
  }

  long[] words() {
    return words;
  }

  /** The luma in float32, of at most 512 columns of at most 512 samples. */
  private static float[][] lumaColumns(Raster raster) {
    boolean large = raster.width() > LONGEST || raster.height() > LONGEST;
    int width = large ? LONGEST : raster.width();
    int height = large ? LONGEST : raster.height();
    byte[] samples = raster.samples();
    int channels = raster.channels();
    float[][] columns = new float[width][height];
    for (int x = 0; x < width; x++) {
      long column = (long) x * raster.width() / width;
      for (int y = 0; y < height; y++) {
        long row = (long) y * raster.height() / height;
        int at = (int) ((row * raster.width() + column) * channels);
        columns[x][y] =
            channels == 1
                ? samples[at] & 0xFF
                : RED * (samples[at] & 0xFF)
                    + GREEN * (samples[at + 1] & 0xFF)
                    + BLUE * (samples[at + 2] & 0xFF);
      }
    }
    return columns;
  }

  /** 64 rows of 64 samples: blurred by a tent, then every so manieth taken. */
  private static float[][] shrink(float[][] columns) {
    int width = columns.length;
    int height = columns[0].length;
    float[][] rows = transposed(columns);
    if (width != SIDE || height != SIDE) {
      for (int i = 0; i < BLURS; i++) {
        rows = transposed(BoxMean.of(columns, window(width)));
        rows = BoxMean.of(rows, window(height));
        columns = i + 1 < BLURS ? transposed(rows) : columns;
      }
    }
    float[][] small = new float[SIDE][SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        small[y][x] = rows[centre(y, height)][centre(x, width)];
      }
    }
    return small;
  }

  private static int window(int length) {
    return (length + 2 * SIDE - 1) / (2 * SIDE);
  }

  private static int centre(int place, int length) {
    return (int) ((place + 0.5) * length / SIDE);
  }

  private static float[][] transposed(float[][] lines) {
    float[][] result = new float[lines[0].length][lines.length];
    for (int i = 0; i < lines.length; i++) {
      for (int j = 0; j < result.length; j++) {
        result[j][i] = lines[i][j];
      }
    }
    return result;
  }

  /** Differences between neighbours, in hundredths of the range and cut off below the point. */
  private static int quality(float[][] small) {
    int gradients = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        gradients += y + 1 < SIDE ? hundredths(small[y][x], small[y + 1][x]) : 0;
        gradients += x + 1 < SIDE ? hundredths(small[y][x], small[y][x + 1]) : 0;
      }
    }
    return Math.min(HIGHEST_QUALITY, gradients / GRADIENTS_OF_QUALITY);
  }

  private static int hundredths(float a, float b) {
    return Math.abs((int) ((a - b) * 100 / 255));
  }

  /** Frequencies 1 to 16 of the DCT along columns and rows. */
  private static float[] frequencies(float[][] small) {
    float[][] columns = transposed(product(COSINES, small));
    float[][] turned = product(COSINES, columns);
    float[] frequencies = new float[BITS];
    for (int i = 0; i < BITS; i++) {
      frequencies[i] = turned[i % FREQUENCIES][i / FREQUENCIES];
    }
    return frequencies;
  }

  /** The product of two matrices; each sum runs in the order of the rows. */
  private static float[][] product(float[][] left, float[][] right) {
    float[][] product = new float[left.length][right[0].length];
    for (int i = 0; i < left.length; i++) {
      float[] sums = product[i];
      for (int k = 0; k < right.length; k++) {
        float factor = left[i][k];
        float[] row = right[k];
        for (int j = 0; j < sums.length; j++) {
          sums[j] += factor * row[j];
        }
      }
    }
    return product;
  }

  private static long[] bits(float[] frequencies) {
    float median = Medians.lower(frequencies);
    BitWriter bits = new BitWriter(BITS);
    for (int i = BITS - 1; i >= 0; i--) {
      bits.write(frequencies[i] > median);
    }
    return bits.words();
  }

  private static float[][] cosines() {
    float scale = (float) Math.sqrt(2.0 / SIDE);
    float[][] cosines = new float[FREQUENCIES][SIDE];
    for (int i = 0; i < FREQUENCIES; i++) {
      for (int j = 0; j < SIDE; j++) {
        double angle = Math.PI / 2 / SIDE * (i + 1) * (2 * j + 1);
        cosines[i][j] = (float) (scale * StrictMath.cos(angle));
      }
    }
    return cosines;
  }
}
