package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.selection.Budget;
import org.hammingbird.selection.SelectionRule;
import org.hammingbird.spark.image.ImageLimits;

/** The settings of group {@code study}, checked, with {@code auto} replaced. */
public final class StudyOptions {
  static final String DISTANCES = "distances";
  static final String DEGRADED = "degraded";
  static final String QUALITY = "quality";
  static final String SETS = "sets";
  static final String LEAKAGE = "leakage";
  static final String SCALING = "scaling";
  static final String BASELINE = "stratified-random";
  static final List<String> EXPERIMENTS =
      List.of(DISTANCES, DEGRADED, QUALITY, SETS, LEAKAGE, SCALING);
  private static final String AUTO = "auto";
  private static final List<String> BUDGETS = List.of("1%", "5%", "10%", "20%", "50%", "100%");
  private static final List<String> QUICK_BUDGETS = List.of("5%", "20%", "100%");
  private static final List<String> SCALING_BUDGETS = List.of("10%", "50%", "100%");
  private static final List<String> QUICK_SCALING_BUDGETS = List.of("20%", "100%");

  /** Of architectures that go by steps. */
  private static final int USUAL_PASSES = 12;

  private static final int MOST_STEPS = 100_000_000;
  private static final int MOST_WORKERS = 4096;

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
  private final int degradedImages;
  private final int radius;
  private final List<String> scalingBudgets;
  private final List<Integer> scalingWorkers;
  private final int passes;
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
    budgets = budgets("study.budgets", quick ? QUICK_BUDGETS : BUDGETS);
    scalingBudgets =
        budgets("study.scaling-budgets", quick ? QUICK_SCALING_BUDGETS : SCALING_BUDGETS);
    scalingWorkers = scalingWorkers(settings.getStringList("study.scaling-workers"));
    seeds = whole("study.seeds", 1000, 5, 2);
    smallSeeds = whole("study.small-seeds", 1000, 10, 3);
    steps = whole("study.steps", MOST_STEPS, 2000, 200);
    maxTestImages = (int) SettingChecks.whole(settings, "study.max-test-images", 1, 100_000);
    maxDistanceImages =
        (int) SettingChecks.whole(settings, "study.max-distance-images", 2, 1_000_000);
    degradedImages = whole("study.degraded-images", 20_000, 2000, 100);
    radius = (int) SettingChecks.whole(settings, "neighbors.radius", 0, Long.SIZE);
    votes = (int) SettingChecks.whole(settings, "distances.votes", 1, 1000);
    maxHours = SettingChecks.number(settings, "study.max-hours", 0, 10_000);
    algorithm = SettingChecks.comparable("study.algorithm", settings.getString("study.algorithm"));
    if (runs(DEGRADED)) {
      images();
    }
    training = training(settings.getLong("seed"), settings.getInt("training.workers"), steps);
    int usual = training.architecture().recipe().epochs();
    passes = whole("study.passes", 100_000, usual > 0 ? usual : USUAL_PASSES, 3);
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

  private List<String> budgets(String key, List<String> usual) {
    List<String> texts = settings.getStringList(key);
    if (texts.equals(List.of(AUTO))) {
      return usual;
    }
    if (texts.isEmpty()) {
      throw SettingChecks.invalid(key, "empty", "auto, or at least one budget");
    }
    for (String text : texts) {
      try {
        Budget.parse(text);
      } catch (IllegalArgumentException e) {
        throw new UserException(key + ": " + e.getMessage(), e);
      }
    }
    return List.copyOf(new LinkedHashSet<>(texts));
  }

  /** Empty for auto. */
  private static List<Integer> scalingWorkers(List<String> texts) {
    Set<Integer> workers = new TreeSet<>();
    if (texts.equals(List.of(AUTO))) {
      return List.of();
    }
    for (String text : texts) {
      if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST_WORKERS) {
        throw SettingChecks.invalid(
            "study.scaling-workers", text, "auto, or whole numbers of 1 to " + MOST_WORKERS);
      }
      workers.add(Integer.parseInt(text));
    }
    if (workers.isEmpty()) {
      throw SettingChecks.invalid(
          "study.scaling-workers", "empty", "auto, or at least one number of workers");
    }
    return List.copyOf(workers);
  }

  private int whole(String key, int greatest, int usual, int whenQuick) {
    return settings.getString(key).equals(AUTO)
        ? quick ? whenQuick : usual
        : (int) SettingChecks.whole(settings, key, 1, greatest);
  }

  /**
   * The settings of a trial's training.
   *
   * @param images in its set
   */
  TrainOptions training(Trial trial, long images) {
    return training(trial.seed(), trial.workers(), steps(trial, images));
  }

  private TrainOptions training(long seed, int workers, int steps) {
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

  /** Whether one of the experiments trains networks. */
  public boolean trains() {
    return experiments.stream().anyMatch(experiment -> !experiment.equals(DISTANCES));
  }

  /** Those settings of group {@code training} that are set and that a study does not heed. */
  List<String> ignored() {
    List<String> ignored = new ArrayList<>();
    if (training.balanced()) {
      ignored.add("training.class-weights");
    }
    if (training.validationFraction() > 0) {
      ignored.add("training.validation-fraction");
    }
    if (!training.selection().isEmpty()) {
      ignored.add("training.selection");
    }
    return ignored;
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

  /**
   * How many images a budget is.
   *
   * @throws UserException where there are not so many in the train split
   */
  static long checkedImages(String key, String budget, long trainImages) {
    long images = Budget.parse(budget).of(trainImages);
    if (images > trainImages) {
      throw new UserException(
          String.format(
              "Invalid %s: %s (the train split has %,d images)", key, budget, trainImages));
    }
    return images;
  }

  /** Of the trainings with a budget of so many images, of so many in the train split. */
  List<Long> seeds(long budget, long trainImages) {
    // a percentage is rounded to whole images, so is the limit
    int count = budget <= Math.max(1, Math.round(SMALL * trainImages)) ? smallSeeds : seeds;
    long first = settings.getLong("seed");
    return LongStream.range(first, first + count).boxed().collect(Collectors.toList());
  }

  /** Minibatches that each worker trains, but where a trial has a number of passes. */
  int steps() {
    return steps;
  }

  /**
   * Minibatches that each worker of a trial trains.
   *
   * @param images in its set
   */
  int steps(Trial trial, long images) {
    if (trial.passes() == 0) {
      return steps;
    }
    double all = (double) trial.passes() * images / training.recipe().batchSize();
    return (int) Math.max(1, Math.min(MOST_STEPS, Math.round(all / trial.workers())));
  }

  /** Images of which degraded copies are made, at most. */
  int degradedImages() {
    return degradedImages;
  }

  /** Within which hashes are those of near-duplicates, in bits: of 64 bits, or in proportion. */
  int radius(HashAlgorithm hash) {
    return radius * hash.bits() / Long.SIZE;
  }

  /**
   * The files that degraded copies are made of.
   *
   * @throws UserException where the settings do not say which may be opened
   */
  ImageLimits images() {
    return HashOptions.images(settings);
  }

  /** Where those files are, as one text. */
  String places() {
    return settings.getStringList("images.roots")
        + "\n"
        + settings.getString("images.address-template");
  }

  /** When stage {@code quality} lists an image. */
  List<QualityRule> qualityRules() {
    return QualityOptions.from(settings).rules();
  }

  /** Sizes of the sets of experiment scaling, as {@link Budget} reads them. */
  List<String> scalingBudgets() {
    return scalingBudgets;
  }

  /**
   * Its numbers of workers, rising.
   *
   * @param parallelism how many can work at a time
   */
  List<Integer> scalingWorkers(int parallelism) {
    return scalingWorkers.isEmpty()
        ? List.copyOf(
            new TreeSet<>(
                List.of(
                    1, Math.max(1, parallelism / 4), Math.max(1, parallelism / 2), parallelism)))
        : scalingWorkers;
  }

  /** Its passes over the training set. */
  int passes() {
    return passes;
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

  /** The keys of group training that shape every trial as they are set, and what else does. */
  static String[] shaping() {
    List<String> keys = new ArrayList<>(List.of("study.max-test-images", "seed"));
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
            "augmentation")) {
      keys.add("training." + key);
    }
    return keys.toArray(new String[0]);
  }
}
