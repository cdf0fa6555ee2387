package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import org.hammingbird.UserException;

/** The settings of group {@code report}, checked. Their limits keep the page below 10 MB. */
public final class ReportOptions {
  private final int galleryGroups;
  private final int thumbnailSide;
  private final int rejects;

  private ReportOptions(Config settings) {
    this.galleryGroups = (int) SettingChecks.whole(settings, "report.gallery-groups", 0, 60);
    this.thumbnailSide = (int) SettingChecks.whole(settings, "report.thumbnail-side", 16, 160);
    this.rejects = (int) SettingChecks.whole(settings, "report.rejects", 0, 200);
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
}
