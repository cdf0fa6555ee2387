package org.hammingbird.evaluation;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Counts of the whole numbers 0 to some maximum, immutable, merged by {@link #add}: the
 * distribution of a distance.
 */
public final class Histogram implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] counts;

  private Histogram(long[] counts) {
    this.counts = counts;
  }

  /** A histogram from counts of 0, 1, 2 and so on, none below 0; the array is copied. */
  public static Histogram of(long[] counts) {
    for (int value = 0; value < counts.length; value++) {
      if (counts[value] < 0) {
        throw new IllegalArgumentException(
            "Invalid count of " + value + ": " + counts[value] + " (must not be negative)");
      }
    }
    return new Histogram(counts.clone());
  }

  /** No counts of 0 to {@code maximum}. */
  public static Histogram empty(int maximum) {
    return new Histogram(new long[maximum + 1]);
  }

  /** Both together; the maximum is the greater of the two. */
  public Histogram add(Histogram other) {
    long[] sum = Arrays.copyOf(counts, Math.max(counts.length, other.counts.length));
    for (int value = 0; value < other.counts.length; value++) {
      sum[value] += other.counts[value];
    }
    return new Histogram(sum);
  }

  /** The greatest number that can be counted. */
  public int maximum() {
    return counts.length - 1;
  }

  /** How often a number occurred, 0 outside the range. */
  public long count(int value) {
    return value < 0 || value >= counts.length ? 0 : counts[value];
  }

  /** How many numbers were counted. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /** Arithmetic mean; NaN when nothing was counted. */
  public double mean() {
    double sum = 0;
    for (int value = 0; value < counts.length; value++) {
      sum += (double) counts[value] * value;
    }
    return sum / total();
  }

  /** Variance with n in the denominator; NaN when nothing was counted. */
  public double variance() {
    double mean = mean();
    double sum = 0;
    for (int value = 0; value < counts.length; value++) {
      sum += counts[value] * (value - mean) * (value - mean);
    }
    return sum / total();
  }

  /** Square root of {@link #variance}. */
  public double standardDeviation() {
    return Math.sqrt(variance());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Histogram && Arrays.equals(counts, ((Histogram) other).counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.toString(counts);
  }
}
