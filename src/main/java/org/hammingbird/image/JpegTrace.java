package org.hammingbird.image;

import java.util.Arrays;

/**
 * What JPEG leaves in pixels, whatever format they are stored in now: visible borders of its blocks
 * ({@link QualityMeasure#BLOCKINESS}), and frequencies that are multiples of its quantisation steps
 * ({@link QualityMeasure#JPEG_TRACE}). Both from squares of 2 x 2 blocks, spread evenly over the
 * image at full size, at most {@value #MOST_SQUARES} of them.
 *
 * <p>The trace: the lowest frequencies of each block are divided by the steps of each of some
 * qualities of libjpeg's luma table. At the true quality the quotients lie near whole numbers. A
 * quotient that rounds to 0 says nothing; another, with distance d from the nearest whole number,
 * scores {@code 1 - 4 d}: on average 0 where the pixels were never quantised so. The quality of the
 * most significant sum is taken, if it is significant at all. Magnitudes are counted in steps of a
 * half, so that the cost of dividing does not grow with the number of blocks.
 */
final class JpegTrace {
  private static final int BLOCK = 8;
  private static final int SQUARE = 2 * BLOCK;
  static final int MOST_SQUARES = 128;

  /** Frequencies 0 to 3 in each direction, but for the mean. */
  private static final int LOW = 4;

  private static final int NONE = 100;

  /** Standard deviations of the sum above chance from which on it counts. */
  private static final double SIGNIFICANT = 5;

  /** Differences of luma are raised by so much, so that flat images do not divide by nothing. */
  private static final double SOFTENING = 0.25;

  /** Larger steps, which the lowest qualities have, are not tried. */
  private static final int MOST_STEP = 95;

  /** Magnitudes of frequencies that are counted, in halves; larger ones, which are few, are not. */
  private static final int BINS = 256;

  /** Steps of the qualities grow by about a twentieth from one to the next. */
  private static final int[] QUALITIES = {
    95, 94, 93, 92, 91, 90, 89, 88, 87, 86, 85, 84, 83, 82, 81, 80, 79, 78, 76, 75, 73, 71, 69, 67,
    65, 63, 60, 58, 55, 52, 50, 47, 45, 42, 40, 38, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16, 14,
    12, 10, 9, 8, 7, 6, 5, 4
  };

  /** Table K.1 of ITU-T T.81, the frequencies used, row by row. */
  private static final int[] LUMA = {
    16, 11, 10, 16, 12, 12, 14, 19, 14, 13, 16, 24, 14, 17, 22, 29
  };

  /** By frequency, then quality. */
  private static final int[][] STEPS = new int[LOW * LOW][QUALITIES.length];

  /** What a magnitude in halves scores at a step: by magnitude, then step. */
  private static final float[][] SCORES = new float[BINS][MOST_STEP + 1];

  private static final float C1 = cosine(1);
  private static final float C2 = cosine(2);
  private static final float C3 = cosine(3);
  private static final float C5 = cosine(5);
  private static final float C6 = cosine(6);
  private static final float C7 = cosine(7);
  private static final float MEAN = (float) Math.sqrt(0.125);

  static {
    for (int k = 0; k < STEPS.length; k++) {
      for (int j = 0; j < QUALITIES.length; j++) {
        STEPS[k][j] = JpegQuality.step(LUMA[k], QUALITIES[j]);
      }
    }
    for (int bin = 1; bin < BINS; bin++) {
      // at larger steps than the magnitude's double it rounds to 0
      for (int step = 1; step <= Math.min(bin, MOST_STEP); step++) {
        double quotient = bin / 2.0 / step;
        SCORES[bin][step] = (float) (1 - 4 * Math.abs(quotient - Math.rint(quotient)));
      }
    }
  }

  /** Kept for the next image: to make its arrays anew takes as long as a small image itself. */
  private static final ThreadLocal<JpegTrace> OF_THREAD = ThreadLocal.withInitial(JpegTrace::new);

  private final int[] line = new int[SQUARE];
  private final int[] square = new int[SQUARE * SQUARE];

  /** The square's pixels that come next to the right or below, at the index of their neighbours. */
  private final int[] next = new int[SQUARE * SQUARE];

  /**
   * Of all squares, by place: differences to the pixel at the right; without use at the right edge.
   */
  private final int[] across = new int[SQUARE * SQUARE];

  /** The same to the pixel below. */
  private final int[] down = new int[SQUARE * SQUARE];

  private final float[] rows = new float[BLOCK * LOW];
  private final float[] coefficients = new float[LOW * LOW];

  /** By frequency, then magnitude. */
  private final int[] counts = new int[LOW * LOW * BINS];

  private final int[] largest = new int[LOW * LOW];

  private JpegTrace() {}

  static void measure(Raster raster, double[] values) {
    int across = raster.width() / SQUARE;
    long all = (long) across * (raster.height() / SQUARE);
    JpegTrace trace = OF_THREAD.get();
    trace.clear();
    int squares = (int) Math.min(MOST_SQUARES, all);
    for (int i = 0; i < squares; i++) {
      long at = i * all / squares;
      trace.add(raster, (int) (at % across) * SQUARE, (int) (at / across) * SQUARE);
    }
    values[QualityMeasure.BLOCKINESS.ordinal()] = trace.blockiness(squares);
    values[QualityMeasure.JPEG_TRACE.ordinal()] = trace.quality();
  }

  private void clear() {
    for (int k = 0; k < largest.length; k++) {
      Arrays.fill(counts, k * BINS, k * BINS + largest[k] + 1, 0);
      largest[k] = 0;
    }
    Arrays.fill(across, 0);
    Arrays.fill(down, 0);
  }

  private void add(Raster raster, int x, int y) {
    read(raster, x, y);
    addDifferences();
    for (int block = 0; block < 4; block++) {
      transform((block >> 1) * BLOCK * SQUARE + (block & 1) * BLOCK);
      for (int k = 1; k < coefficients.length; k++) {
        int bin = (int) (2 * Math.abs(coefficients[k]) + 0.5f);
        if (bin < BINS) {
          counts[k * BINS + bin]++;
          largest[k] = Math.max(largest[k], bin);
        }
      }
    }
  }

  private void read(Raster raster, int x, int y) {
    for (int row = 0; row < SQUARE; row++) {
      raster.read((y + row) * raster.width() + x, 1, line, SQUARE);
      System.arraycopy(line, 0, square, row * SQUARE, SQUARE);
    }
    raster.toLuma(square, square.length);
  }

  /** Place by place: sums over whole squares are what the JVM makes no vector instructions of. */
  private void addDifferences() {
    System.arraycopy(square, 1, next, 0, square.length - 1);
    addDifferences(across);
    System.arraycopy(square, SQUARE, next, 0, square.length - SQUARE);
    addDifferences(down);
  }

  private void addDifferences(int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += Math.abs(square[i] - next[i]);
    }
  }

  /** The orthonormal DCT-II of the block that begins here, its low frequencies, row by row. */
  private void transform(int from) {
    for (int y = 0, at = from; y < BLOCK; y++, at += SQUARE) {
      int s0 = square[at] + square[at + 7];
      int s1 = square[at + 1] + square[at + 6];
      int s2 = square[at + 2] + square[at + 5];
      int s3 = square[at + 3] + square[at + 4];
      int d0 = square[at] - square[at + 7];
      int d1 = square[at + 1] - square[at + 6];
      int d2 = square[at + 2] - square[at + 5];
      int d3 = square[at + 3] - square[at + 4];
      rows[y] = MEAN * (s0 + s1 + s2 + s3);
      rows[BLOCK + y] = C1 * d0 + C3 * d1 + C5 * d2 + C7 * d3;
      rows[2 * BLOCK + y] = C2 * (s0 - s3) + C6 * (s1 - s2);
      rows[3 * BLOCK + y] = C3 * d0 - C7 * d1 - C1 * d2 - C5 * d3;
    }
    for (int u = 0, at = 0; u < LOW; u++, at += BLOCK) {
      float s0 = rows[at] + rows[at + 7];
      float s1 = rows[at + 1] + rows[at + 6];
      float s2 = rows[at + 2] + rows[at + 5];
      float s3 = rows[at + 3] + rows[at + 4];
      float d0 = rows[at] - rows[at + 7];
      float d1 = rows[at + 1] - rows[at + 6];
      float d2 = rows[at + 2] - rows[at + 5];
      float d3 = rows[at + 3] - rows[at + 4];
      coefficients[u] = MEAN * (s0 + s1 + s2 + s3);
      coefficients[LOW + u] = C1 * d0 + C3 * d1 + C5 * d2 + C7 * d3;
      coefficients[2 * LOW + u] = C2 * (s0 - s3) + C6 * (s1 - s2);
      coefficients[3 * LOW + u] = C3 * d0 - C7 * d1 - C1 * d2 - C5 * d3;
    }
  }

  private static float cosine(int sixteenths) {
    return (float) (0.5 * Math.cos(sixteenths * Math.PI / 16));
  }

  private double blockiness(int squares) {
    if (squares == 0) {
      return 1;
    }
    long borders = 0;
    long insides = 0;
    for (int i = 0; i < SQUARE; i++) {
      for (int j = 0; j < SQUARE - 1; j++) {
        int differences = across[i * SQUARE + j] + down[j * SQUARE + i];
        if (j == BLOCK - 1) {
          borders += differences;
        } else {
          insides += differences;
        }
      }
    }
    double lines = 2.0 * SQUARE * squares;
    return (borders / lines + SOFTENING) / (insides / (lines * (SQUARE - 2)) + SOFTENING);
  }

  private int quality() {
    float[] sums = new float[QUALITIES.length];
    int[] terms = new int[QUALITIES.length];
    float[] byStep = new float[MOST_STEP + 1];
    int[] atLeast = new int[BINS + 1];
    for (int k = 1; k < largest.length; k++) {
      int most = Math.min(largest[k], MOST_STEP);
      Arrays.fill(byStep, 0, most + 1, 0);
      atLeast[largest[k] + 1] = 0;
      for (int bin = largest[k]; bin > 0; bin--) {
        int count = counts[k * BINS + bin];
        atLeast[bin] = atLeast[bin + 1] + count;
        if (count > 0) {
          add(count, SCORES[bin], Math.min(bin, MOST_STEP), byStep);
        }
      }
      int[] steps = STEPS[k];
      // the steps grow from quality to quality
      for (int j = 0; j < QUALITIES.length && steps[j] <= most; j++) {
        sums[j] += byStep[steps[j]];
        terms[j] += atLeast[steps[j]];
      }
    }
    return mostSignificant(sums, terms);
  }

  /** Up to the largest step at which the magnitude does not round to 0. */
  private static void add(int count, float[] scores, int largest, float[] sums) {
    for (int step = 1; step <= largest; step++) {
      sums[step] += count * scores[step];
    }
  }

  private static int mostSignificant(float[] sums, int[] terms) {
    int best = NONE;
    double most = SIGNIFICANT;
    for (int j = 0; j < QUALITIES.length; j++) {
      // the variance of 1 - 4 d is a third where d is uniform
      double significance = terms[j] == 0 ? 0 : sums[j] / Math.sqrt(terms[j] / 3.0);
      if (significance > most) {
        most = significance;
        best = QUALITIES[j];
      }
    }
    return best;
  }
}
