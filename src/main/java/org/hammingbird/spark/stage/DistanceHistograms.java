package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.hammingbird.evaluation.DistanceDistribution;
import org.hammingbird.evaluation.GroupedHistogram;
import org.hammingbird.evaluation.Histogram;
import org.hammingbird.evaluation.Interval;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.neighbor.DistanceCounter;

/**
 * Distances of all pairs of some images, counted in Spark tasks over ranges of them: within and
 * between classes, and for chosen class pairs. Immutable, merged by {@link #add}.
 */
final class DistanceHistograms implements Serializable {
  private static final long serialVersionUID = 1;

  private final GroupedHistogram within;
  private final GroupedHistogram between;
  private final Map<String, GroupedHistogram> pairs;

  private DistanceHistograms(
      GroupedHistogram within, GroupedHistogram between, Map<String, GroupedHistogram> pairs) {
    this.within = within;
    this.between = between;
    this.pairs = pairs;
  }

  /** Counts all pairs by one algorithm. */
  static DistanceHistograms count(
      JavaSparkContext context,
      Broadcast<SampledHashes> sample,
      List<ClassPair> chosen,
      HashAlgorithm algorithm) {
    List<ClassPair> pairs = new ArrayList<>(chosen);
    List<Integer> tasks = new ArrayList<>();
    int count = Math.max(1, Math.min(8 * context.defaultParallelism(), sample.value().size()));
    for (int task = 0; task < count; task++) {
      tasks.add(task);
    }
    // the first images have the most later ones
    Collections.shuffle(tasks, new Random(0));
    return context
        .parallelize(tasks, count)
        .map(task -> count(sample.value(), pairs, algorithm, task, count))
        // many pairs of classes make results of megabytes, which the driver takes only so many of
        .treeReduce(DistanceHistograms::add);
  }

  private static DistanceHistograms count(
      SampledHashes sample, List<ClassPair> pairs, HashAlgorithm algorithm, int task, int tasks) {
    int from = (int) ((long) sample.size() * task / tasks);
    int to = (int) ((long) sample.size() * (task + 1) / tasks);
    Counts counts = new Counts(sample, pairs);
    new DistanceCounter(sample.hashes(algorithm), sample.starts()).count(from, to, counts);
    return counts.histograms();
  }

  /** Pairs of both. */
  DistanceHistograms add(DistanceHistograms other) {
    Map<String, GroupedHistogram> sum = new LinkedHashMap<>(pairs);
    other.pairs.forEach((name, histogram) -> sum.merge(name, histogram, GroupedHistogram::add));
    return new DistanceHistograms(within.add(other.within), between.add(other.between), sum);
  }

  /** Pairs of one class against pairs of two. */
  DistanceDistribution classes() {
    return new DistanceDistribution(within.all(), between.all());
  }

  /** The interval of their {@link DistanceDistribution#auc}, where it can be had. */
  Optional<Interval> aucInterval() {
    return within.aucInterval(between);
  }

  /** The chosen class pairs, by name. */
  Map<String, GroupedHistogram> pairs() {
    return Collections.unmodifiableMap(pairs);
  }

  /**
   * Counts in the making. A cell is the images of one class and group; the counts of its images
   * with all later ones are moved to where they belong when the next cell comes.
   */
  private static final class Counts implements DistanceCounter.Targets {
    private final int groups;
    private final Tally within;
    private final Tally between;
    private final Map<String, Tally> chosen = new LinkedHashMap<>();
    private final Map<Long, Tally> byClasses = new LinkedHashMap<>();
    private final List<Tally> unsettled = new ArrayList<>();
    private int cell;
    private int otherClass = -1;
    private Tally tally;

    Counts(SampledHashes sample, List<ClassPair> pairs) {
      groups = sample.groups();
      within = new Tally(groups);
      between = new Tally(groups);
      List<String> names = Arrays.asList(sample.classes());
      for (ClassPair pair : pairs) {
        int one = names.indexOf(pair.one());
        int other = names.indexOf(pair.other());
        // truck-dog and dog-truck count alike
        chosen.put(
            pair.name(), byClasses.computeIfAbsent(key(one, other), key -> new Tally(groups)));
      }
    }

    private static long key(int one, int other) {
      return (long) Math.min(one, other) << 32 | Math.max(one, other);
    }

    @Override
    public long[] counts(int one, int other) {
      if (one != cell) {
        settle();
        cell = one;
        otherClass = -1;
      }
      if (other / groups != otherClass) {
        otherClass = other / groups;
        tally = tallyOf(one / groups, otherClass);
        if (!tally.unsettled) {
          tally.unsettled = true;
          unsettled.add(tally);
        }
      }
      return tally.ofGroup[other % groups];
    }

    private Tally tallyOf(int one, int other) {
      Tally own = byClasses.isEmpty() ? null : byClasses.get(key(one, other));
      return own != null ? own : one == other ? within : between;
    }

    private void settle() {
      unsettled.forEach(one -> one.settle(cell % groups));
      unsettled.clear();
    }

    DistanceHistograms histograms() {
      settle();
      GroupedHistogram allWithin = within.histogram();
      GroupedHistogram allBetween = between.histogram();
      for (Map.Entry<Long, Tally> entry : byClasses.entrySet()) {
        GroupedHistogram counted = entry.getValue().histogram();
        if (entry.getKey() >>> 32 == (entry.getKey() & 0xffffffffL)) {
          allWithin = allWithin.add(counted);
        } else {
          allBetween = allBetween.add(counted);
        }
      }
      Map<String, GroupedHistogram> pairs = new LinkedHashMap<>();
      chosen.forEach((name, tally) -> pairs.put(name, tally.histogram()));
      return new DistanceHistograms(allWithin, allBetween, pairs);
    }
  }

  /** Counts by distance, of all pairs and of those with an image in each group. */
  private static final class Tally {
    private static final int DISTANCES = Long.SIZE + 1;

    private final long[] all = new long[DISTANCES];
    private final long[][] touching;

    /** Of pairs with an image in each group, the other image being of the cell at hand. */
    private final long[][] ofGroup;

    private boolean unsettled;

    Tally(int groups) {
      touching = new long[groups > 1 ? groups : 0][DISTANCES];
      ofGroup = new long[groups][DISTANCES];
    }

    /** Ends the counts of a cell, given its group. */
    void settle(int group) {
      for (int other = 0; other < ofGroup.length; other++) {
        add(ofGroup[other], all);
        if (touching.length > 0) {
          add(ofGroup[other], touching[group]);
          if (other != group) {
            add(ofGroup[other], touching[other]);
          }
        }
        Arrays.fill(ofGroup[other], 0);
      }
      unsettled = false;
    }

    private static void add(long[] counts, long[] to) {
      for (int distance = 0; distance < DISTANCES; distance++) {
        to[distance] += counts[distance];
      }
    }

    GroupedHistogram histogram() {
      return GroupedHistogram.of(
          Histogram.of(all), Arrays.stream(touching).map(Histogram::of).toArray(Histogram[]::new));
    }
  }
}
