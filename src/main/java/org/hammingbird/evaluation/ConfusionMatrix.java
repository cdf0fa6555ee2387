package org.hammingbird.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * How often images of each class were given each class: {@code count(actual, predicted)}.
 * Immutable; what was counted in parts is merged by {@link #add}.
 *
 * <p>A measure that would divide by nothing (the precision of a class that was never predicted, the
 * accuracy of no images) is NaN, as it is unknown rather than bad; averages over classes leave such
 * classes out.
 */
public final class ConfusionMatrix implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<String> classes;

  /** Row-major, a row for each actual class. */
  private final long[] counts;

  private ConfusionMatrix(List<String> classes, long[] counts) {
    this.classes = classes;
    this.counts = counts;
  }

  /** A matrix of zeros. */
  public static ConfusionMatrix empty(List<String> classes) {
    return of(classes, new long[classes.size() * classes.size()]);
  }

  /**
   * @param classes names, in the order of the network's outputs
   * @param counts row-major, {@code classes * classes} counts of at least 0, a row for each actual
   *     class; copied
   */
  public static ConfusionMatrix of(List<String> classes, long[] counts) {
    int size = classes.size();
    if (counts.length != size * size) {
      throw new IllegalArgumentException(
          "Invalid counts: " + counts.length + " (must be " + size + " x " + size + ")");
    }
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("Invalid count: " + count + " (must be at least 0)");
      }
    }
    return new ConfusionMatrix(List.copyOf(classes), counts.clone());
  }

  /** The sum of two matrices of the same classes in the same order. */
  public ConfusionMatrix add(ConfusionMatrix other) {
    if (!classes.equals(other.classes)) {
      throw new IllegalArgumentException(
          "Cannot add confusion matrices of different classes: " + classes + ", " + other.classes);
    }
    long[] sums = counts.clone();
    Arrays.setAll(sums, i -> Math.addExact(sums[i], other.counts[i]));
    return new ConfusionMatrix(classes, sums);
  }

  public List<String> classes() {
    return classes;
  }

  public int size() {
    return classes.size();
  }

  public long count(int actual, int predicted) {
    return counts[actual * classes.size() + predicted];
  }

  /** All images. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /** Images on the diagonal. */
  public long correct() {
    long sum = 0;
    for (int c = 0; c < size(); c++) {
      sum += count(c, c);
    }
    return sum;
  }

  /** Images whose class is this one (the row's sum). */
  public long actual(int label) {
    long sum = 0;
    for (int predicted = 0; predicted < size(); predicted++) {
      sum += count(label, predicted);
    }
    return sum;
  }

  /** Images that were given this class (the column's sum). */
  public long predicted(int label) {
    long sum = 0;
    for (int actual = 0; actual < size(); actual++) {
      sum += count(actual, label);
    }
    return sum;
  }

  /** Top-1 accuracy: diagonal over total. */
  public double accuracy() {
    return share(correct(), total());
  }

  /** The accuracy's 95% interval. */
  public Interval accuracyInterval() {
    return Interval.wilson(correct(), total());
  }

  /** Of the images that were given this class, the share that has it. */
  public double precision(int label) {
    return share(count(label, label), predicted(label));
  }

  /** Of the images of this class, the share that was given it. */
  public double recall(int label) {
    return share(count(label, label), actual(label));
  }

  /** Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). */
  public double f1(int label) {
    return share(2 * count(label, label), actual(label) + predicted(label));
  }

  /** Mean of the classes' F1, each class counting the same. */
  public double macroF1() {
    double sum = 0;
    int known = 0;
    for (int c = 0; c < size(); c++) {
      double f1 = f1(c);
      if (!Double.isNaN(f1)) {
        sum += f1;
        known++;
      }
    }
    return known == 0 ? Double.NaN : sum / known;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix
        && classes.equals(((ConfusionMatrix) other).classes)
        && Arrays.equals(counts, ((ConfusionMatrix) other).counts);
  }

  @Override
  public int hashCode() {
    return 31 * classes.hashCode() + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "ConfusionMatrix" + classes + Arrays.toString(counts);
  }
}
