package org.hammingbird.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Outcomes by tenths of a measure, from its lowest values to its highest: whether accuracy follows
 * it. Items of one value stay together, so that tenths differ in size where values repeat, and are
 * missing where one value fills several.
 */
public final class Deciles {
  private static final int GROUPS = 10;

  private Deciles() {}

  /**
   * Groups items.
   *
   * @param measure of each item; those that are NaN are left out
   * @param outcomes of each item, such as 1 for a right answer and 0 for a wrong one
   * @return at most ten groups in rising order
   */
  public static List<Group> of(double[] measure, double[] outcomes) {
    if (measure.length != outcomes.length) {
      throw new IllegalArgumentException(
          "Cannot pair " + measure.length + " values with " + outcomes.length);
    }
    int[] order =
        IntStream.range(0, measure.length)
            .filter(i -> !Double.isNaN(measure[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> measure[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Group> groups = new ArrayList<>();
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && tenth(to, order) == tenth(from, order)) {
        to = afterEqual(measure, order, to);
      }
      groups.add(new Group(measure, outcomes, order, from, to));
      from = to;
    }
    return Collections.unmodifiableList(groups);
  }

  private static int tenth(int rank, int[] order) {
    return (int) ((long) GROUPS * rank / order.length);
  }

  private static int afterEqual(double[] measure, int[] order, int at) {
    int after = at + 1;
    while (after < order.length && measure[order[after]] == measure[order[at]]) {
      after++;
    }
    return after;
  }

  /** Items whose measure lies in one range. */
  public static final class Group {
    private final double from;
    private final double to;
    private final double[] outcomes;

    private Group(double[] measure, double[] outcomes, int[] order, int first, int end) {
      this.from = measure[order[first]];
      this.to = measure[order[end - 1]];
      this.outcomes = IntStream.range(first, end).mapToDouble(i -> outcomes[order[i]]).toArray();
    }

    /** The lowest value. */
    public double from() {
      return from;
    }

    /** The highest value. */
    public double to() {
      return to;
    }

    /** Of its items, in rising order of the measure. */
    public double[] outcomes() {
      return outcomes.clone();
    }
  }
}
