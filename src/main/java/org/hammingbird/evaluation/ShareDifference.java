package org.hammingbird.evaluation;

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
   * Of means over outcomes between 0 and 1, as {@link Interval#ofMean} takes them.
   *
   * @param mean of the first group, 0 to 1
   * @param trials in it, at least 1
   * @param otherMean of the second, which is subtracted
   */
  public static ShareDifference of(double mean, long trials, double otherMean, long otherTrials) {
    Interval one = Interval.ofMean(mean, trials);
    Interval other = Interval.ofMean(otherMean, otherTrials);
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
