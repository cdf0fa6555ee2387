package org.hammingbird.spark.stage;

import java.util.BitSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What one trial found; a row of {@code study_trials}. Immutable. */
final class TrialResult {
  private final Trial trial;
  private final int steps;
  private final long images;
  private final double seconds;
  private final int tested;
  private final BitSet right;

  /**
   * @param images in the training set
   * @param tested images that the network was shown
   * @param right those that it named rightly, by their place in the order of ids
   */
  TrialResult(Trial trial, int steps, long images, double seconds, int tested, BitSet right) {
    this.trial = trial;
    this.steps = steps;
    this.images = images;
    this.seconds = seconds;
    this.tested = tested;
    this.right = right;
  }

  static TrialResult of(Row row) {
    return new TrialResult(
        new Trial(
            row.getAs("rule"),
            row.getAs("quality"),
            row.getAs("budget"),
            row.<Integer>getAs("workers"),
            row.<Long>getAs("seed")),
        row.<Integer>getAs("steps"),
        row.<Long>getAs("images"),
        row.<Double>getAs("seconds"),
        Math.toIntExact(row.<Long>getAs("tested")),
        BitSet.valueOf(row.<byte[]>getAs("right")));
  }

  /**
   * The row.
   *
   * @param key names trial and inputs
   * @param inputs digest of what shapes the result besides the trial
   */
  Row row(String key, String inputs) {
    return RowFactory.create(
        key,
        inputs,
        trial.rule().id(),
        trial.quality(),
        trial.budget(),
        trial.workers(),
        trial.seed(),
        steps,
        images,
        seconds,
        (long) tested,
        (long) right.cardinality(),
        right.toByteArray());
  }

  Trial trial() {
    return trial;
  }

  /** Images in the training set. */
  long images() {
    return images;
  }

  double seconds() {
    return seconds;
  }

  /** Test images that the network was shown. */
  int tested() {
    return tested;
  }

  /** Whether the test image at this place in the order of ids was named rightly. */
  boolean right(int place) {
    return right.get(place);
  }

  /** Share of the test images that were named rightly. */
  double accuracy() {
    return (double) right.cardinality() / tested;
  }
}
