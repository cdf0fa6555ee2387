package org.hammingbird.evaluation;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The mean of a few repetitions and its 95% interval by Student's t, which assumes that they are
 * independent and about normal. Immutable.
 */
public final class MeanEstimate {
  /** Of a mean: what equal values may differ by, as differences of quotients. */
  private static final double ROUNDING = 1e-9;

  private final int count;
  private final double mean;
  private final double error;
  private final double halfWidth;

  private MeanEstimate(int count, double mean, double error, double halfWidth) {
    this.count = count;
    this.mean = mean;
    this.error = error;
    this.halfWidth = halfWidth;
  }

  /**
   * Of values; where one is NaN, so is all. Without values the mean is NaN; of one value the
   * interval is, and of values that are all the same, as of two seeds that happen to agree: their
   * spread is not known then, and an interval without width would claim what no repetition has
   * shown.
   */
  public static MeanEstimate of(double... values) {
    int n = values.length;
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    if (n < 2) {
      return new MeanEstimate(n, mean, Double.NaN, Double.NaN);
    }
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares / (n - 1) / n);
    double quantile = new TDistribution(n - 1.0).inverseCumulativeProbability(0.975);
    double halfWidth = error <= ROUNDING * Math.abs(mean) ? Double.NaN : quantile * error;
    return new MeanEstimate(n, mean, error, halfWidth);
  }

  /**
   * Of the differences {@code values[i] - others[i]}: those of pairs, such as two trainings of one
   * seed, vary less than the values themselves.
   */
  public static MeanEstimate ofDifferences(double[] values, double[] others) {
    if (values.length != others.length) {
      throw new IllegalArgumentException(
          "Cannot pair " + values.length + " values with " + others.length);
    }
    double[] differences = new double[values.length];
    Arrays.setAll(differences, i -> values[i] - others[i]);
    return of(differences);
  }

  /** How many values. */
  public int count() {
    return count;
  }

  public double mean() {
    return mean;
  }

  /** Half of the interval's width; NaN for fewer than two values, and where all are the same. */
  public double halfWidth() {
    return halfWidth;
  }

  public double low() {
    return mean - halfWidth;
  }

  public double high() {
    return mean + halfWidth;
  }

  /**
   * Two-sided p-value of Student's t-test that the mean is 0 (of differences: the paired test); 1
   * where all are 0. NaN where {@link #halfWidth} is.
   */
  public double pValue() {
    if (count < 2) {
      return Double.NaN;
    }
    if (mean == 0) {
      return 1;
    }
    if (Double.isNaN(halfWidth)) {
      return Double.NaN;
    }
    double t = Math.abs(mean) / error;
    return Math.min(1, 2 * new TDistribution(count - 1.0).cumulativeProbability(-t));
  }
}
