package org.hammingbird.neighbor;

import java.util.Random;

/**
 * How many pairs a join will find, from a sample of images that are compared with all others: the
 * nearest of several hashes counts. The number of pairs whose hashes are equal is exact, since a
 * sample can miss a large group of them.
 */
public final class PairEstimate {
  private static final int MAX_SAMPLE = 2000;
  private static final long MAX_COMPARISONS = 1_000_000_000;

  private final double[] within;
  private final long equalPairs;

  private PairEstimate(double[] within, long equalPairs) {
    this.within = within;
    this.equalPairs = equalPairs;
  }

  /**
   * Estimates from a seeded sample of up to 2,000 images.
   *
   * @param hashes of each algorithm those of all images, in the same order
   * @param equalPairs pairs with equal hashes by one algorithm
   */
  public static PairEstimate of(long[][] hashes, long equalPairs, long seed) {
    int size = hashes[0].length;
    double[] within = new double[Long.SIZE + 1];
    int sample = (int) Math.min(MAX_SAMPLE, MAX_COMPARISONS / Math.max(1, size));
    if (sample >= size) {
      for (int i = 0; i < size; i++) {
        count(hashes, i, i + 1, within);
      }
      return new PairEstimate(cumulative(within, 1), equalPairs);
    }
    sample = Math.max(sample, 1);
    Random random = new Random(seed);
    for (int i = 0; i < sample; i++) {
      count(hashes, random.nextInt(size), 0, within);
    }
    // each pair is met from both of its ends
    return new PairEstimate(cumulative(within, size / (2.0 * sample)), equalPairs);
  }

  private static void count(long[][] hashes, int query, int from, double[] counts) {
    for (int j = from; j < hashes[0].length; j++) {
      if (j != query) {
        counts[nearest(hashes, query, j)]++;
      }
    }
  }

  private static int nearest(long[][] hashes, int i, int j) {
    int nearest = Long.SIZE;
    for (long[] one : hashes) {
      nearest = Math.min(nearest, Long.bitCount(one[i] ^ one[j]));
    }
    return nearest;
  }

  private static double[] cumulative(double[] counts, double factor) {
    double sum = 0;
    for (int distance = 0; distance < counts.length; distance++) {
      sum += counts[distance] * factor;
      counts[distance] = sum;
    }
    return counts;
  }

  /** Pairs within a radius of 0 to 64 bits. */
  public double pairs(int radius) {
    return Math.max(within[radius], equalPairs);
  }

  /** The greatest radius with at most this many pairs; -1 where there is none. */
  public int radiusFor(double pairs) {
    int radius = Long.SIZE;
    while (radius >= 0 && pairs(radius) > pairs) {
      radius--;
    }
    return radius;
  }
}
