package org.hammingbird.cli;

import com.typesafe.config.Config;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.hammingbird.spark.stage.Stage;
import org.hammingbird.spark.stage.StageContext;

/**
 * A stage as the command line knows it: its name, what it is for, the settings that it takes, and
 * how it is made of them.
 */
final class StageEntry {
  private final String name;
  private final String description;
  private final List<String> groups;
  private final Function<Config, Function<StageContext, Stage>> factory;

  /**
   * @param groups of settings, the stage's own first: its keys are flags without prefix
   * @param factory checks the settings at once, before Spark starts, and makes the stage later
   */
  StageEntry(
      String name,
      String description,
      Function<Config, Function<StageContext, Stage>> factory,
      String... groups) {
    this.name = name;
    this.description = description;
    this.factory = factory;
    this.groups = Collections.unmodifiableList(Arrays.asList(groups));
  }

  String name() {
    return name;
  }

  String description() {
    return description;
  }

  List<String> groups() {
    return groups;
  }

  /** Checks the settings; the function that is returned makes the stage. */
  Function<StageContext, Stage> prepare(Config settings) {
    return factory.apply(settings);
  }
}
