package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import org.hammingbird.UserException;

/** The settings of group {@code report}, checked. Their limits keep the page below 10 MB. */
public final class ReportOptions {
  private final int galleryGroups;
  private final int thumbnailSide;
  private final int rejects;

  private ReportOptions(Config settings) {
    Config group = settings.getConfig("report");
    this.galleryGroups = whole(group, "gallery-groups", 0, 60);
    this.thumbnailSide = whole(group, "thumbnail-side", 16, 160);
    this.rejects = whole(group, "rejects", 0, 200);
  }

  /**
   * Reads the settings, rooted at {@code hammingbird}.
   *
   * @throws UserException where one is out of its range
   */
  public static ReportOptions from(Config settings) {
    return new ReportOptions(settings);
  }

  /** Groups of pictures in each gallery. */
  public int galleryGroups() {
    return galleryGroups;
  }

  /** Longer side of a thumbnail, in pixels. */
  public int thumbnailSide() {
    return thumbnailSide;
  }

  /** Rejects that are listed. */
  public int rejects() {
    return rejects;
  }

  private static int whole(Config group, String key, int least, int greatest) {
    String text = group.getString(key);
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= greatest) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw invalid(key, text, least, greatest);
    }
    throw invalid(key, text, least, greatest);
  }

  private static UserException invalid(String key, String value, int least, int greatest) {
    return new UserException(
        String.format(
            "Invalid report.%s: %s (must be %d to %d, a whole number)",
            key, value, least, greatest));
  }
}
