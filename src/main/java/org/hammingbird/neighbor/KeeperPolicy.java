package org.hammingbird.neighbor;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which image of a cluster is kept: the one that is best by the first of some keys, among equals by
 * the next, and at last the lowest id. Deterministic, and each choice has a reason that a person
 * can read.
 */
public final class KeeperPolicy implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<KeeperKey> keys;

  private KeeperPolicy(List<KeeperKey> keys) {
    this.keys = new ArrayList<>(keys);
  }

  /**
   * A policy.
   *
   * @param keys the most important first; none for the lowest id alone
   */
  public static KeeperPolicy of(List<KeeperKey> keys) {
    return new KeeperPolicy(keys);
  }

  public List<KeeperKey> keys() {
    return List.copyOf(keys);
  }

  /** Why an image was kept, next to the second best of its cluster. */
  public String keptBecause(Candidate keeper, Candidate second) {
    int key = firstDifference(keeper, second);
    return key < keys.size()
        ? "kept: " + equals(key) + keys.get(key).best(keeper.value(key))
        : "kept: " + equals(key) + "lowest id";
  }

  /** Why an image was not kept, next to the keeper of its cluster. */
  public String droppedBecause(Candidate dropped, Candidate keeper) {
    int key = firstDifference(dropped, keeper);
    String like = "like " + keeper.id() + ": " + equals(key);
    return key < keys.size()
        ? like + keys.get(key).worse(dropped.value(key), keeper.value(key))
        : like + "higher id";
  }

  private int firstDifference(Candidate one, Candidate other) {
    int key = 0;
    while (key < keys.size() && one.value(key) == other.value(key)) {
      key++;
    }
    return key;
  }

  /** Such as "area and file size equal, "; empty where nothing is equal. */
  private String equals(int count) {
    if (count == 0) {
      return "";
    }
    String last = keys.get(count - 1).title();
    String others =
        keys.subList(0, count - 1).stream().map(KeeperKey::title).collect(Collectors.joining(", "));
    return (others.isEmpty() ? last : others + " and " + last) + " equal, ";
  }

  /** What the policy looks at. */
  public static final class Candidate {
    private final long id;
    private final double[] values;

    /**
     * An image.
     *
     * @param values one for each key of the policy
     */
    public Candidate(long id, double... values) {
      this.id = id;
      this.values = values.clone();
    }

    public long id() {
      return id;
    }

    double value(int key) {
      return values[key];
    }
  }
}
