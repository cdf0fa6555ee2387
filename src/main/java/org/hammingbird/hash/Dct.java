package org.hammingbird.hash;

/**
 * The unnormalised DCT-II, {@code y[k] = 2 sum(x[n] cos(pi k (2n + 1) / 2N))}, in float64 and in
 * the very order of operations of pocketfft, which SciPy calls: on flat, symmetric and two-tone
 * images coefficients tie with their median, and any other order flips bits there.
 *
 * <p>Its steps: sums and differences of neighbours, a backward real FFT of radix 2 and 4 (half
 * complex in, real out), and a rotation of pairs. The twiddle factors are embedded, not computed:
 * pocketfft makes each as a product of two table values, so the last bit is not always that of the
 * correctly rounded sine. Products and sums are rounded one by one, as Java does (no FMA).
 */
final class Dct {
  private final DctTables tables;

  private Dct(DctTables tables) {
    this.tables = tables;
  }

  /**
   * @param length a length with embedded tables: 32 or 64
   */
  static Dct of(int length) {
    return new Dct(DctTables.of(length));
  }

  int length() {
    return tables.length();
  }

  /**
   * Transforms many lines at once: value n of line i is {@code c[n][i]}, in and out. Side by side
   * like this, the lines go through vector instructions together, in the same order of operations
   * as one alone.
   *
   * @param c {@link #length} arrays of the same length; the arrays may change places
   * @param scratch as many of the same length, overwritten
   */
  void transform(double[][] c, double[][] scratch) {
    fold(c);
    inverseRealFft(c, scratch);
    rotate(c, tables.quarter());
  }

  private static void fold(double[][] c) {
    int n = c.length;
    twice(c[0]);
    twice(c[n - 1]);
    for (int k = 1; k < n - 1; k += 2) {
      fold(c[k], c[k + 1]);
    }
  }

  private static void twice(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
  }

  private static void fold(double[] low, double[] high) {
    for (int i = 0; i < low.length; i++) {
      double a = low[i];
      double b = high[i];
      high[i] = b - a;
      low[i] = b + a;
    }
  }

  private static void rotate(double[][] c, double[] cosine) {
    int half = c.length / 2;
    for (int k = 1, m = c.length - 1; k < half; k++, m--) {
      rotate(c[k], c[m], cosine[k - 1], cosine[m - 1]);
    }
    double[] middle = c[half];
    for (int i = 0; i < middle.length; i++) {
      middle[i] *= cosine[half - 1];
    }
  }

  private static void rotate(double[] low, double[] high, double cosine, double sine) {
    for (int i = 0; i < low.length; i++) {
      double sum = cosine * high[i] + sine * low[i];
      double difference = cosine * low[i] - sine * high[i];
      low[i] = 0.5 * (sum + difference);
      high[i] = 0.5 * (sum - difference);
    }
  }

  private void inverseRealFft(double[][] c, double[][] scratch) {
    double[][] from = c;
    double[][] to = scratch;
    int groups = 1;
    for (int radix : tables.radices()) {
      if (radix == 2) {
        Radix2.pass(groups, from, to, tables);
      } else {
        Radix4.pass(groups, from, to, tables);
      }
      groups *= radix;
      double[][] swap = from;
      from = to;
      to = swap;
    }
    if (from != c) {
      swap(from, c);
    }
  }

  private static void swap(double[][] left, double[][] right) {
    for (int i = 0; i < left.length; i++) {
      double[] kept = right[i];
      right[i] = left[i];
      left[i] = kept;
    }
  }
}
