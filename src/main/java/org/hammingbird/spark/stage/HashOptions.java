package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.image.DecodeSettings;
import org.hammingbird.spark.image.ImageLimits;

/** The settings of the stage {@code hash}. */
public final class HashOptions {
  private static final String ALGORITHMS = "hash.algorithms";

  private final LabelTable labels;
  private final ImageLimits images;
  private final List<HashAlgorithm> algorithms;
  private final PixelVariant variant;
  private final int pixelsSide;
  private final double maxRejectFraction;
  private final boolean retryRejects;
  private final boolean checkFiles;
  private final long commitRows;

  private HashOptions(Config settings) {
    Config hash = settings.getConfig("hash");
    labels = LabelTable.from(settings);
    images = images(settings);
    algorithms = SettingChecks.algorithms(settings, ALGORITHMS);
    variant =
        PixelVariant.of(
            SettingChecks.choice(settings, "hash.decode", "exact", "scaled").equals("scaled"),
            SettingChecks.choice(settings, "hash.orientation", "as-stored", "upright")
                .equals("upright"));
    pixelsSide = pixelsSide(settings);
    maxRejectFraction = SettingChecks.number(settings, "hash.max-reject-fraction", 0, 1);
    commitRows = SettingChecks.whole(settings, "hash.commit-rows", 1, 100_000_000);
    retryRejects = hash.getBoolean("retry-rejects");
    checkFiles = hash.getBoolean("check-files");
  }

  /**
   * Reads and checks the settings.
   *
   * @param settings rooted at {@code hammingbird}
   * @throws UserException where a value is out of its range
   */
  public static HashOptions from(Config settings) {
    return new HashOptions(settings);
  }

  /**
   * Shorter side of the copies in {@code pixels}.
   *
   * @throws UserException where it is out of its range
   */
  public static int pixelsSide(Config settings) {
    return (int) SettingChecks.whole(settings, "pixels.side", 16, 512);
  }

  /** The group {@code images}. */
  static ImageLimits images(Config settings) {
    return images(settings, roots(settings));
  }

  /**
   * The group {@code images}, with these roots instead of its own.
   *
   * @throws UserException where a value is out of its range
   */
  public static ImageLimits images(Config settings, List<String> roots) {
    return ImageLimits.of(
        roots,
        settings.getLong("images.max-bytes"),
        (int) SettingChecks.whole(settings, "images.fetches-in-flight", 0, 64),
        decoding(settings));
  }

  private static DecodeSettings decoding(Config settings) {
    return DecodeSettings.defaults()
        .withMaxPixels(
            SettingChecks.whole(settings, "images.max-pixels", 1, DecodeSettings.MOST_PIXELS))
        .withRoute(SettingChecks.decodeRoute(settings, "images.jpeg-decoder"))
        .withMaxSeconds(
            (int)
                SettingChecks.whole(settings, "images.max-seconds", 1, DecodeSettings.MOST_SECONDS))
        .withMaxPixelsAtOnce(
            SettingChecks.whole(
                settings, "images.max-pixels-at-once", 1, DecodeSettings.MOST_PIXELS_AT_ONCE));
  }

  /** Those that the user names, and what {@code ingest} unpacks into the workspace. */
  private static List<String> roots(Config settings) {
    List<String> roots = new ArrayList<>(settings.getStringList("images.roots"));
    if (!settings.getString("ingest.cifar10").isEmpty()) {
      roots.add(IngestOptions.cifar10Images(settings.getString("workspace")));
    }
    return roots;
  }

  LabelTable labels() {
    return labels;
  }

  ImageLimits images() {
    return images;
  }

  /** Which pixels are hashed. */
  PixelVariant variant() {
    return variant;
  }

  /** The hashes to compute, at least one, in the order of the table's columns. */
  List<HashAlgorithm> algorithms() {
    return algorithms;
  }

  /** Shorter side of the copies in {@code pixels}. */
  int pixelsSide() {
    return pixelsSide;
  }

  double maxRejectFraction() {
    return maxRejectFraction;
  }

  boolean retryRejects() {
    return retryRejects;
  }

  boolean checkFiles() {
    return checkFiles;
  }

  /** Images between commits. */
  long commitRows() {
    return commitRows;
  }
}
