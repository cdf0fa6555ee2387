package org.hammingbird.neighbor;

import java.util.Random;

/**
 * How many pairs a join will find, from a sample of images that are compared with all others: the
 * nearest of several hashes counts. The number of pairs whose hashes are equal is exact, since a
 * sample can miss a large group of them.
 */
public final class PairEstimate {
  private static final int MAX_SAMPLE = 2000;

  /** Images beyond which a part of them is drawn: else few could be compared with all others. */
  private static final int MAX_IMAGES = 200_000;

  private static final long MAX_COMPARISONS = 300_000_000;

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
   * @param representatives of each algorithm
   */
  public static PairEstimate of(Hashes[] hashes, Representatives[] representatives, long seed) {
    long equal = 0;
    for (Representatives one : representatives) {
      equal = Math.max(equal, one.equalPairs());
    }
    int size = hashes[0].size();
    if (size <= MAX_IMAGES) {
      return ofSample(hashes, representatives, 1, equal, seed);
    }
    int[] drawn = drawn(size, new Random(seed));
    Hashes[] some = new Hashes[hashes.length];
    Representatives[] ofSome = new Representatives[hashes.length];
    for (int i = 0; i < hashes.length; i++) {
      some[i] = hashes[i].at(drawn);
      ofSome[i] = representatives[i].at(drawn);
    }
    return ofSample(some, ofSome, (double) size / MAX_IMAGES, equal, seed);
  }

  /** Places drawn without repetition, ascending. */
  private static int[] drawn(int size, Random random) {
    int[] drawn = new int[MAX_IMAGES];
    int count = 0;
    for (int i = 0; count < MAX_IMAGES; i++) {
      // D. Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S
      if (random.nextDouble() * (size - i) < MAX_IMAGES - count) {
        drawn[count++] = i;
      }
    }
    return drawn;
  }

  /**
   * Estimates from a part of the images, drawn at random.
   *
   * @param share how many images there are for each of these, at least 1
   * @param equalPairs exact number of pairs with equal hashes among all of them
   */
  public static PairEstimate ofSample(
      Hashes[] hashes,
      Representatives[] representatives,
      double share,
      long equalPairs,
      long seed) {
    int size = hashes[0].size();
    int bits = 0;
    for (Hashes one : hashes) {
      bits = Math.max(bits, one.bits());
    }
    double[] within = new double[bits + 1];
    int sample = (int) Math.min(MAX_SAMPLE, MAX_COMPARISONS / Math.max(1, size));
    if (sample >= size) {
      for (int i = 0; i < size; i++) {
        count(hashes, representatives, i, i + 1, within);
      }
      return new PairEstimate(cumulative(within, share * share), equalPairs);
    }
    sample = Math.max(sample, 1);
    Random random = new Random(seed);
    for (int i = 0; i < sample; i++) {
      count(hashes, representatives, random.nextInt(size), 0, within);
    }
    // each pair is met from both of its ends
    return new PairEstimate(cumulative(within, share * share * size / (2.0 * sample)), equalPairs);
  }

  private static void count(
      Hashes[] hashes, Representatives[] representatives, int query, int from, double[] counts) {
    for (int j = from; j < hashes[0].size(); j++) {
      if (j != query) {
        int nearest = nearest(hashes, representatives, query, j);
        if (nearest < counts.length) {
          counts[nearest]++;
        }
      }
    }
  }

  private static int nearest(Hashes[] hashes, Representatives[] representatives, int i, int j) {
    int nearest = Integer.MAX_VALUE;
    for (int algorithm = 0; algorithm < hashes.length; algorithm++) {
      if (representatives[algorithm].stands(i) && representatives[algorithm].stands(j)) {
        nearest = Math.min(nearest, hashes[algorithm].distance(i, j));
      }
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

  /** Pairs within a radius of 0 to the number of bits. */
  public double pairs(int radius) {
    return Math.max(within[Math.min(radius, within.length - 1)], equalPairs);
  }
}
