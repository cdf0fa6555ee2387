package org.hammingbird.spark.stage;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * What one trial found: its result, and which test images its network named rightly when they were
 * degraded. Immutable.
 */
final class TrialAnswers {
  private final TrialResult result;
  private final List<Condition> conditions;
  private final List<BitSet> right;

  /**
   * @param right for each condition, by the images' place in the order of ids
   */
  TrialAnswers(TrialResult result, List<Condition> conditions, List<BitSet> right) {
    this.result = result;
    this.conditions = Collections.unmodifiableList(conditions);
    this.right = Collections.unmodifiableList(right);
  }

  TrialResult result() {
    return result;
  }

  /** In which the test images were shown besides; may be none. */
  List<Condition> conditions() {
    return conditions;
  }

  /** The answers in each of the conditions. */
  List<BitSet> right() {
    return right;
  }
}
