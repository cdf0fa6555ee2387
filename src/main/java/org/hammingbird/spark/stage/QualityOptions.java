package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.List;
import org.hammingbird.UserException;

/** The settings of group {@code quality}, checked. */
public final class QualityOptions {
  private static final double LUMA = 255;

  /** The greatest variance that a Laplacian of 8-bit luma can have. */
  private static final double SHARPEST = 1_040_400;

  private final List<QualityRule> rules;
  private final double worstShare;

  private QualityOptions(Config settings) {
    rules =
        List.of(
            QualityRule.below("dark", "brightness", number(settings, "dark-brightness", LUMA)),
            QualityRule.below("dark", "highlights", number(settings, "dark-highlights", LUMA)),
            QualityRule.above("bright", "brightness", number(settings, "bright-brightness", LUMA)),
            QualityRule.above("bright", "shadows", number(settings, "bright-shadows", LUMA)),
            QualityRule.below(
                "blurred", "sharpness", number(settings, "blurred-sharpness", SHARPEST)),
            QualityRule.above("noisy", "noise", number(settings, "noisy-noise", LUMA)),
            QualityRule.below("flat", "contrast", number(settings, "flat-contrast", LUMA / 2)),
            QualityRule.below("flat", "entropy", number(settings, "flat-entropy", 8)),
            QualityRule.below("blocky", "jpeg_trace", number(settings, "blocky-jpeg-trace", 100)),
            QualityRule.above("blocky", "blockiness", number(settings, "blocky-blockiness", 1000)),
            QualityRule.below(
                QualityRule.GREY, "saturation", number(settings, "grey-saturation", LUMA)),
            QualityRule.below("tiny", "side", number(settings, "tiny-side", 1_000_000)),
            QualityRule.above("odd-shape", "aspect", number(settings, "odd-aspect", 1_000_000)));
    worstShare = number(settings, "worst-share", 0.5);
  }

  /**
   * Reads the settings, rooted at {@code hammingbird}.
   *
   * @throws UserException where one is out of its range
   */
  public static QualityOptions from(Config settings) {
    return new QualityOptions(settings);
  }

  private static double number(Config settings, String key, double greatest) {
    return SettingChecks.number(settings, "quality." + key, 0, greatest);
  }

  /** One for each measure that an image can fail by. */
  List<QualityRule> rules() {
    return rules;
  }

  /** The share of the collection that each rule lists besides, the worst by its measure. */
  double worstShare() {
    return worstShare;
  }
}
