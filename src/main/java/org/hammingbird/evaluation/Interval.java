package org.hammingbird.evaluation;

import java.util.Objects;
import java.util.Optional;

/** A confidence interval of a share or of a chance: {@code 0 <= low <= high <= 1}. */
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
    return trials == 0 ? new Interval(0, 1) : ofMean((double) successes / trials, trials);
  }

  /**
   * The same of a mean over trials whose outcomes lie between 0 and 1, such as the shares of some
   * networks that name each image: too wide rather than too narrow, since such outcomes vary less
   * than those of 0 or 1.
   *
   * @param mean 0 to 1
   */
  public static Interval ofMean(double mean, long trials) {
    if (!(mean >= 0 && mean <= 1) || trials < 1) {
      throw new IllegalArgumentException("Invalid mean: " + mean + " of " + trials + " trials");
    }
    double z2 = Z95 * Z95 / trials;
    double centre = mean + z2 / 2;
    double half = Z95 * Math.sqrt((mean * (1 - mean) + z2 / 4) / trials);
    // rounding must not leave 0 or 1 outside where every trial failed or succeeded
    double low = mean == 0 ? 0 : Math.max(0, (centre - half) / (1 + z2));
    double high = mean == 1 ? 1 : Math.min(1, (centre + half) / (1 + z2));
    return new Interval(low, high);
  }

  /**
   * The interval at 95% of an area under the ROC curve, the chance that a value of one group is
   * greater than one of another: those chances whose standard error by Hanley and McNeil leaves the
   * measured one within reach, method 5 of R. G. Newcombe, Confidence intervals for an effect size
   * measure based on the Mann-Whitney statistic, part 2 (Statistics in Medicine 25, 2006). As
   * Wilson's does for shares, it keeps a width where the groups do not overlap at all. It takes the
   * groups for independent: where they are paired and go together, as copies with what they were
   * made of, it is too wide rather than too narrow.
   *
   * @param auc measured, 0 to 1
   * @param one values in a group, at least 1
   * @param other values in the other
   */
  public static Interval ofAuc(double auc, long one, long other) {
    if (!(auc >= 0 && auc <= 1) || one < 1 || other < 1) {
      throw new IllegalArgumentException(
          "Invalid area: " + auc + " of " + one + " against " + other + " values");
    }
    return new Interval(1 - highestAuc(1 - auc, one, other), highestAuc(auc, one, other));
  }

  /** The greatest chance that the measured one is within reach of. */
  private static double highestAuc(double auc, long one, long other) {
    double within = auc;
    double beyond = 1;
    while (beyond - within > 1e-12) {
      double middle = (within + beyond) / 2;
      if (middle - auc <= Z95 * aucError(middle, one, other)) {
        within = middle;
      } else {
        beyond = middle;
      }
    }
    return beyond;
  }

  /** Standard error of a measured area where the chance is this: Hanley and McNeil, 1982. */
  private static double aucError(double chance, long one, long other) {
    // Newcombe's: the mean of the groups' sizes for both, so that swapping them changes nothing
    double others = (one + other) / 2.0 - 1;
    double variance =
        chance
            * (1 - chance)
            * (1 + others * (1 - chance) / (2 - chance) + others * chance / (1 + chance))
            / one
            / other;
    return Math.sqrt(variance);
  }

  /**
   * The interval at 95% of a chance that was measured on groups of about the same size, from what
   * it is without each of them: the delete-a-group jackknife (P. S. Kott, The delete-a-group
   * jackknife, Journal of Official Statistics 17, 2001), with Student's t of one degree of freedom
   * less than there are groups; cut at 0 and 1.
   *
   * @param without as many as there are groups
   * @return none of fewer than two groups, where the chance cannot be had without one of them
   *     (NaN), and where it is the same without each: how far it might vary is not known then
   */
  public static Optional<Interval> ofJackknife(double chance, double[] without) {
    // values without a group differ less than groups do, by a factor of one less than their number
    double half = (without.length - 1) * MeanEstimate.of(without).halfWidth();
    return Double.isNaN(half)
        ? Optional.empty()
        : Optional.of(new Interval(Math.max(0, chance - half), Math.min(1, chance + half)));
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
