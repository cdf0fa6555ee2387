package org.hammingbird.hash;

/**
 * A pass of radix 2 of the backward real FFT in {@link Dct}: half-complex values of two interleaved
 * transforms to those of one twice as long. Arrays hold the same value of many lines.
 */
final class Radix2 {
  private Radix2() {}

  static void pass(int groups, double[][] in, double[][] out, DctTables tables) {
    int block = in.length / 2;
    int span = block / groups;
    for (int g = 0; g < groups; g++) {
      int i0 = span * 2 * g;
      int i1 = i0 + span;
      int o0 = span * g;
      int o1 = o0 + block;
      ends(in[i0], in[i1 + span - 1], out[o0], out[o1]);
      if (span % 2 == 0) {
        middle(in[i0 + span - 1], in[i1], out[o0 + span - 1], out[o1 + span - 1]);
      }
      for (int i = 2; i < span; i += 2) {
        int m = span - i;
        int step = groups * (i / 2);
        double cosine = tables.rootCosine(step);
        double sine = tables.rootSine(step);
        real(in, i0 + i, i1 + m, out, o0 + i);
        turned(in, i0 + i, i1 + m, out, o1 + i, cosine, sine);
      }
    }
  }

  private static void ends(double[] a, double[] b, double[] sum, double[] difference) {
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + b[i];
      difference[i] = a[i] - b[i];
    }
  }

  private static void middle(double[] a, double[] b, double[] real, double[] imaginary) {
    for (int i = 0; i < a.length; i++) {
      real[i] = 2 * a[i];
      imaginary[i] = -2 * b[i];
    }
  }

  private static void real(double[][] in, int a, int b, double[][] out, int o) {
    double[] aReal = in[a - 1];
    double[] aImaginary = in[a];
    double[] bReal = in[b - 1];
    double[] bImaginary = in[b];
    double[] real = out[o - 1];
    double[] imaginary = out[o];
    for (int i = 0; i < real.length; i++) {
      real[i] = aReal[i] + bReal[i];
      imaginary[i] = aImaginary[i] - bImaginary[i];
    }
  }

  private static void turned(
      double[][] in, int a, int b, double[][] out, int o, double cosine, double sine) {
    double[] aReal = in[a - 1];
    double[] aImaginary = in[a];
    double[] bReal = in[b - 1];
    double[] bImaginary = in[b];
    double[] real = out[o - 1];
    double[] imaginary = out[o];
    for (int i = 0; i < real.length; i++) {
      double x = aReal[i] - bReal[i];
      double y = aImaginary[i] + bImaginary[i];
      imaginary[i] = cosine * y + sine * x;
      real[i] = cosine * x - sine * y;
    }
  }
}
