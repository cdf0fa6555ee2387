package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.hammingbird.hash.HashAlgorithm;

/** The settings of group {@code neighbors}, checked. */
public final class NeighborsOptions {
  private static final String ALGORITHMS = "neighbors.algorithms";
  private static final String BROADCAST_MEMORY = "neighbors.broadcast-memory";

  private final List<HashAlgorithm> algorithms;
  private final int radius;
  private final double minSimilarity;
  private final long maxPairs;
  private final long maxImages;
  private final int maxEqual;
  private final String join;
  private final OptionalLong broadcastBytes;
  private final long seed;

  private NeighborsOptions(Config settings) {
    List<HashAlgorithm> named = new ArrayList<>();
    for (String column : settings.getStringList(ALGORITHMS)) {
      HashAlgorithm algorithm = SettingChecks.comparable(ALGORITHMS, column);
      if (!named.contains(algorithm)) {
        named.add(algorithm);
      }
    }
    if (named.isEmpty()) {
      throw SettingChecks.invalid(ALGORITHMS, "empty", "at least one hash");
    }
    algorithms = Collections.unmodifiableList(named);
    radius = (int) SettingChecks.whole(settings, "neighbors.radius", 0, 64);
    minSimilarity = SettingChecks.number(settings, "neighbors.min-similarity", -1, 1);
    maxPairs = SettingChecks.whole(settings, "neighbors.max-pairs", 1, 10_000_000_000L);
    maxImages = SettingChecks.whole(settings, "neighbors.max-images", 1, 100_000_000);
    maxEqual = (int) SettingChecks.whole(settings, "neighbors.max-equal", 1, 1_000_000);
    join = SettingChecks.choice(settings, "neighbors.join", "auto", "broadcast", "shuffle");
    broadcastBytes =
        settings.getString(BROADCAST_MEMORY).equals("auto")
            ? OptionalLong.empty()
            : OptionalLong.of(SettingChecks.whole(settings, BROADCAST_MEMORY, 1, 1_000_000) << 20);
    seed = settings.getLong("seed");
  }

  /**
   * Reads the settings, rooted at {@code hammingbird}.
   *
   * @throws org.hammingbird.UserException where one is out of its range
   */
  public static NeighborsOptions from(Config settings) {
    return new NeighborsOptions(settings);
  }

  public List<HashAlgorithm> algorithms() {
    return algorithms;
  }

  public int radius() {
    return radius;
  }

  public double minSimilarity() {
    return minSimilarity;
  }

  long maxPairs() {
    return maxPairs;
  }

  long maxImages() {
    return maxImages;
  }

  /** Most images with equal hashes that are all paired with one another. */
  int maxEqual() {
    return maxEqual;
  }

  /** The way of joining: auto, broadcast or shuffle. */
  String join() {
    return join;
  }

  /** Bytes that a broadcast join may take; none for a share of the heap. */
  OptionalLong broadcastBytes() {
    return broadcastBytes;
  }

  long seed() {
    return seed;
  }
}
