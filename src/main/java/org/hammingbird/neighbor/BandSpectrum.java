package org.hammingbird.neighbor;

/**
 * How many pairs of hashes differ by exactly j bits of a band, for every j, exactly and without
 * looking at a pair: a Walsh-Hadamard transform of the bucket counts, its squares summed by weight,
 * and Krawtchouk polynomials (MacWilliams' identity for the distance distribution of a code). Costs
 * bits x 2^bits additions.
 */
final class BandSpectrum {
  // a part of the transform that stays in a second-level cache
  private static final int CACHED = 1 << 15;

  private final double[] pairs;
  private final int occupied;

  private BandSpectrum(double[] pairs, int occupied) {
    this.pairs = pairs;
    this.occupied = occupied;
  }

  /** Of the pairs within one set, by its bucket counts, whose number is a power of two. */
  static BandSpectrum of(int[] counts) {
    long hashes = 0;
    for (int count : counts) {
      hashes += count;
    }
    int[] transformed = counts.clone();
    transform(transformed, 0, transformed.length);
    double[] pairs = pairs(transformed, transformed);
    pairs[0] -= hashes;
    for (int distance = 0; distance < pairs.length; distance++) {
      pairs[distance] /= 2;
    }
    return new BandSpectrum(pairs, occupied(counts));
  }

  /** Of the pairs of one of some queries and one of a set, by their bucket counts. */
  static BandSpectrum between(int[] queries, int[] counts) {
    int[] one = queries.clone();
    int[] other = counts.clone();
    transform(one, 0, one.length);
    transform(other, 0, other.length);
    return new BandSpectrum(pairs(one, other), occupied(queries));
  }

  /** Number of pairs that differ by exactly this many bits of the band. */
  double pairs(int distance) {
    return pairs[distance];
  }

  /** Number of buckets that hold a query. */
  int occupied() {
    return occupied;
  }

  private static int occupied(int[] counts) {
    int occupied = 0;
    for (int count : counts) {
      occupied += count > 0 ? 1 : 0;
    }
    return occupied;
  }

  private static double[] pairs(int[] one, int[] other) {
    int bits = Integer.numberOfTrailingZeros(one.length);
    double[] energy = new double[bits + 1];
    for (int i = 0; i < one.length; i++) {
      energy[Integer.bitCount(i)] += (double) one[i] * other[i];
    }
    double[] pairs = new double[bits + 1];
    for (int distance = 0; distance <= bits; distance++) {
      for (int weight = 0; weight <= bits; weight++) {
        pairs[distance] += energy[weight] * krawtchouk(bits, distance, weight);
      }
      pairs[distance] /= one.length;
    }
    return pairs;
  }

  /** In integers, which hold every sum: none is greater than the number of hashes. */
  private static void transform(int[] values, int from, int size) {
    if (size > CACHED) {
      butterflies(values, from, size / 2);
      transform(values, from, size / 2);
      transform(values, from + size / 2, size / 2);
      return;
    }
    for (int half = size / 2; half >= 1; half >>= 1) {
      for (int start = from; start < from + size; start += 2 * half) {
        butterflies(values, start, half);
      }
    }
  }

  private static void butterflies(int[] values, int start, int half) {
    for (int i = start; i < start + half; i++) {
      int one = values[i];
      int other = values[i + half];
      values[i] = one + other;
      values[i + half] = one - other;
    }
  }

  private static double krawtchouk(int bits, int degree, int x) {
    double sum = 0;
    for (int i = 0; i <= degree; i++) {
      double term = binomial(x, i) * binomial(bits - x, degree - i);
      sum += (i & 1) == 0 ? term : -term;
    }
    return sum;
  }

  /** C(n, k), 0 where k is above n; exact for the up to 64 bits of a hash in double's range. */
  static double binomial(int n, int k) {
    if (k < 0 || k > n) {
      return 0;
    }
    double result = 1;
    for (int i = 1; i <= k; i++) {
      result = result * (n - k + i) / i;
    }
    return result;
  }
}
