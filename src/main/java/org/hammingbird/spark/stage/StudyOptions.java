package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.selection.Budget;
import org.hammingbird.selection.SelectionRule;

/** The settings of group {@code study}, checked, with {@code auto} replaced. */
public final class StudyOptions {
  static final String DISTANCES = "distances";
  static final String QUALITY = "quality";
  static final String SETS = "sets";
  static final String LEAKAGE = "leakage";
  static final String BASELINE = "stratified-random";
  private static final List<String> EXPERIMENTS = List.of(DISTANCES, QUALITY, SETS, LEAKAGE);
  private static final String AUTO = "auto";
  private static final List<String> BUDGETS = List.of("1%", "5%", "10%", "20%", "50%", "100%");
  private static final List<String> QUICK_BUDGETS = List.of("5%", "20%", "100%");

  /** Up to this part of the train split a budget is small. */
  private static final double SMALL = 0.05;

  private final Config settings;
  private final boolean quick;
  private final List<String> experiments;
  private final List<String> rules;
  private final List<String> budgets;
  private final int seeds;
  private final int smallSeeds;
  private final int steps;
  private final int maxTestImages;
  private final int maxDistanceImages;
  private final int votes;
  private final double maxHours;
  private final HashAlgorithm algorithm;
  private final TrainOptions training;

  private StudyOptions(Config settings) {
    this.settings = settings;
    quick = settings.getBoolean("study.quick");
    experiments = settings.getStringList("study.experiments");
    for (String experiment : experiments) {
      if (!EXPERIMENTS.contains(experiment)) {
        throw SettingChecks.invalid(
            "study.experiments", experiment, String.join(", ", EXPERIMENTS));
      }
    }
    rules = rules(settings.getStringList("study.rules"));
    budgets = budgets(settings.getStringList("study.budgets"));
    seeds = whole("study.seeds", 1000, 5, 2);
    smallSeeds = whole("study.small-seeds", 1000, 10, 3);
    steps = whole("study.steps", 100_000_000, 2000, 200);
    maxTestImages = (int) SettingChecks.whole(settings, "study.max-test-images", 1, 100_000);
    maxDistanceImages =
        (int) SettingChecks.whole(settings, "study.max-distance-images", 2, 1_000_000);
    votes = (int) SettingChecks.whole(settings, "distances.votes", 1, 1000);
    maxHours = SettingChecks.number(settings, "study.max-hours", 0, 10_000);
    algorithm = SettingChecks.comparable("study.algorithm", settings.getString("study.algorithm"));
    training = training(settings.getLong("seed"), settings.getInt("training.workers"));
  }

  /**
   * Reads the settings, rooted at {@code hammingbird}.
   *
   * @throws UserException where one is out of its range
   */
  public static StudyOptions from(Config settings) {
    return new StudyOptions(settings);
  }

  private static List<String> rules(List<String> ids) {
    Set<String> rules = new LinkedHashSet<>();
    for (String id : ids) {
      if (SelectionRule.of(id).isEmpty()) {
        throw SettingChecks.invalid("study.rules", id, SelectionRule.names());
      }
      rules.add(id);
    }
    rules.add(BASELINE);
    return List.copyOf(rules);
  }

  private List<String> budgets(List<String> texts) {
    if (texts.equals(List.of(AUTO))) {
      return quick ? QUICK_BUDGETS : BUDGETS;
    }
    if (texts.isEmpty()) {
      throw SettingChecks.invalid("study.budgets", "empty", "auto, or at least one budget");
    }
    for (String text : texts) {
      try {
        Budget.parse(text);
      } catch (IllegalArgumentException e) {
        throw new UserException("study.budgets: " + e.getMessage(), e);
      }
    }
    return List.copyOf(new LinkedHashSet<>(texts));
  }

  private int whole(String key, int greatest, int usual, int whenQuick) {
    return settings.getString(key).equals(AUTO)
        ? quick ? whenQuick : usual
        : (int) SettingChecks.whole(settings, key, 1, greatest);
  }

  /** The settings of a trial's training. */
  TrainOptions training(Trial trial) {
    return training(trial.seed(), trial.workers());
  }

  private TrainOptions training(long seed, int workers) {
    return TrainOptions.from(
        with("seed", seed)
            .withValue("training.workers", ConfigValueFactory.fromAnyRef(workers))
            .withValue("training.epochs", ConfigValueFactory.fromAnyRef(AUTO))
            .withValue("training.steps", ConfigValueFactory.fromAnyRef(String.valueOf(steps))));
  }

  private Config with(String key, Object value) {
    return settings.withValue(key, ConfigValueFactory.fromAnyRef(value));
  }

  /** How networks are trained, from the first seed. */
  TrainOptions training() {
    return training;
  }

  boolean runs(String experiment) {
    return experiments.contains(experiment);
  }

  /** Ids, the baseline's among them. */
  List<String> rules() {
    return rules;
  }

  /** As {@link Budget} reads them. */
  List<String> budgets() {
    return budgets;
  }

  /** Of the trainings with a budget of so many images, of so many in the train split. */
  List<Long> seeds(long budget, long trainImages) {
    int count = budget <= SMALL * trainImages ? smallSeeds : seeds;
    long first = settings.getLong("seed");
    return LongStream.range(first, first + count).boxed().collect(Collectors.toList());
  }

  /** Minibatches that each worker trains. */
  int steps() {
    return steps;
  }

  HashAlgorithm algorithm() {
    return algorithm;
  }

  int maxTestImages() {
    return maxTestImages;
  }

  /** Images whose pairs are all measured; of more a sample. */
  int maxDistanceImages() {
    return maxDistanceImages;
  }

  /** Nearest train images that vote for a test image's class. */
  int votes() {
    return votes;
  }

  /** 0 where there is no limit. */
  double maxHours() {
    return maxHours;
  }

  /** The keys of group training that shape a trial, and what else does besides tables. */
  static String[] shaping() {
    List<String> keys =
        new ArrayList<>(List.of("study.algorithm", "study.max-test-images", "seed"));
    for (String key :
        List.of(
            "architecture",
            "batch-size",
            "averaging-frequency",
            "learning-rate",
            "learning-rate-scaling",
            "schedule",
            "warmup",
            "label-smoothing",
            "l2",
            "image-side",
            "crop-side",
            "hidden-units",
            "precision",
            "augmentation")) {
      keys.add("training." + key);
    }
    return keys.toArray(new String[0]);
  }
}
