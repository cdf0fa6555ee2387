package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.hammingbird.UserException;
import org.hammingbird.image.Corruption;
import org.hammingbird.image.Severity;
import org.hammingbird.spark.table.Workspace;

/** The settings of group {@code evaluation}, checked. */
public final class EvaluateOptions {
  private static final List<String> SPLITS = Arrays.asList("train", "validation", "test");

  private final String name;
  private final String model;
  private final String split;
  private final boolean unleaked;
  private final List<Corruption> corruptions;
  private final List<Severity> severities;
  private final int maxImages;
  private final int batchSize;
  private final int threads;
  private final long seed;

  private EvaluateOptions(Config settings) {
    Config group = settings.getConfig("evaluation");
    this.name = Workspace.checkedName(group.getString("name"));
    this.model = Workspace.checkedName(group.getString("model"));
    this.split = group.getString("split");
    if (!SPLITS.contains(split)) {
      throw SettingChecks.invalid("evaluation.split", split, "train, validation or test");
    }
    this.unleaked = group.getBoolean("unleaked");
    if (unleaked && !split.equals("test")) {
      throw SettingChecks.invalid(
          "evaluation.unleaked", "true", "false where evaluation.split is " + split);
    }
    this.corruptions = corruptions(group.getStringList("conditions"));
    this.severities = severities(group);
    this.maxImages = (int) SettingChecks.whole(settings, "evaluation.max-images", 0, 100_000_000);
    this.batchSize = (int) SettingChecks.whole(settings, "evaluation.batch-size", 1, 65_536);
    this.threads = (int) SettingChecks.whole(settings, "evaluation.threads", 1, 256);
    this.seed = settings.getLong("seed");
  }

  /**
   * Reads the settings, rooted at {@code hammingbird}.
   *
   * @throws UserException where one is out of its range
   */
  public static EvaluateOptions from(Config settings) {
    return new EvaluateOptions(settings);
  }

  /** Name of the evaluation. */
  public String name() {
    return name;
  }

  /** Name of the model to evaluate. */
  public String model() {
    return model;
  }

  /** Split whose images are evaluated. */
  public String split() {
    return split;
  }

  /** Whether test images with a near-duplicate in train are left out. */
  public boolean unleaked() {
    return unleaked;
  }

  /** Most images that are evaluated; 0 for all. */
  public int maxImages() {
    return maxImages;
  }

  /** Images a forward pass. */
  public int batchSize() {
    return batchSize;
  }

  /** Native threads of each task. */
  public int threads() {
    return threads;
  }

  public long seed() {
    return seed;
  }

  /** Clean images first, then each corruption at each severity. */
  public List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(Condition.clean());
    for (Corruption corruption : corruptions) {
      for (Severity severity : severities) {
        conditions.add(Condition.of(corruption, severity));
      }
    }
    return Collections.unmodifiableList(conditions);
  }

  private static List<Corruption> corruptions(List<String> ids) {
    List<Corruption> corruptions = new ArrayList<>();
    for (String id : ids) {
      try {
        Corruption corruption = Corruption.of(id);
        if (!corruptions.contains(corruption)) {
          corruptions.add(corruption);
        }
      } catch (IllegalArgumentException e) {
        throw new UserException("In evaluation.conditions: " + e.getMessage(), e);
      }
    }
    return corruptions;
  }

  private static List<Severity> severities(Config group) {
    try {
      List<Severity> severities = new ArrayList<>();
      for (int level : new TreeSet<>(group.getIntList("severities"))) {
        severities.add(Severity.of(level));
      }
      return severities;
    } catch (ConfigException | IllegalArgumentException e) {
      throw SettingChecks.invalid(
          "evaluation.severities",
          group.getValue("severities").unwrapped().toString(),
          "whole numbers of 1 to 5");
    }
  }
}
