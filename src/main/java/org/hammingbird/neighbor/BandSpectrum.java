package org.hammingbird.neighbor;

/**
 * How many pairs of hashes differ by exactly j bits of a band, for every j, exactly and without
 * looking at a pair: a Walsh-Hadamard transform of the bucket counts, its squares summed by weight,
 * and Krawtchouk polynomials (MacWilliams' identity for the distance distribution of a code). Costs
 * bits x 2^bits additions.
 */
final class BandSpectrum {
  private final double[] pairs;
  private final int occupied;

  private BandSpectrum(double[] pairs, int occupied) {
    this.pairs = pairs;
    this.occupied = occupied;
  }

  /** The spectrum of bucket counts; their number is a power of two. */
  static BandSpectrum of(int[] counts) {
    int bits = Integer.numberOfTrailingZeros(counts.length);
    double[] transformed = new double[counts.length];
    long hashes = 0;
    int occupied = 0;
    for (int i = 0; i < counts.length; i++) {
      transformed[i] = counts[i];
      hashes += counts[i];
      occupied += counts[i] > 0 ? 1 : 0;
    }
    transform(transformed);
    double[] energy = new double[bits + 1];
    for (int i = 0; i < transformed.length; i++) {
      energy[Integer.bitCount(i)] += transformed[i] * transformed[i];
    }
    double[] pairs = new double[bits + 1];
    for (int distance = 0; distance <= bits; distance++) {
      double ordered = 0;
      for (int weight = 0; weight <= bits; weight++) {
        ordered += energy[weight] * krawtchouk(bits, distance, weight);
      }
      ordered /= counts.length;
      pairs[distance] = (ordered - (distance == 0 ? hashes : 0)) / 2;
    }
    return new BandSpectrum(pairs, occupied);
  }

  /** Number of pairs that differ by exactly this many bits of the band. */
  double pairs(int distance) {
    return pairs[distance];
  }

  /** Number of buckets that are not empty. */
  int occupied() {
    return occupied;
  }

  private static void transform(double[] values) {
    for (int half = 1; half < values.length; half <<= 1) {
      for (int start = 0; start < values.length; start += 2 * half) {
        for (int i = start; i < start + half; i++) {
          double sum = values[i] + values[i + half];
          values[i + half] = values[i] - values[i + half];
          values[i] = sum;
        }
      }
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
