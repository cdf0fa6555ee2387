package org.hammingbird.selection;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a training set is chosen: one class a rule, deterministic for a seed. */
public interface SelectionRule {
  /** The name that settings use. */
  String id();

  /** Whether the rule is applied to each class, with the class's share of the budget. */
  boolean stratified();

  /** Whether only one image of each cluster of near-duplicates may be chosen. */
  boolean keepersOnly();

  /** Whether the choice depends on distances between hashes. */
  default boolean byDistance() {
    return false;
  }

  /**
   * Chooses images.
   *
   * @param stratum one class if {@link #stratified}, otherwise all images
   * @param budget 0 to the size of the stratum
   * @return ids, {@code budget} of them, each once, in the order of choice: a smaller budget
   *     chooses the beginning of it
   */
  long[] select(Stratum stratum, int budget, long seed);

  /** All rules. */
  static List<SelectionRule> all() {
    return List.of(
        new RandomRule(),
        new StratifiedRandomRule(),
        new DeduplicatedRule(),
        new FarthestFirst(),
        new Medoid());
  }

  /** The rule of this name. */
  static Optional<SelectionRule> of(String id) {
    return all().stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /** The names of all rules, for messages. */
  static String names() {
    return all().stream().map(SelectionRule::id).collect(Collectors.joining(", "));
  }

  /** The first {@code budget} ids in the order of a seeded hash of each. */
  static long[] drawn(Stratum stratum, int budget, long seed) {
    stratum.requireBudget(budget);
    SeededOrder[] order = new SeededOrder[stratum.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = new SeededOrder(stratum.id(i), seed);
    }
    Arrays.sort(order);
    long[] chosen = new long[budget];
    for (int i = 0; i < budget; i++) {
      chosen[i] = order[i].id();
    }
    return chosen;
  }
}
