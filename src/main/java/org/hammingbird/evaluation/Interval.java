package org.hammingbird.evaluation;

import java.util.Objects;

/** A confidence interval of a share: {@code 0 <= low <= high <= 1}. */
public final class Interval {
  /** The normal quantile of a two-sided 95% interval. */
  private static final double Z95 = 1.959963984540054;

  private final double low;
  private final double high;

  private Interval(double low, double high) {
    this.low = low;
    this.high = high;
  }

  /**
   * Wilson's score interval at 95% (E. B. Wilson, 1927): unlike the textbook's interval it stays
   * within [0, 1] and keeps its coverage for shares near 0 or 1. With no trials it is [0, 1].
   */
  public static Interval wilson(long successes, long trials) {
    if (trials < 0 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "Invalid share: " + successes + " of " + trials + " (must be 0 to trials)");
    }
    if (trials == 0) {
      return new Interval(0, 1);
    }
    double share = (double) successes / trials;
    double z2 = Z95 * Z95 / trials;
    double centre = share + z2 / 2;
    double half = Z95 * Math.sqrt((share * (1 - share) + z2 / 4) / trials);
    // rounding must not leave 0 or 1 outside where every trial failed or succeeded
    double low = successes == 0 ? 0 : Math.max(0, (centre - half) / (1 + z2));
    double high = successes == trials ? 1 : Math.min(1, (centre + half) / (1 + z2));
    return new Interval(low, high);
  }

  public double low() {
    return low;
  }

  public double high() {
    return high;
  }

  /** Half of the interval's width. */
  public double halfWidth() {
    return (high - low) / 2;
  }

  public boolean contains(double share) {
    return low <= share && share <= high;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Interval
        && ((Interval) other).low == low
        && ((Interval) other).high == high;
  }

  @Override
  public int hashCode() {
    return Objects.hash(low, high);
  }

  @Override
  public String toString() {
    return String.format(java.util.Locale.ROOT, "[%.4f, %.4f]", low, high);
  }
}
