package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.hammingbird.evaluation.Interval;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.neighbor.HashClassifier;

/** How many test images the nearest train images classify rightly, counted in Spark tasks. */
final class HashVoting {
  private HashVoting() {}

  /**
   * The share of test images whose class the votes name.
   *
   * @return 0 to 1; NaN where either split is empty
   */
  static double accuracy(
      JavaSparkContext context,
      Broadcast<SampledHashes> sample,
      HashAlgorithm algorithm,
      int votes) {
    int tests = sample.value().ofSplit(SampledHashes.TEST).length;
    if (tests == 0 || sample.value().ofSplit(SampledHashes.TRAIN).length == 0) {
      return Double.NaN;
    }
    int count = Math.min(4 * context.defaultParallelism(), tests);
    List<Integer> tasks = new ArrayList<>();
    for (int task = 0; task < count; task++) {
      tasks.add(task);
    }
    long right =
        context
            .parallelize(tasks, count)
            .map(task -> right(sample.value(), algorithm, votes, task, count))
            .reduce(Long::sum);
    return (double) right / tests;
  }

  /** Wilson's interval of the share that {@link #accuracy} found; none of NaN. */
  static Optional<Interval> interval(SampledHashes sample, double accuracy) {
    return Double.isNaN(accuracy)
        ? Optional.empty()
        : Optional.of(Interval.ofMean(accuracy, sample.ofSplit(SampledHashes.TEST).length));
  }

  private static long right(
      SampledHashes sample, HashAlgorithm algorithm, int votes, int task, int tasks) {
    int[] train = sample.ofSplit(SampledHashes.TRAIN);
    int[] test = sample.ofSplit(SampledHashes.TEST);
    long[] hashes = sample.hashes(algorithm);
    int[] classes = sample.classNumbers();
    long[] trainHashes = new long[train.length];
    int[] trainClasses = new int[train.length];
    for (int i = 0; i < train.length; i++) {
      trainHashes[i] = hashes[train[i]];
      trainClasses[i] = classes[train[i]];
    }
    HashClassifier classifier =
        new HashClassifier(trainHashes, trainClasses, sample.classes().length, votes);
    long right = 0;
    for (int i = task; i < test.length; i += tasks) {
      right += classifier.classify(hashes[test[i]]) == classes[test[i]] ? 1 : 0;
    }
    return right;
  }
}
