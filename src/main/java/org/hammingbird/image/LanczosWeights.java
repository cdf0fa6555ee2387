package org.hammingbird.image;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The weights of one resampling pass from {@code in} to {@code out} samples, in 22-bit fixed point
 * as Pillow's {@code precompute_coeffs} and {@code normalize_coeffs_8bpc} make them. Immutable, and
 * kept for the next image of the same size: computing them costs more than using them on a small
 * one.
 */
final class LanczosWeights {
  private static final int PRECISION = 22;
  private static final double LOBES = 3;

  /** What a pass starts its sum with, so that {@link #clip} rounds to the nearest. */
  static final int ROUND = 1 << (PRECISION - 1);

  private static final int CACHE_SIZE = 64;
  private static final int LARGEST_CACHED = 1 << 15;
  private static final AtomicReferenceArray<LanczosWeights> CACHE =
      new AtomicReferenceArray<>(CACHE_SIZE);

  private final int in;
  private final int[] first;
  private final int[] count;
  private final int[] weights;
  private final int span;

  private LanczosWeights(int in, int out) {
    this.in = in;
    double scale = in / (double) out;
    double support = LOBES * Math.max(1, scale);
    this.span = (int) Math.ceil(support) * 2 + 1;
    this.first = new int[out];
    this.count = new int[out];
    this.weights = new int[Math.multiplyExact(out, span)];
    double[] values = new double[span];
    for (int o = 0; o < out; o++) {
      double center = (o + 0.5) * scale;
      first[o] = Math.max(0, (int) (center - support + 0.5));
      count[o] = Math.min(in, (int) (center + support + 0.5)) - first[o];
      normalized(values, count[o], first[o] - center, 1 / Math.max(1, scale));
      for (int k = 0; k < count[o]; k++) {
        weights[o * span + k] = fixed(values[k]);
      }
    }
  }

  static LanczosWeights of(int in, int out) {
    int slot = Math.floorMod(31 * in + out, CACHE_SIZE);
    LanczosWeights cached = CACHE.get(slot);
    if (cached != null && cached.in == in && cached.size() == out) {
      return cached;
    }
    LanczosWeights weights = new LanczosWeights(in, out);
    if (weights.weights.length <= LARGEST_CACHED) {
      CACHE.set(slot, weights);
    }
    return weights;
  }

  private static void normalized(double[] values, int count, double offset, double inverse) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      values[k] = lanczos((k + offset + 0.5) * inverse);
      sum += values[k];
    }
    for (int k = 0; k < count; k++) {
      values[k] /= sum;
    }
  }

  private static int fixed(double weight) {
    double scaled = weight * (1 << PRECISION);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  private static double lanczos(double x) {
    return -LOBES <= x && x < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
  }

  /** StrictMath, so that every machine makes the same weights. */
  private static double sinc(double x) {
    if (x == 0) {
      return 1;
    }
    double angle = x * Math.PI;
    return StrictMath.sin(angle) / angle;
  }

  /** Number of samples after the pass. */
  int size() {
    return first.length;
  }

  /** Samples that may count for an output, at most. */
  int span() {
    return span;
  }

  /** Index of the first sample that counts for output {@code o}. */
  int first(int o) {
    return first[o];
  }

  /** The first output for which a sample at an index or beyond it counts; {@link #size} if none. */
  int firstBeyond(int index) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (first[middle] + count[middle] > index) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** How many neighbouring samples count for output {@code o}. */
  int count(int o) {
    return count[o];
  }

  /** The weight of sample {@code first(o) + k} for output {@code o}. */
  int weight(int o, int k) {
    return weights[o * span + k];
  }

  /** Output {@code o} of a line of samples: 0 to 255. */
  int apply(int o, int[] line) {
    int from = first[o];
    int to = from + count[o];
    int k = o * span - from;
    int sum = ROUND;
    for (int i = from; i < to; i++) {
      sum += line[i] * weights[k + i];
    }
    return clip(sum);
  }

  /** A sum in fixed point, to 0 to 255. */
  static int clip(int sum) {
    return Math.max(0, Math.min(255, sum >> PRECISION));
  }
}
