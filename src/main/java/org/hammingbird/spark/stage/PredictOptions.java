package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.Collections;
import java.util.Optional;
import org.hammingbird.spark.image.ImageLimits;
import org.hammingbird.spark.table.Workspace;

/** The settings of group {@code prediction}, checked. */
public final class PredictOptions {
  private final String name;
  private final String model;
  private final String split;
  private final String folder;
  private final ImageLimits limits;
  private final int batchSize;
  private final int threads;

  private PredictOptions(Config settings) {
    this.name = Workspace.checkedName(settings.getString("prediction.name"));
    this.model = Workspace.checkedName(settings.getString("prediction.model"));
    this.split =
        SettingChecks.choice(settings, "prediction.split", "all", "train", "validation", "test");
    this.folder = settings.getString("prediction.folder");
    this.limits =
        folder.isEmpty() ? null : HashOptions.images(settings, Collections.singletonList(folder));
    this.batchSize = (int) SettingChecks.whole(settings, "prediction.batch-size", 1, 65_536);
    this.threads = (int) SettingChecks.whole(settings, "prediction.threads", 1, 256);
  }

  /**
   * Reads the settings, rooted at {@code hammingbird}.
   *
   * @throws org.hammingbird.UserException where one is out of its range
   */
  public static PredictOptions from(Config settings) {
    return new PredictOptions(settings);
  }

  /** Name of the predictions. */
  public String name() {
    return name;
  }

  /** Name of the model to apply. */
  public String model() {
    return model;
  }

  /** Split of the hashed images; {@code all} for every one. */
  public String split() {
    return split;
  }

  /** Folder or URI whose files are predicted instead of the hashed images, with its limits. */
  public Optional<ImageLimits> folder() {
    return Optional.ofNullable(limits);
  }

  /** Images a forward pass. */
  public int batchSize() {
    return batchSize;
  }

  /** Native threads of each task. */
  public int threads() {
    return threads;
  }
}
