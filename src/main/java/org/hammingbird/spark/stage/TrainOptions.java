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
import org.hammingbird.training.Normalization;
import org.hammingbird.training.Recipe;
import org.hammingbird.training.Schedule;

/** The settings of group {@code training}, checked, with {@code auto} replaced. */
public final class TrainOptions {
  private static final String AUTO = "auto";

  private final String name;
  private final String selection;
  private final int workers;
  private final int averagingFrequency;
  private final int imageSide;
  private final int threads;
  private final int prefetch;
  private final long seed;
  private final Architecture architecture;
  private final Recipe recipe;
  private final Augmentation augmentation;

  private TrainOptions(Config settings) {
    Config group = settings.getConfig("training");
    this.name = Workspace.checkedName(group.getString("name"));
    String selected = group.getString("selection");
    this.selection = selected.isEmpty() ? "" : Workspace.checkedName(selected);
    this.workers = whole(group, "workers", 0, 4096);
    this.averagingFrequency = whole(group, "averaging-frequency", 1, 10_000);
    this.imageSide = whole(group, "image-side", 4, 1024);
    this.threads = whole(group, "threads-per-worker", 1, 256);
    this.prefetch = whole(group, "prefetch", 0, 100);
    this.seed = settings.getLong("seed");
    this.architecture =
        Architectures.named(
            group.getString("architecture"),
            imageSide,
            whole(group, "crop-side", 4, 1024),
            whole(group, "hidden-units", 1, 100_000));
    if (architecture.inputSide() > imageSide) {
      throw new UserException(
          String.format(
              "training.crop-side is %d and training.image-side %d: a square cannot be cut from an image smaller than itself; raise image-side or lower crop-side",
              architecture.inputSide(), imageSide));
    }
    this.recipe = recipe(group, architecture.recipe());
    this.augmentation = augmentation(group.getConfig("augmentation"));
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

  /** How many networks are trained at a time, where Spark's parallelism is the default. */
  public int workers(int defaultParallelism) {
    return workers == 0 ? Math.max(1, defaultParallelism) : workers;
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

  public long seed() {
    return seed;
  }

  public Architecture architecture() {
    return architecture;
  }

  public Recipe recipe() {
    return recipe;
  }

  /** Empty where images are not changed. */
  public Optional<Augmentation> augmentation() {
    return recipe.augmented() ? Optional.of(augmentation) : Optional.empty();
  }

  private static Recipe recipe(Config group, Recipe recipe) {
    Recipe result = recipe;
    if (!isAuto(group, "batch-size")) {
      result = result.withBatchSize((int) number(group, "batch-size", 1, 65_536, true));
    }
    if (!isAuto(group, "learning-rate")) {
      result = result.withLearningRate(number(group, "learning-rate", 1e-12, 100, false));
    }
    if (!isAuto(group, "schedule")) {
      result = result.withSchedule(schedule(group.getString("schedule")));
    }
    if (!isAuto(group, "l2")) {
      result = result.withL2(number(group, "l2", 0, 10, false));
    }
    boolean byEpochs = !isAuto(group, "epochs");
    boolean bySteps = !isAuto(group, "steps");
    if (byEpochs && bySteps) {
      throw new UserException(
          "training.epochs and training.steps are both given: leave one of them at auto");
    }
    if (byEpochs) {
      result = result.withEpochs((int) number(group, "epochs", 1, 100_000, true));
    }
    if (bySteps) {
      result = result.withSteps((int) number(group, "steps", 1, 100_000_000, true));
    }
    String enabled = group.getString("augmentation.enabled");
    if (!enabled.equals(AUTO)) {
      if (!enabled.equals("true") && !enabled.equals("false")) {
        throw invalid("augmentation.enabled", enabled, "true, false or auto");
      }
      result = result.withAugmentation(enabled.equals("true"));
    }
    return result;
  }

  private static Augmentation augmentation(Config group) {
    try {
      return new Augmentation(
          group.getBoolean("flip"),
          group.getDouble("hue"),
          new double[] {group.getDouble("contrast-min"), group.getDouble("contrast-max")},
          group.getDouble("brightness"),
          new double[] {group.getDouble("saturation-min"), group.getDouble("saturation-max")});
    } catch (IllegalArgumentException e) {
      throw new UserException("In training.augmentation: " + e.getMessage(), e);
    }
  }

  private void requireAugmentable() {
    if (recipe.augmented() && architecture.normalization() == Normalization.MEAN_IMAGE) {
      throw new UserException(
          "training.augmentation.enabled is true, but "
              + architecture.id()
              + " subtracts the mean of unchanged images: set it to false or auto");
    }
  }

  private static Schedule schedule(String id) {
    return Arrays.stream(Schedule.values())
        .filter(schedule -> schedule.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    "schedule",
                    id,
                    Arrays.stream(Schedule.values())
                            .map(Schedule::id)
                            .collect(Collectors.joining(", "))
                        + " or auto"));
  }

  private static boolean isAuto(Config group, String key) {
    return group.getString(key).equals(AUTO);
  }

  private static int whole(Config group, String key, int least, int greatest) {
    return (int) number(group, key, least, greatest, true);
  }

  private static double number(
      Config group, String key, double least, double greatest, boolean whole) {
    String text = group.getString(key);
    String allowed =
        String.format(whole ? "%.0f to %.0f" : "%s to %s", least, greatest)
            + (whole ? ", a whole number" : "");
    try {
      double value = Double.parseDouble(text);
      if (value >= least && value <= greatest && (!whole || value == Math.rint(value))) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw invalid(key, text, allowed);
    }
    throw invalid(key, text, allowed);
  }

  private static UserException invalid(String key, String value, String allowed) {
    return new UserException(
        String.format("Invalid training.%s: %s (must be %s)", key, value, allowed));
  }
}
