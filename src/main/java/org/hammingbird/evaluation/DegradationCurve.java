package org.hammingbird.evaluation;

import java.util.Arrays;
import java.util.Objects;

/**
 * Accuracy of one model under one corruption at severities 1 to 5, beside its accuracy on the same
 * images undegraded. Immutable; merged by {@link #add}. A severity that was not measured has no
 * images, and NaN for its accuracy.
 */
public final class DegradationCurve {
  /** Severities are 1 to 5 (Hendrycks and Dietterich, 2019). */
  public static final int SEVERITIES = 5;

  private final String corruption;

  /** Index 0 is the clean images, then the severities. */
  private final long[] images;

  private final long[] correct;

  private DegradationCurve(String corruption, long[] images, long[] correct) {
    this.corruption = corruption;
    this.images = images;
    this.correct = correct;
  }

  /** A curve with the clean images' counts and no severity yet. */
  public static DegradationCurve of(String corruption, long cleanImages, long cleanCorrect) {
    DegradationCurve none =
        new DegradationCurve(
            Objects.requireNonNull(corruption), new long[SEVERITIES + 1], new long[SEVERITIES + 1]);
    return none.plus(0, cleanImages, cleanCorrect);
  }

  /** This curve with images counted at a severity of 1 to 5. */
  public DegradationCurve with(int severity, long images, long correct) {
    if (severity < 1 || severity > SEVERITIES) {
      throw new IllegalArgumentException("Invalid severity: " + severity + " (must be 1 to 5)");
    }
    return plus(severity, images, correct);
  }

  private DegradationCurve plus(int index, long moreImages, long moreCorrect) {
    if (moreCorrect < 0 || moreCorrect > moreImages) {
      throw new IllegalArgumentException(
          "Invalid share: " + moreCorrect + " of " + moreImages + " (must be 0 to images)");
    }
    long[] newImages = images.clone();
    long[] newCorrect = correct.clone();
    newImages[index] += moreImages;
    newCorrect[index] += moreCorrect;
    return new DegradationCurve(corruption, newImages, newCorrect);
  }

  /** The sum of two curves of the same corruption. */
  public DegradationCurve add(DegradationCurve other) {
    if (!corruption.equals(other.corruption)) {
      throw new IllegalArgumentException(
          "Cannot add curves of different corruptions: " + corruption + ", " + other.corruption);
    }
    DegradationCurve sum = this;
    for (int i = 0; i <= SEVERITIES; i++) {
      sum = sum.plus(i, other.images[i], other.correct[i]);
    }
    return sum;
  }

  public String corruption() {
    return corruption;
  }

  /** Images counted at a severity of 0 (clean) to 5. */
  public long images(int severity) {
    return images[severity];
  }

  /** Accuracy at a severity of 0 (clean) to 5. */
  public double accuracy(int severity) {
    return images[severity] == 0 ? Double.NaN : (double) correct[severity] / images[severity];
  }

  /** Clean accuracy less accuracy at a severity: what the corruption costs, as a share. */
  public double drop(int severity) {
    return accuracy(0) - accuracy(severity);
  }

  /**
   * Mean error over the severities that were measured. <em>Unnormalised</em>: not divided by a
   * baseline model's, as the paper's mCE is.
   */
  public double meanError() {
    return 1 - Arrays.stream(measured()).mapToDouble(this::accuracy).average().orElse(Double.NaN);
  }

  /** The severities that were measured, rising. */
  public int[] measured() {
    return java.util.stream.IntStream.rangeClosed(1, SEVERITIES)
        .filter(severity -> images[severity] > 0)
        .toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DegradationCurve
        && corruption.equals(((DegradationCurve) other).corruption)
        && Arrays.equals(images, ((DegradationCurve) other).images)
        && Arrays.equals(correct, ((DegradationCurve) other).correct);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * corruption.hashCode() + Arrays.hashCode(images)) + Arrays.hashCode(correct);
  }
}
