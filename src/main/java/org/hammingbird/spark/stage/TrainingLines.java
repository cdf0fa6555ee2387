package org.hammingbird.spark.stage;

import java.io.PrintStream;
import java.util.Locale;
import org.hammingbird.spark.training.Progress;
import org.hammingbird.training.TrainingPlan;

/** Prints how a training goes on: a line every few seconds and one an epoch. */
final class TrainingLines {
  private static final double SECONDS_BETWEEN_LINES = 5;

  private final PrintStream out;
  private final TrainingPlan plan;
  private int stepsPrinted;
  private double secondsPrinted;
  private Progress unprinted = Progress.NONE;

  TrainingLines(PrintStream out, TrainingPlan plan) {
    this.out = out;
    this.plan = plan;
  }

  /** Begins to count speed from here on. */
  void resume(int steps, double seconds) {
    stepsPrinted = steps;
    secondsPrinted = seconds;
  }

  void roundDone(int steps, Progress round, double seconds) {
    unprinted = unprinted.add(round);
    if (seconds - secondsPrinted < SECONDS_BETWEEN_LINES) {
      return;
    }
    double speed = plan.images(steps - stepsPrinted) / (seconds - secondsPrinted);
    double left = plan.images(plan.steps() - steps) / speed;
    out.printf(
        Locale.ROOT,
        "train: epoch %d of %d, step %,d of %,d: loss %.4f, accuracy %.1f%%, %,.0f images/s, %s left%n",
        plan.epochOf(steps - 1) + 1,
        plan.epochs(),
        steps,
        plan.steps(),
        unprinted.loss(),
        100 * unprinted.accuracy(),
        speed,
        duration(left));
    unprinted = Progress.NONE;
    resume(steps, seconds);
  }

  void epochDone(int epoch, Progress progress, Progress validation, double imagesPerSecond) {
    String validated =
        validation.images() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ", validation loss %.4f, accuracy %.1f%%",
                validation.loss(),
                100 * validation.accuracy());
    out.printf(
        Locale.ROOT,
        "train: epoch %d of %d done: loss %.4f, accuracy %.1f%%%s, %,.0f images/s%n",
        epoch,
        plan.epochs(),
        progress.loss(),
        100 * progress.accuracy(),
        validated,
        imagesPerSecond);
  }

  private static String duration(double seconds) {
    long rounded = Math.round(seconds);
    return rounded < 90
        ? rounded + " s"
        : rounded < 5400
            ? Math.round(rounded / 60.0) + " min"
            : String.format(Locale.ROOT, "%.1f h", rounded / 3600.0);
  }
}
