package org.hammingbird.spark.stage;

import java.io.PrintStream;
import java.util.Locale;
import org.hammingbird.spark.training.Progress;
import org.hammingbird.training.TrainingPlan;

/**
 * Prints how a training goes on: on a terminal a bar that moves, elsewhere, as in a cluster's log,
 * a line every few seconds; in both a line an epoch.
 */
final class TrainingLines {
  private static final double SECONDS_BETWEEN_LINES = 5;
  private static final double SECONDS_BETWEEN_MOVES = 0.25;
  private static final int BAR = 24;

  /** Goes to the line's begin and clears it, as every terminal since the VT100 understands. */
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final TrainingPlan plan;
  private final boolean terminal;
  private int stepsPrinted;
  private double secondsPrinted;
  private Progress unprinted = Progress.NONE;

  /**
   * @param terminal whether {@code out} is one
   */
  TrainingLines(PrintStream out, TrainingPlan plan, boolean terminal) {
    this.out = out;
    this.plan = plan;
    this.terminal = terminal;
  }

  /** Whether this stream ends in front of a person. */
  static boolean isTerminal(PrintStream out) {
    return out == System.out && System.console() != null;
  }

  /** Begins to count speed from here on. */
  void resume(int steps, double seconds) {
    stepsPrinted = steps;
    secondsPrinted = seconds;
  }

  void roundDone(int steps, Progress round, double seconds) {
    unprinted = unprinted.add(round);
    double passed = seconds - secondsPrinted;
    if (passed < (terminal ? SECONDS_BETWEEN_MOVES : SECONDS_BETWEEN_LINES)) {
      return;
    }
    double speed = plan.images(steps - stepsPrinted) / passed;
    String left = duration(plan.images(plan.steps() - steps) / speed);
    int epoch = plan.epochOf(steps - 1) + 1;
    String found =
        String.format(
            Locale.ROOT,
            "loss %.4f, accuracy %.1f%%, %,.0f images/s, %s left",
            unprinted.loss(),
            100 * unprinted.accuracy(),
            speed,
            left);
    if (terminal) {
      out.printf("%sepoch %d of %d [%s] %s", CLEAR, epoch, plan.epochs(), bar(steps), found);
      out.flush();
    } else {
      out.printf(
          "train: epoch %d of %d, step %,d of %,d: %s%n",
          epoch, plan.epochs(), steps, plan.steps(), found);
    }
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
        "%strain: epoch %d of %d done: loss %.4f, accuracy %.1f%%%s, %,.0f images/s%n",
        terminal ? CLEAR : "",
        epoch,
        plan.epochs(),
        progress.loss(),
        100 * progress.accuracy(),
        validated,
        imagesPerSecond);
  }

  private String bar(int steps) {
    int done = (int) ((long) BAR * steps / plan.steps());
    return "#".repeat(done) + "-".repeat(BAR - done);
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
