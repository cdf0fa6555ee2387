package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.hammingbird.evaluation.DistanceDistribution;
import org.hammingbird.evaluation.Histogram;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.neighbor.DistanceCounter;

/**
 * Distances of all pairs of some images, counted in Spark tasks over ranges of them: within and
 * between classes, and for chosen class pairs. Immutable, merged by {@link #add}.
 */
final class DistanceHistograms implements Serializable {
  private static final long serialVersionUID = 1;

  private final DistanceDistribution classes;
  private final Map<String, Histogram> pairs;

  private DistanceHistograms(DistanceDistribution classes, Map<String, Histogram> pairs) {
    this.classes = classes;
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
        .reduce(DistanceHistograms::add);
  }

  private static DistanceHistograms count(
      SampledHashes sample, List<ClassPair> pairs, HashAlgorithm algorithm, int task, int tasks) {
    int from = (int) ((long) sample.size() * task / tasks);
    int to = (int) ((long) sample.size() * (task + 1) / tasks);
    Counts counts = new Counts(sample.classes(), pairs);
    new DistanceCounter(sample.hashes(algorithm), sample.starts()).count(from, to, counts);
    return counts.histograms();
  }

  /** Pairs of both. */
  DistanceHistograms add(DistanceHistograms other) {
    Map<String, Histogram> sum = new LinkedHashMap<>(pairs);
    other.pairs.forEach((name, histogram) -> sum.merge(name, histogram, Histogram::add));
    return new DistanceHistograms(classes.add(other.classes), sum);
  }

  /** Pairs of one class against pairs of two. */
  DistanceDistribution classes() {
    return classes;
  }

  /** The chosen class pairs, by name. */
  Map<String, Histogram> pairs() {
    return Collections.unmodifiableMap(pairs);
  }

  /** Counts in the making. */
  private static final class Counts implements DistanceCounter.Targets {
    private final long[] within = new long[Long.SIZE + 1];
    private final long[] between = new long[Long.SIZE + 1];
    private final Map<String, long[]> chosen = new LinkedHashMap<>();
    private final Map<Long, long[]> byClasses = new LinkedHashMap<>();

    Counts(String[] classes, List<ClassPair> pairs) {
      List<String> names = Arrays.asList(classes);
      for (ClassPair pair : pairs) {
        int one = names.indexOf(pair.one());
        int other = names.indexOf(pair.other());
        // truck-dog and dog-truck count alike
        long[] counts = byClasses.computeIfAbsent(key(one, other), key -> new long[Long.SIZE + 1]);
        chosen.put(pair.name(), counts);
      }
    }

    private static long key(int one, int other) {
      return (long) Math.min(one, other) << 32 | Math.max(one, other);
    }

    @Override
    public long[] counts(int one, int other) {
      long[] counts = byClasses.isEmpty() ? null : byClasses.get(key(one, other));
      return counts != null ? counts : one == other ? within : between;
    }

    DistanceHistograms histograms() {
      Histogram allWithin = Histogram.of(within);
      Histogram allBetween = Histogram.of(between);
      for (Map.Entry<Long, long[]> entry : byClasses.entrySet()) {
        Histogram counted = Histogram.of(entry.getValue());
        if (entry.getKey() >>> 32 == (entry.getKey() & 0xffffffffL)) {
          allWithin = allWithin.add(counted);
        } else {
          allBetween = allBetween.add(counted);
        }
      }
      Map<String, Histogram> pairs = new LinkedHashMap<>();
      chosen.forEach((name, counts) -> pairs.put(name, Histogram.of(counts)));
      return new DistanceHistograms(new DistanceDistribution(allWithin, allBetween), pairs);
    }
  }
}
