package org.hammingbird.evaluation;

import java.util.Arrays;

/** The area under the ROC curve of a measure that is to tell two groups apart. */
public final class RankAuc {
  private RankAuc() {}

  /**
   * The chance that a value of the second group is greater than one of the first, ties counted
   * half: 0.5 where the measure says nothing, near 0 or 1 where it tells them apart.
   *
   * @return NaN where a group is empty; values that are NaN are left out
   */
  public static double of(double[] first, double[] second) {
    double[] lower = sorted(first);
    double[] upper = sorted(second);
    if (lower.length == 0 || upper.length == 0) {
      return Double.NaN;
    }
    double wins = 0;
    int below = 0;
    int upTo = 0;
    for (double value : upper) {
      while (below < lower.length && lower[below] < value) {
        below++;
      }
      upTo = Math.max(upTo, below);
      while (upTo < lower.length && lower[upTo] <= value) {
        upTo++;
      }
      wins += below + 0.5 * (upTo - below);
    }
    return wins / lower.length / upper.length;
  }

  private static double[] sorted(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
  }
}
