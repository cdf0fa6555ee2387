package org.hammingbird.image;

import java.util.Arrays;

/**
 * The measures of {@link Quality} that come from the luma's copy. Rows are worked on as arrays at
 * the same index, which the JVM turns into vector instructions; sums are integers, so that nothing
 * cancels.
 */
final class LumaStatistics {
  private static final int LEVELS = 256;

  /** Pixels that a tile has at each side. */
  private static final int TILE = 8;

  /** The share of tiles, the flattest, whose noise is taken. */
  private static final double FLAT = 0.1;

  /** Tiles with a mean so near to black or white are left out: clipping hides their noise. */
  private static final int CLIPPED = 12;

  /** Where noise is all there is, the flattest tenth of tiles has so much of the mean of all. */
  private static final double FLATTEST = 0.8;

  /** From the mean magnitude of Immerkaer's mask to a standard deviation. */
  private static final double IMMERKAER = Math.sqrt(Math.PI / 2) / 6 / FLATTEST;

  private static final int TABLE = 2048;
  private static final double[] N_LOG_N = new double[TABLE];

  static {
    for (int n = 2; n < TABLE; n++) {
      N_LOG_N[n] = nLogN(n);
    }
  }

  private LumaStatistics() {}

  static void measure(LumaCopy copy, double[] values) {
    int[] histogram = new int[LEVELS];
    // two, since the processor waits where the same counter follows itself
    int[] odd = new int[LEVELS];
    int[] samples = copy.samples();
    int i = 0;
    for (; i < samples.length - 1; i += 2) {
      histogram[samples[i]]++;
      odd[samples[i + 1]]++;
    }
    if (i < samples.length) {
      histogram[samples[i]]++;
    }
    for (int level = 0; level < LEVELS; level++) {
      histogram[level] += odd[level];
    }
    fromHistogram(histogram, copy.samples().length, values);
    fromNeighbours(copy, values);
  }

  private static void fromHistogram(int[] histogram, int count, double[] values) {
    long sum = 0;
    long squares = 0;
    double logs = 0;
    for (int level = 0; level < LEVELS; level++) {
      long n = histogram[level];
      sum += n * level;
      squares += n * level * level;
      logs += n < TABLE ? N_LOG_N[(int) n] : nLogN(n);
    }
    values[QualityMeasure.BRIGHTNESS.ordinal()] = (double) sum / count;
    values[QualityMeasure.CONTRAST.ordinal()] = Math.sqrt(variance(sum, squares, count));
    values[QualityMeasure.ENTROPY.ordinal()] = Math.max(0, (nLogN(count) - logs) / count);
  }

  /** n times log2 n. */
  private static double nLogN(long n) {
    return n * (Math.log(n) / Math.log(2));
  }

  private static void fromNeighbours(LumaCopy copy, double[] values) {
    int width = copy.width();
    int height = copy.height();
    if (width < 3 || height < 3) {
      return;
    }
    int[] samples = copy.samples();
    int[] above = new int[width];
    int[] here = Arrays.copyOf(samples, width);
    int[] below = Arrays.copyOfRange(samples, width, 2 * width);
    int[] left = new int[width];
    int[] right = new int[width];
    int[] curve = new int[width];
    int[] sums = new int[width];
    int[] squares = new int[width];
    int[] columnMask = new int[width];
    int[] columnLuma = new int[width];
    int[] tiles = new int[Math.max(1, (width - 2) / TILE) * Math.max(1, (height - 2) / TILE)];
    int tileHeight = Math.min(TILE, height - 2);
    int found = 0;
    for (int y = 1; y < height - 1; y++) {
      int[] free = above;
      above = here;
      here = below;
      below = free;
      System.arraycopy(samples, (y + 1) * width, below, 0, width);
      bend(above, here, below, curve);
      shift(here, left, right);
      addLaplacian(left, here, right, curve, sums, squares);
      shift(curve, left, right);
      addMask(left, curve, right, columnMask);
      addLuma(here, columnLuma);
      if (y % tileHeight == 0) {
        found = closeTiles(columnMask, columnLuma, tileHeight, tiles, found);
      }
    }
    values[QualityMeasure.SHARPNESS.ordinal()] =
        variance(total(sums), total(squares), (long) (width - 2) * (height - 2));
    int tilePixels = tileHeight * Math.min(TILE, width - 2);
    values[QualityMeasure.NOISE.ordinal()] = IMMERKAER * flattest(tiles, found) / tilePixels;
  }

  private static long total(int[] columns) {
    long total = 0;
    for (int column : columns) {
      total += column;
    }
    return total;
  }

  /** Second differences down the columns: up - 2 here + down. */
  private static void bend(int[] above, int[] here, int[] below, int[] out) {
    for (int x = 0; x < out.length; x++) {
      out[x] = above[x] - 2 * here[x] + below[x];
    }
  }

  /** Moves each value's neighbours to its own index; the first one has no left one, and so on. */
  private static void shift(int[] row, int[] left, int[] right) {
    System.arraycopy(row, 0, left, 1, row.length - 1);
    System.arraycopy(row, 1, right, 0, row.length - 1);
  }

  /** Sums by column: those of squares over {@link LumaCopy#LONGEST} rows stay below 2^31. */
  private static void addLaplacian(
      int[] left, int[] here, int[] right, int[] curve, int[] sums, int[] squares) {
    for (int x = 1; x < curve.length - 1; x++) {
      int value = 2 * here[x] - left[x] - right[x] - curve[x];
      sums[x] += value;
      squares[x] += value * value;
    }
  }

  /** Immerkaer's mask is the second difference of second differences. */
  private static void addMask(int[] left, int[] curve, int[] right, int[] sums) {
    for (int x = 1; x < curve.length - 1; x++) {
      sums[x] += Math.abs(left[x] - 2 * curve[x] + right[x]);
    }
  }

  private static void addLuma(int[] here, int[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += here[x];
    }
  }

  /**
   * Adds up the columns of each tile, appends the sums of tiles that are not clipped from the front
   * and the others' from the back, and empties the columns.
   */
  private static int closeTiles(int[] mask, int[] luma, int rows, int[] tiles, int found) {
    int tileWidth = Math.min(TILE, mask.length - 2);
    int next = found;
    for (int x = 1; x + tileWidth < mask.length; x += tileWidth) {
      int sum = 0;
      int light = 0;
      for (int i = x; i < x + tileWidth; i++) {
        sum += mask[i];
        light += luma[i];
      }
      int mean = light / (tileWidth * rows);
      if (mean >= CLIPPED && mean < LEVELS - CLIPPED) {
        tiles[next++] = sum;
      }
    }
    Arrays.fill(mask, 0);
    Arrays.fill(luma, 0);
    return next;
  }

  /** The quantile {@value #FLAT} of the first tiles; 0 for none. */
  private static int flattest(int[] tiles, int count) {
    if (count == 0) {
      return 0;
    }
    Arrays.sort(tiles, 0, count);
    return tiles[(int) (FLAT * (count - 1))];
  }

  private static double variance(long sum, long squares, long count) {
    double mean = (double) sum / count;
    return Math.max(0, (double) squares / count - mean * mean);
  }
}
