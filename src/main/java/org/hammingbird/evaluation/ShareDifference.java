package org.hammingbird.evaluation;

import java.util.Arrays;

/**
 * How much a share of one group differs from that of another that has no item in common with it, at
 * 95% by method 10 of R. G. Newcombe, Interval estimation for the difference between independent
 * proportions (Statistics in Medicine 17, 1998), which puts Wilson's intervals together. Immutable.
 */
public final class ShareDifference {
  private final double difference;
  private final double low;
  private final double high;

  private ShareDifference(double difference, double low, double high) {
    this.difference = difference;
    this.low = low;
    this.high = high;
  }

  /**
   * Of outcomes between 0 and 1, as {@link Interval#ofMean} takes their means.
   *
   * @param outcomes of the first group, at least one
   * @param others of the second, whose mean is subtracted
   */
  public static ShareDifference of(double[] outcomes, double[] others) {
    double mean = Arrays.stream(outcomes).average().orElseThrow();
    double otherMean = Arrays.stream(others).average().orElseThrow();
    Interval one = Interval.ofMean(mean, outcomes.length);
    Interval other = Interval.ofMean(otherMean, others.length);
    double difference = mean - otherMean;
    return new ShareDifference(
        difference,
        difference - Math.hypot(mean - one.low(), other.high() - otherMean),
        difference + Math.hypot(one.high() - mean, otherMean - other.low()));
  }

  /** First group less the second: -1 to 1. */
  public double difference() {
    return difference;
  }

  /** Lower end of its 95% interval. */
  public double low() {
    return low;
  }

  /** Upper end of its 95% interval. */
  public double high() {
    return high;
  }
}
