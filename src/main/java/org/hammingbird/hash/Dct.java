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
  private static final double SQRT2 = 1.4142135623730951;

  private final DctTables tables;

  private Dct(DctTables tables) {
    this.tables = tables;
  }

  /**
   * @param length a length with embedded tables: 32
   */
  static Dct of(int length) {
    return new Dct(DctTables.of(length));
  }

  int length() {
    return tables.length();
  }

  /**
   * Transforms in place.
   *
   * @param c {@link #length} values
   * @param scratch as many, overwritten
   */
  void transform(double[] c, double[] scratch) {
    int n = c.length;
    fold(c, n);
    inverseRealFft(c, scratch);
    rotate(c, n, tables.quarter());
  }

  private static void fold(double[] c, int n) {
    c[0] *= 2;
    c[n - 1] *= 2;
    for (int k = 1; k < n - 1; k += 2) {
      double low = c[k];
      double high = c[k + 1];
      c[k + 1] = high - low;
      c[k] = high + low;
    }
  }

  private static void rotate(double[] c, int n, double[] cosine) {
    int half = n / 2;
    for (int k = 1, m = n - 1; k < half; k++, m--) {
      double sum = cosine[k - 1] * c[m] + cosine[m - 1] * c[k];
      double difference = cosine[k - 1] * c[k] - cosine[m - 1] * c[m];
      c[k] = 0.5 * (sum + difference);
      c[m] = 0.5 * (sum - difference);
    }
    c[half] *= cosine[half - 1];
  }

  private void inverseRealFft(double[] c, double[] scratch) {
    double[] from = c;
    double[] to = scratch;
    int groups = 1;
    for (int radix : tables.radices()) {
      int span = c.length / (radix * groups);
      if (radix == 2) {
        radix2(span, groups, from, to, tables);
      } else {
        radix4(span, groups, from, to, tables);
      }
      groups *= radix;
      double[] swap = from;
      from = to;
      to = swap;
    }
    if (from != c) {
      System.arraycopy(from, 0, c, 0, c.length);
    }
  }

  private static void radix2(int span, int groups, double[] in, double[] out, DctTables tables) {
    int block = span * groups;
    for (int g = 0; g < groups; g++) {
      int i0 = span * 2 * g;
      int i1 = i0 + span;
      int o0 = span * g;
      int o1 = o0 + block;
      out[o0] = in[i0] + in[i1 + span - 1];
      out[o1] = in[i0] - in[i1 + span - 1];
      if (span % 2 == 0) {
        out[o0 + span - 1] = 2 * in[i0 + span - 1];
        out[o1 + span - 1] = -2 * in[i1];
      }
      for (int i = 2; i < span; i += 2) {
        int m = span - i;
        double real = in[i0 + i - 1] - in[i1 + m - 1];
        double imaginary = in[i0 + i] + in[i1 + m];
        out[o0 + i - 1] = in[i0 + i - 1] + in[i1 + m - 1];
        out[o0 + i] = in[i0 + i] - in[i1 + m];
        turn(out, o1 + i, real, imaginary, tables, groups * (i / 2));
      }
    }
  }

  private static void radix4(int span, int groups, double[] in, double[] out, DctTables tables) {
    int block = span * groups;
    for (int g = 0; g < groups; g++) {
      int i0 = span * 4 * g;
      int o0 = span * g;
      radix4Ends(span, in, i0, out, o0, block);
      for (int i = 2; i < span; i += 2) {
        radix4Middle(span, i, in, i0, out, o0, groups, tables);
      }
    }
  }

  private static void radix4Ends(int span, double[] in, int i0, double[] out, int o0, int block) {
    int last = span - 1;
    int i1 = i0 + span;
    int i2 = i1 + span;
    int i3 = i2 + span;
    double outerSum = in[i0] + in[i3 + last];
    double outerDifference = in[i0] - in[i3 + last];
    double innerReal = 2 * in[i1 + last];
    double innerImaginary = 2 * in[i2];
    out[o0] = outerSum + innerReal;
    out[o0 + 2 * block] = outerSum - innerReal;
    out[o0 + 3 * block] = outerDifference + innerImaginary;
    out[o0 + block] = outerDifference - innerImaginary;
    if (span % 2 == 0) {
      double oddSum = in[i3] + in[i1];
      double oddDifference = in[i3] - in[i1];
      double evenSum = in[i0 + last] + in[i2 + last];
      double evenDifference = in[i0 + last] - in[i2 + last];
      out[o0 + last] = evenSum + evenSum;
      out[o0 + last + block] = SQRT2 * (evenDifference - oddSum);
      out[o0 + last + 2 * block] = oddDifference + oddDifference;
      out[o0 + last + 3 * block] = -SQRT2 * (evenDifference + oddSum);
    }
  }

  private static void radix4Middle(
      int span, int i, double[] in, int i0, double[] out, int o0, int groups, DctTables tables) {
    int m = span - i;
    int i1 = i0 + span;
    int i2 = i1 + span;
    int i3 = i2 + span;
    int block = span * groups;
    double real0 = in[i0 + i - 1] + in[i3 + m - 1];
    double real1 = in[i0 + i - 1] - in[i3 + m - 1];
    double imaginary0 = in[i0 + i] - in[i3 + m];
    double imaginary1 = in[i0 + i] + in[i3 + m];
    double real2 = in[i2 + i - 1] + in[i1 + m - 1];
    double imaginary3 = in[i2 + i - 1] - in[i1 + m - 1];
    double real3 = in[i2 + i] + in[i1 + m];
    double imaginary2 = in[i2 + i] - in[i1 + m];
    out[o0 + i - 1] = real0 + real2;
    out[o0 + i] = imaginary0 + imaginary2;
    int step = groups * (i / 2);
    int at = o0 + block + i;
    turn(out, at, real1 - real3, imaginary1 + imaginary3, tables, step);
    turn(out, at + block, real0 - real2, imaginary0 - imaginary2, tables, 2 * step);
    turn(out, at + 2 * block, real1 + real3, imaginary1 - imaginary3, tables, 3 * step);
  }

  /** Stores a complex value, multiplied by the root of unity {@code step}, before {@code at}. */
  private static void turn(
      double[] out, int at, double real, double imaginary, DctTables tables, int step) {
    double cosine = tables.rootCosine(step);
    double sine = tables.rootSine(step);
    out[at] = cosine * imaginary + sine * real;
    out[at - 1] = cosine * real - sine * imaginary;
  }
}
