package org.hammingbird.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Distances of pairs of images that are divided into groups: of all pairs, and of those that are
 * left without each of the groups, which tells how far figures might vary with other images. Pairs
 * cannot tell it themselves, since many share an image. Immutable, merged by {@link #add}.
 */
public final class GroupedHistogram implements Serializable {
  private static final long serialVersionUID = 1;

  private final Histogram all;
  private final Histogram[] touching;

  private GroupedHistogram(Histogram all, Histogram[] touching) {
    this.all = all;
    this.touching = touching;
  }

  /**
   * From counts by distance.
   *
   * @param touching of the pairs that have an image in each group; a pair across two counts in
   *     both; none where the images are not divided
   */
  public static GroupedHistogram of(Histogram all, Histogram... touching) {
    for (Histogram group : touching) {
      if (group.total() > all.total()) {
        throw new IllegalArgumentException(
            "Invalid group: " + group.total() + " of " + all.total() + " pairs");
      }
    }
    return new GroupedHistogram(all, touching.clone());
  }

  /** Pairs of both, of the same groups. */
  public GroupedHistogram add(GroupedHistogram other) {
    requireSameGroups(other);
    Histogram[] sum = new Histogram[touching.length];
    Arrays.setAll(sum, group -> touching[group].add(other.touching[group]));
    return new GroupedHistogram(all.add(other.all), sum);
  }

  private void requireSameGroups(GroupedHistogram other) {
    if (touching.length != other.touching.length) {
      throw new IllegalArgumentException(
          "Cannot join " + touching.length + " groups with " + other.touching.length);
    }
  }

  /** All pairs. */
  public Histogram all() {
    return all;
  }

  /** The pairs without an image of a group. */
  Histogram without(int group) {
    long[] counts = new long[all.maximum() + 1];
    Arrays.setAll(counts, distance -> all.count(distance) - touching[group].count(distance));
    return Histogram.of(counts);
  }

  /**
   * The 95% interval of the chance that one of these pairs is nearer than one of others, {@link
   * DistanceDistribution#auc}, by the jackknife over the groups that both are divided into: as far
   * as the images are a sample of what there might be.
   *
   * @return none where there are no groups, where a group's images are all that a side has, and
   *     where the chance is the same without each of them: how far it might vary is not known then
   */
  public Optional<Interval> aucInterval(GroupedHistogram others) {
    requireSameGroups(others);
    double[] without =
        IntStream.range(0, touching.length)
            .mapToDouble(
                group -> new DistanceDistribution(without(group), others.without(group)).auc())
            .toArray();
    return Interval.ofJackknife(new DistanceDistribution(all, others.all).auc(), without);
  }
}
