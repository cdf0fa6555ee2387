package org.hammingbird.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's correction of several tests' p-values (S. Holm, 1979). */
public final class Holm {
  private Holm() {}

  /**
   * Adjusted p-values, in the order of the tests: those below 0.05 keep the chance that any of the
   * family is a false alarm below 0.05, whatever depends on what. NaN, a test that could not be
   * made, stays NaN and does not count.
   */
  public static double[] adjusted(double... pValues) {
    double[] adjusted = pValues.clone();
    int[] order =
        IntStream.range(0, pValues.length)
            .filter(i -> !Double.isNaN(pValues[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double highest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      double p = pValues[order[rank]] * (order.length - rank);
      highest = Math.max(highest, Math.min(1, p));
      adjusted[order[rank]] = highest;
    }
    return adjusted;
  }

  /** How many of the tests were made. */
  public static int tests(double... pValues) {
    return (int) Arrays.stream(pValues).filter(p -> !Double.isNaN(p)).count();
  }
}
