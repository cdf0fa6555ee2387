package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.Collections;
import java.util.List;

/** The settings of group {@code distances}, checked. */
public final class DistancesOptions {
  private final List<String> classPairs;
  private final int maxImages;
  private final int votes;
  private final boolean asInStudy;
  private final long seed;

  private DistancesOptions(Config settings) {
    classPairs = Collections.unmodifiableList(settings.getStringList("distances.class-pairs"));
    maxImages = (int) SettingChecks.whole(settings, "distances.max-images", 2, 1_000_000);
    votes = (int) SettingChecks.whole(settings, "distances.votes", 1, 1000);
    asInStudy = settings.getBoolean("distances.as-in-study");
    seed = settings.getLong("seed");
  }

  /**
   * Reads the settings, rooted at {@code hammingbird}.
   *
   * @throws org.hammingbird.UserException where one is out of its range
   */
  public static DistancesOptions from(Config settings) {
    return new DistancesOptions(settings);
  }

  /** As the user wrote them; empty for the study's. */
  List<String> classPairs() {
    return classPairs;
  }

  int maxImages() {
    return maxImages;
  }

  int votes() {
    return votes;
  }

  boolean asInStudy() {
    return asInStudy;
  }

  long seed() {
    return seed;
  }
}
