package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.neighbor.KeeperKey;
import org.hammingbird.neighbor.KeeperPolicy;
import org.hammingbird.neighbor.View;

/** The settings of group {@code neighbors}, checked. */
public final class NeighborsOptions {
  private static final String ALGORITHMS = "neighbors.algorithms";
  private static final String BROADCAST_MEMORY = "neighbors.broadcast-memory";
  private static final String KEEPERS = "neighbors.keepers";

  private final List<HashAlgorithm> algorithms;
  private final int radius;
  private final double minSimilarity;
  private final Set<View> views;
  private final KeeperPolicy keepers;
  private final String different;
  private final long maxPairs;
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
    // where every candidate is taken, nothing would tell the views' from near-duplicates
    views = minSimilarity == -1 ? Set.of() : views(settings);
    keepers = KeeperPolicy.of(keys(settings.getStringList(KEEPERS)));
    different = settings.getString("neighbors.different");
    maxPairs = SettingChecks.whole(settings, "neighbors.max-pairs", 1, 10_000_000_000L);
    maxEqual = (int) SettingChecks.whole(settings, "neighbors.max-equal", 1, 1_000_000);
    join = SettingChecks.choice(settings, "neighbors.join", "auto", "broadcast", "shuffle");
    broadcastBytes =
        settings.getString(BROADCAST_MEMORY).equals("auto")
            ? OptionalLong.empty()
            : OptionalLong.of(SettingChecks.whole(settings, BROADCAST_MEMORY, 1, 1_000_000) << 20);
    seed = settings.getLong("seed");
  }

  private static Set<View> views(Config settings) {
    Set<View> views = EnumSet.noneOf(View.class);
    if (settings.getBoolean("neighbors.crops")) {
      views.addAll(View.crops());
    }
    if (settings.getBoolean("neighbors.mirrored")) {
      views.add(View.MIRRORED);
    }
    return Collections.unmodifiableSet(views);
  }

  private static List<KeeperKey> keys(List<String> ids) {
    List<KeeperKey> keys = new ArrayList<>();
    for (String id : ids) {
      try {
        KeeperKey key = KeeperKey.of(id);
        if (keys.contains(key)) {
          throw SettingChecks.invalid(KEEPERS, ids.toString(), "each of its keys once");
        }
        keys.add(key);
      } catch (IllegalArgumentException e) {
        throw SettingChecks.invalid(KEEPERS, id, e.getMessage());
      }
    }
    return keys;
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

  /** Views of images whose hashes propose candidates besides those of the whole. */
  public Set<View> views() {
    return views;
  }

  /** Which image of a cluster is kept. */
  KeeperPolicy keepers() {
    return keepers;
  }

  /** File of pairs that a person has judged different; empty for none. */
  String different() {
    return different;
  }

  long maxPairs() {
    return maxPairs;
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
