package org.hammingbird.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How much the mean over all items differs from the mean over some of them, with a bootstrap
 * interval: what leaving out leaked test images does to an accuracy. Both means share most items,
 * so their difference is known better than either. Immutable.
 */
public final class SubsetDifference {
  private static final int RESAMPLES = 2000;

  /** By so much sums of the same numbers may differ. */
  private static final double ROUNDING = 1e-12;

  private final double all;
  private final double kept;
  private final double low;
  private final double high;

  private SubsetDifference(double all, double kept, double low, double high) {
    this.all = all;
    this.kept = kept;
    this.low = low;
    this.high = high;
  }

  /**
   * Compares, drawing items with replacement {@value #RESAMPLES} times; each draw gives both means
   * (percentile bootstrap, B. Efron, 1979).
   *
   * @param values of all items, such as 1 for a right answer and 0 for a wrong one
   * @param keeps which items are in the subset, at least one of them
   */
  public static SubsetDifference of(double[] values, boolean[] keeps, long seed) {
    int n = values.length;
    if (keeps.length != n) {
      throw new IllegalArgumentException("Cannot pair " + n + " values with " + keeps.length);
    }
    double all = 0;
    double kept = 0;
    int keptCount = 0;
    for (int i = 0; i < n; i++) {
      all += values[i];
      kept += keeps[i] ? values[i] : 0;
      keptCount += keeps[i] ? 1 : 0;
    }
    double[] differences = new double[RESAMPLES];
    SplittableRandom random = new SplittableRandom(seed);
    for (int b = 0; b < RESAMPLES; b++) {
      differences[b] = resampled(values, keeps, random);
    }
    // a draw without any kept item says nothing
    double[] sorted = Arrays.stream(differences).filter(d -> !Double.isNaN(d)).sorted().toArray();
    double low = quantile(sorted, 0.025);
    double high = quantile(sorted, 0.975);
    // draws that all come to the same know nothing of how far items vary
    boolean known = high - low > ROUNDING || keptCount == n;
    return new SubsetDifference(
        all / n, kept / keptCount, known ? low : Double.NaN, known ? high : Double.NaN);
  }

  private static double resampled(double[] values, boolean[] keeps, SplittableRandom random) {
    double all = 0;
    double kept = 0;
    int keptCount = 0;
    for (int i = 0; i < values.length; i++) {
      int drawn = random.nextInt(values.length);
      all += values[drawn];
      if (keeps[drawn]) {
        kept += values[drawn];
        keptCount++;
      }
    }
    return kept / keptCount - all / values.length;
  }

  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Mean over all items. */
  public double all() {
    return all;
  }

  /** Mean over the subset. */
  public double kept() {
    return kept;
  }

  /** Subset less all: below 0 where the items left out were the easier ones. */
  public double difference() {
    return kept - all;
  }

  /**
   * Lower end of the difference's 95% interval; NaN where it is not known, since all draws come to
   * the same though some items are left out.
   */
  public double low() {
    return low;
  }

  /** Upper end of the difference's 95% interval, NaN as the lower one. */
  public double high() {
    return high;
  }
}
