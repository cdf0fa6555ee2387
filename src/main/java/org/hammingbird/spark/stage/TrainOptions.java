package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hammingbird.UserException;
import org.hammingbird.image.Augmentation;
import org.hammingbird.spark.table.Workspace;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.Architectures;
import org.hammingbird.training.AugmentationKind;
import org.hammingbird.training.Normalization;
import org.hammingbird.training.Recipe;
import org.hammingbird.training.Schedule;
import org.hammingbird.training.layer.Precision;

/** The settings of group {@code training}, checked, with {@code auto} replaced. */
public final class TrainOptions {
  private static final String AUTO = "auto";
  private static final int MOST_AUTOMATIC_WORKERS = 8;

  private final String name;
  private final String selection;
  private final int workers;
  private final int averagingFrequency;
  private final int imageSide;
  private final int threads;
  private final int prefetch;
  private final double validationFraction;
  private final int patience;
  private final boolean balanced;
  private final String rateScaling;
  private final long seed;
  private final Architecture architecture;
  private final Recipe recipe;
  private final Augmentation augmentation;

  private TrainOptions(Config settings) {
    this.name = Workspace.checkedName(settings.getString("training.name"));
    String selected = settings.getString("training.selection");
    this.selection = selected.isEmpty() ? "" : Workspace.checkedName(selected);
    this.workers = count(settings, "training.workers", 0, 4096);
    this.averagingFrequency = count(settings, "training.averaging-frequency", 1, 10_000);
    this.imageSide = count(settings, "training.image-side", 4, 1024);
    this.threads = count(settings, "training.threads-per-worker", 1, 256);
    this.prefetch = count(settings, "training.prefetch", 0, 100);
    this.validationFraction =
        SettingChecks.number(settings, "training.validation-fraction", 0, 0.5);
    this.patience = count(settings, "training.patience", 1, 100_000);
    this.balanced =
        SettingChecks.choice(settings, "training.class-weights", "none", "balanced")
            .equals("balanced");
    this.rateScaling =
        SettingChecks.choice(settings, "training.learning-rate-scaling", "none", "sqrt", "linear");
    this.seed = settings.getLong("seed");
    this.architecture =
        Architectures.named(
            settings.getString("training.architecture"),
            imageSide,
            count(settings, "training.crop-side", 4, 1024),
            count(settings, "training.hidden-units", 1, 100_000));
    if (architecture.inputSide() > imageSide) {
      throw new UserException(
          String.format(
              "training.crop-side is %d and training.image-side %d: a square cannot be cut from an image smaller than itself; raise image-side or lower crop-side",
              architecture.inputSide(), imageSide));
    }
    this.recipe = recipe(settings, architecture.recipe());
    this.augmentation =
        augmentation(recipe.augmentation(), settings.getConfig("training.augmentation"))
            .withPadding(count(settings, "training.augmentation.padding", 0, 64));
    requireAugmentable();
  }

  /**
   * Reads the settings, rooted at {@code hammingbird}.
   *
   * @throws UserException where one is out of its range
   */
  public static TrainOptions from(Config settings) {
    return new TrainOptions(settings);
  }

  /** Name of the model. */
  public String name() {
    return name;
  }

  /** Name of the selection to train on; empty for the whole train split. */
  public String selection() {
    return selection;
  }

  /**
   * How many networks are trained at a time; by default as many as Spark has cores for, but no more
   * than averages of them are worth.
   */
  public int workers(int defaultParallelism) {
    return workers == 0
        ? Math.max(1, Math.min(MOST_AUTOMATIC_WORKERS, defaultParallelism))
        : workers;
  }

  /** Whether Spark's parallelism says how many workers there are. */
  public boolean workersFollowSpark() {
    return workers == 0;
  }

  public int averagingFrequency() {
    return averagingFrequency;
  }

  /** Shorter side that images are brought to. */
  public int imageSide() {
    return imageSide;
  }

  /** Native threads of each worker. */
  public int threads() {
    return threads;
  }

  /** Minibatches made in advance. */
  public int prefetch() {
    return prefetch;
  }

  /** Part of the training images that is left out to find the best epoch; 0: none. */
  public double validationFraction() {
    return validationFraction;
  }

  /** Epochs without a better one, after which training stops. */
  public int patience() {
    return patience;
  }

  /** Whether the loss weighs all classes the same, however many images they have. */
  public boolean balanced() {
    return balanced;
  }

  public long seed() {
    return seed;
  }

  public Architecture architecture() {
    return architecture;
  }

  public Recipe recipe() {
    return recipe;
  }

  /** The same with the learning rate that so many workers are to have. */
  public Recipe recipe(int workerCount) {
    double factor =
        rateScaling.equals("linear")
            ? workerCount
            : rateScaling.equals("sqrt") ? Math.sqrt(workerCount) : 1;
    return recipe.withLearningRate(recipe.learningRate() * factor);
  }

  /** Empty where images are not changed. */
  public Optional<Augmentation> augmentation() {
    return recipe.augmentation() == AugmentationKind.NONE
        ? Optional.empty()
        : Optional.of(augmentation);
  }

  private static Recipe recipe(Config settings, Recipe recipe) {
    Recipe result = recipe;
    if (!isAuto(settings, "training.batch-size")) {
      result = result.withBatchSize(count(settings, "training.batch-size", 1, 65_536));
    }
    if (!isAuto(settings, "training.learning-rate")) {
      result =
          result.withLearningRate(
              SettingChecks.number(settings, "training.learning-rate", 1e-12, 100));
    }
    if (!isAuto(settings, "training.schedule")) {
      result = result.withSchedule(schedule(settings.getString("training.schedule")));
    }
    if (!isAuto(settings, "training.l2")) {
      result = result.withL2(SettingChecks.number(settings, "training.l2", 0, 10));
    }
    result = result.withPrecision(precision(settings.getString("training.precision")));
    if (!isAuto(settings, "training.warmup")) {
      result = result.withWarmup(SettingChecks.number(settings, "training.warmup", 0, 0.5));
    }
    if (!isAuto(settings, "training.label-smoothing")) {
      result =
          result.withLabelSmoothing(
              SettingChecks.number(settings, "training.label-smoothing", 0, 0.5));
    }
    boolean byEpochs = !isAuto(settings, "training.epochs");
    boolean bySteps = !isAuto(settings, "training.steps");
    if (byEpochs && bySteps) {
      throw new UserException(
          "training.epochs and training.steps are both given: leave one of them at auto");
    }
    if (byEpochs) {
      result = result.withEpochs(count(settings, "training.epochs", 1, 100_000));
    }
    if (bySteps) {
      result = result.withSteps(count(settings, "training.steps", 1, 100_000_000));
    }
    if (!isAuto(settings, "training.augmentation.kind")) {
      result = result.withAugmentation(kind(settings.getString("training.augmentation.kind")));
    }
    return result;
  }

  private static Augmentation augmentation(AugmentationKind kind, Config group) {
    try {
      Augmentation shifts =
          new Augmentation(
              group.getBoolean("flip"), 0, new double[] {1, 1}, 0, new double[] {1, 1});
      Augmentation colours =
          new Augmentation(
              group.getBoolean("flip"),
              group.getDouble("hue"),
              new double[] {group.getDouble("contrast-min"), group.getDouble("contrast-max")},
              group.getDouble("brightness"),
              new double[] {group.getDouble("saturation-min"), group.getDouble("saturation-max")});
      return kind == AugmentationKind.COLOURS ? colours : shifts;
    } catch (IllegalArgumentException e) {
      throw new UserException("In training.augmentation: " + e.getMessage(), e);
    }
  }

  private void requireAugmentable() {
    if (recipe.augmentation() != AugmentationKind.NONE
        && architecture.normalization() == Normalization.MEAN_IMAGE) {
      throw new UserException(
          "training.augmentation.kind is "
              + recipe.augmentation().id()
              + ", but "
              + architecture.id()
              + " subtracts the mean of unchanged images: set it to none or auto");
    }
  }

  private static Schedule schedule(String id) {
    return Arrays.stream(Schedule.values())
        .filter(schedule -> schedule.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                SettingChecks.invalid(
                    "training.schedule",
                    id,
                    Arrays.stream(Schedule.values())
                            .map(Schedule::id)
                            .collect(Collectors.joining(", "))
                        + " or auto"));
  }

  private static AugmentationKind kind(String id) {
    return Arrays.stream(AugmentationKind.values())
        .filter(kind -> kind.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                SettingChecks.invalid(
                    "training.augmentation.kind", id, "none, shifts, colours or auto"));
  }

  private static Precision precision(String id) {
    return Arrays.stream(Precision.values())
        .filter(precision -> precision.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> SettingChecks.invalid("training.precision", id, "auto, float32 or bfloat16"));
  }

  private static boolean isAuto(Config settings, String key) {
    return settings.getString(key).equals(AUTO);
  }

  private static int count(Config settings, String key, int least, int greatest) {
    return (int) SettingChecks.whole(settings, key, least, greatest);
  }
}
