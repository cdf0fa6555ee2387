package org.hammingbird.spark.stage;

import java.util.Objects;
import org.hammingbird.selection.Budget;
import org.hammingbird.selection.SelectionRule;

/** One training of a study: how its set is chosen, by how many workers, from which seed. */
final class Trial {
  private final String rule;
  private final String quality;
  private final String budget;
  private final int workers;
  private final int passes;
  private final long seed;

  /**
   * A training of as many steps as all others.
   *
   * @param rule id of a {@link SelectionRule}
   * @param quality of the images that may be chosen, as {@link SelectOptions} has it
   * @param budget as {@link Budget} reads it
   * @param workers at least 1
   * @param seed of the choice, the network's weights and the order of images
   */
  Trial(String rule, String quality, String budget, int workers, long seed) {
    this(rule, quality, budget, workers, 0, seed);
  }

  private Trial(String rule, String quality, String budget, int workers, int passes, long seed) {
    this.rule = Objects.requireNonNull(rule);
    this.quality = Objects.requireNonNull(quality);
    this.budget = Objects.requireNonNull(budget);
    this.workers = workers;
    this.passes = passes;
    this.seed = seed;
  }

  /** A training of so many passes over its set, which workers share among them. */
  static Trial ofPasses(String rule, String budget, int workers, int passes, long seed) {
    return new Trial(rule, SelectOptions.ANY, budget, workers, passes, seed);
  }

  /** Names it among all trials of a study, for people too. */
  String id() {
    return String.format(
        "%s %s%s, %d worker%s%s, seed %d",
        budget,
        rule,
        quality.equals(SelectOptions.ANY) ? "" : " of " + quality + " quality",
        workers,
        workers == 1 ? "" : "s",
        passes == 0 ? "" : String.format(", %d pass%s", passes, passes == 1 ? "" : "es"),
        seed);
  }

  SelectionRule rule() {
    return SelectionRule.of(rule).orElseThrow();
  }

  String quality() {
    return quality;
  }

  /** As the user wrote it. */
  String budget() {
    return budget;
  }

  int workers() {
    return workers;
  }

  /** 0 where the number of steps is given instead. */
  int passes() {
    return passes;
  }

  long seed() {
    return seed;
  }
}
