package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import org.hammingbird.UserException;
import org.hammingbird.label.SplitRule;

/** Reads the group {@code split}. */
final class SplitSettings {
  private SplitSettings() {}

  /**
   * The rule that the settings name, explicit where they name none.
   *
   * @param settings rooted at {@code hammingbird}
   * @throws UserException where they name two, or a value is out of its range
   */
  static SplitRule from(Config settings) {
    String at = settings.getString("split.at");
    double fraction = settings.getDouble("split.test-fraction");
    if (!at.isEmpty() && fraction != 0) {
      throw new UserException("Both split.at and split.test-fraction are set: choose one");
    }
    if (!at.isEmpty()) {
      return SplitRule.atId(id(at));
    }
    if (fraction == 0) {
      return SplitRule.explicit();
    }
    return SplitRule.testFraction(fraction);
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      throw new UserException("Invalid split.at: " + text + " (must be an integer id)", e);
    }
  }
}
