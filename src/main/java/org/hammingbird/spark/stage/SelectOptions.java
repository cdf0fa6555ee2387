package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.List;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.selection.Budget;
import org.hammingbird.selection.SelectionRule;
import org.hammingbird.spark.table.Workspace;

/** The settings of group {@code selection}, checked. */
public final class SelectOptions {
  static final String ANY = "any";
  static final String GOOD = "good";
  static final String LOW = "low";
  private static final List<String> QUALITIES = List.of(ANY, GOOD, LOW);

  private final String name;
  private final String rule;
  private final String quality;
  private final Budget budget;
  private final HashAlgorithm algorithm;
  private final long seed;

  private SelectOptions(Config settings) {
    name = settings.getString("selection.name");
    if (name.contains("/")) {
      throw SettingChecks.invalid("selection.name", name, "without '/'");
    }
    Workspace.checkedName(name);
    rule = settings.getString("selection.rule");
    if (SelectionRule.of(rule).isEmpty()) {
      throw SettingChecks.invalid("selection.rule", rule, SelectionRule.names());
    }
    quality = settings.getString("selection.quality");
    if (!QUALITIES.contains(quality)) {
      throw SettingChecks.invalid("selection.quality", quality, String.join(", ", QUALITIES));
    }
    budget = budget(settings.getString("selection.budget"));
    algorithm =
        SettingChecks.comparable("selection.algorithm", settings.getString("selection.algorithm"));
    seed = settings.getLong("seed");
  }

  private static Budget budget(String text) {
    try {
      return Budget.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UserException("selection.budget: " + e.getMessage());
    }
  }

  /**
   * Reads the settings, rooted at {@code hammingbird}.
   *
   * @throws UserException where one is out of its range
   */
  public static SelectOptions from(Config settings) {
    return new SelectOptions(settings);
  }

  String name() {
    return name;
  }

  SelectionRule rule() {
    return SelectionRule.of(rule).orElseThrow();
  }

  /** {@link #ANY}, {@link #GOOD} or {@link #LOW}. */
  String quality() {
    return quality;
  }

  Budget budget() {
    return budget;
  }

  HashAlgorithm algorithm() {
    return algorithm;
  }

  long seed() {
    return seed;
  }
}
