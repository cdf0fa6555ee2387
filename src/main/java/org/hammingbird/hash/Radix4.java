package org.hammingbird.hash;

/**
 * A pass of radix 4 of the backward real FFT in {@link Dct}: half-complex values of four
 * interleaved transforms to those of one four times as long. Arrays hold the same value of many
 * lines.
 */
final class Radix4 {
  private static final double SQRT2 = 1.4142135623730951;

  private Radix4() {}

  static void pass(int groups, double[][] in, double[][] out, DctTables tables) {
    int block = in.length / 4;
    int span = block / groups;
    int last = span - 1;
    for (int g = 0; g < groups; g++) {
      int i0 = span * 4 * g;
      int i1 = i0 + span;
      int i2 = i1 + span;
      int i3 = i2 + span;
      int o = span * g;
      ends(in[i0], in[i1 + last], in[i2], in[i3 + last], out, o, block);
      if (span % 2 == 0) {
        middle(in[i0 + last], in[i1], in[i2 + last], in[i3], out, o + last, block);
      }
      for (int i = 2; i < span; i += 2) {
        int m = span - i;
        int step = groups * (i / 2);
        even(in, i0 + i, i1 + m, i2 + i, i3 + m, out, o + i, block, 2 * step, tables);
        odd(in, i0 + i, i1 + m, i2 + i, i3 + m, out, o + i, block, step, tables);
      }
    }
  }

  private static void ends(
      double[] a, double[] b, double[] c, double[] d, double[][] out, int o, int block) {
    double[] out0 = out[o];
    double[] out1 = out[o + block];
    double[] out2 = out[o + 2 * block];
    double[] out3 = out[o + 3 * block];
    for (int i = 0; i < a.length; i++) {
      double sum = a[i] + d[i];
      double difference = a[i] - d[i];
      double real = 2 * b[i];
      double imaginary = 2 * c[i];
      out0[i] = sum + real;
      out2[i] = sum - real;
      out3[i] = difference + imaginary;
      out1[i] = difference - imaginary;
    }
  }

  private static void middle(
      double[] a, double[] b, double[] c, double[] d, double[][] out, int o, int block) {
    double[] out0 = out[o];
    double[] out1 = out[o + block];
    double[] out2 = out[o + 2 * block];
    double[] out3 = out[o + 3 * block];
    for (int i = 0; i < a.length; i++) {
      double oddSum = d[i] + b[i];
      double oddDifference = d[i] - b[i];
      double evenSum = a[i] + c[i];
      double evenDifference = a[i] - c[i];
      out0[i] = evenSum + evenSum;
      out1[i] = SQRT2 * (evenDifference - oddSum);
      out2[i] = oddDifference + oddDifference;
      out3[i] = -SQRT2 * (evenDifference + oddSum);
    }
  }

  /** Results 0 and 2; the second is turned by the root of unity {@code step}. */
  private static void even(
      double[][] in,
      int a,
      int b,
      int c,
      int d,
      double[][] out,
      int o,
      int block,
      int step,
      DctTables tables) {
    double cosine = tables.rootCosine(step);
    double sine = tables.rootSine(step);
    double[] aReal = in[a - 1];
    double[] aImaginary = in[a];
    double[] bReal = in[b - 1];
    double[] bImaginary = in[b];
    double[] cReal = in[c - 1];
    double[] cImaginary = in[c];
    double[] dReal = in[d - 1];
    double[] dImaginary = in[d];
    double[] out0Real = out[o - 1];
    double[] out0Imaginary = out[o];
    double[] out2Real = out[o + 2 * block - 1];
    double[] out2Imaginary = out[o + 2 * block];
    for (int i = 0; i < out0Real.length; i++) {
      double outerReal = aReal[i] + dReal[i];
      double outerImaginary = aImaginary[i] - dImaginary[i];
      double innerReal = cReal[i] + bReal[i];
      double innerImaginary = cImaginary[i] - bImaginary[i];
      double x = outerReal - innerReal;
      double y = outerImaginary - innerImaginary;
      out0Real[i] = outerReal + innerReal;
      out0Imaginary[i] = outerImaginary + innerImaginary;
      out2Imaginary[i] = cosine * y + sine * x;
      out2Real[i] = cosine * x - sine * y;
    }
  }

  /** Results 1 and 3, turned by the roots of unity {@code step} and {@code 3 step}. */
  private static void odd(
      double[][] in,
      int a,
      int b,
      int c,
      int d,
      double[][] out,
      int o,
      int block,
      int step,
      DctTables tables) {
    double cosine1 = tables.rootCosine(step);
    double sine1 = tables.rootSine(step);
    double cosine3 = tables.rootCosine(3 * step);
    double sine3 = tables.rootSine(3 * step);
    double[] aReal = in[a - 1];
    double[] aImaginary = in[a];
    double[] bReal = in[b - 1];
    double[] bImaginary = in[b];
    double[] cReal = in[c - 1];
    double[] cImaginary = in[c];
    double[] dReal = in[d - 1];
    double[] dImaginary = in[d];
    double[] out1Real = out[o + block - 1];
    double[] out1Imaginary = out[o + block];
    double[] out3Real = out[o + 3 * block - 1];
    double[] out3Imaginary = out[o + 3 * block];
    for (int i = 0; i < out1Real.length; i++) {
      double outerReal = aReal[i] - dReal[i];
      double outerImaginary = aImaginary[i] + dImaginary[i];
      double crossReal = cImaginary[i] + bImaginary[i];
      double crossImaginary = cReal[i] - bReal[i];
      double x1 = outerReal - crossReal;
      double y1 = outerImaginary + crossImaginary;
      double x3 = outerReal + crossReal;
      double y3 = outerImaginary - crossImaginary;
      out1Imaginary[i] = cosine1 * y1 + sine1 * x1;
      out1Real[i] = cosine1 * x1 - sine1 * y1;
      out3Imaginary[i] = cosine3 * y3 + sine3 * x3;
      out3Real[i] = cosine3 * x3 - sine3 * y3;
    }
  }
}
