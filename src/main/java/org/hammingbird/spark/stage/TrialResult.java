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
  private final double trainSeconds;
  private final int tested;
  private final BitSet right;

  /**
   * @param steps minibatches that each worker trained
   * @param images in the training set
   * @param seconds of choosing, training and testing
   * @param trainSeconds of dealing out the images and training; NaN where it is unknown
   * @param tested images that the network was shown
   * @param right those that it named rightly, by their place in the order of ids
   */
  TrialResult(
      Trial trial,
      int steps,
      long images,
      double seconds,
      double trainSeconds,
      int tested,
      BitSet right) {
    this.trial = trial;
    this.steps = steps;
    this.images = images;
    this.seconds = seconds;
    this.trainSeconds = trainSeconds;
    this.tested = tested;
    this.right = right;
  }

  /** What a row says of a trial. */
  static TrialResult of(Trial trial, Row row) {
    Double trainSeconds = row.getAs("train_seconds");
    return new TrialResult(
        trial,
        row.<Integer>getAs("steps"),
        row.<Long>getAs("images"),
        row.<Double>getAs("seconds"),
        trainSeconds == null ? Double.NaN : trainSeconds,
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
        right.toByteArray(),
        Double.isNaN(trainSeconds) ? null : trainSeconds);
  }

  Trial trial() {
    return trial;
  }

  /** Images in the training set. */
  long images() {
    return images;
  }

  /** Minibatches that each worker trained. */
  int steps() {
    return steps;
  }

  /** Of choosing, training and testing. */
  double seconds() {
    return seconds;
  }

  /** Of dealing out the images and training; NaN where it is unknown. */
  double trainSeconds() {
    return trainSeconds;
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
