package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.evaluation.DistanceDistribution;
import org.hammingbird.evaluation.Histogram;
import org.hammingbird.hash.HashAlgorithm;

/**
 * Are images of one class nearer than images of two, and can a hash classify? All pairs of the
 * images, class against class, by each hash of 64 bits that the table holds; counted, none is kept.
 *
 * <p>Findings: {@code images}, {@code sampled} (whether there are more), {@code left-out} (columns
 * of hashes that are not of 64 bits), {@code votes} (nearest train images that vote), {@code
 * chance} (share of the test images that have the train split's most frequent class), {@code
 * network} (accuracy of the networks trained on the most images, left out without any), {@code
 * classes}, and by hash column under {@code algorithms}: {@code auc} (within against between
 * classes), {@code vote-accuracy}, and {@code pairs}: list of maps of {@code one}, {@code other},
 * {@code pairs}, {@code mean} in bits, {@code standard-deviation}, and for two classes {@code auc}:
 * the chance that a pair within either of them is nearer than a pair across. Beyond {@value
 * #MOST_CLASSES} classes {@code pairs} is empty.
 */
final class DistancesExperiment {
  static final int MOST_CLASSES = 60;

  private final JavaSparkContext spark;
  private final int votes;
  private final HashSample sample;

  /**
   * @param maxImages of which more there is a seeded sample
   * @param votes nearest train images that vote for a test image's class
   */
  DistancesExperiment(JavaSparkContext spark, int maxImages, int votes, long seed) {
    this.spark = spark;
    this.votes = votes;
    this.sample = new HashSample(maxImages, seed);
  }

  /**
   * Measures.
   *
   * @param hashes the table, each hash under its algorithm's name
   * @param network accuracy of a network to compare with; NaN without one
   */
  Map<String, Object> findings(Dataset<Row> hashes, double network) {
    spark.sc().setJobDescription("study: collect the hashes");
    List<String> classes = HashSample.classes(hashes);
    long images = hashes.count();
    SampledHashes drawn = sample.of(hashes, HashColumns.comparable(hashes), classes, images);
    List<ClassPair> pairs = classes.size() <= MOST_CLASSES ? ClassPair.all(classes) : List.of();
    Map<String, Object> findings = new LinkedHashMap<>();
    findings.put("images", drawn.size());
    findings.put("sampled", drawn.size() < images);
    findings.put("left-out", HashColumns.incomparable(hashes));
    findings.put("votes", votes);
    StudyFigures.put(findings, "chance", chance(drawn));
    StudyFigures.put(findings, "network", network);
    findings.put("classes", classes);
    Broadcast<SampledHashes> broadcast = spark.broadcast(drawn);
    Map<String, Object> algorithms = new LinkedHashMap<>();
    for (HashAlgorithm algorithm : drawn.algorithms()) {
      spark.sc().setJobDescription("study: distances by " + algorithm.title());
      Map<String, Object> one = new LinkedHashMap<>();
      DistanceHistograms counted = DistanceHistograms.count(spark, broadcast, pairs, algorithm);
      StudyFigures.put(one, "auc", counted.classes().auc());
      StudyFigures.put(
          one, "vote-accuracy", HashVoting.accuracy(spark, broadcast, algorithm, votes));
      one.put("pairs", pairs(pairs, counted.pairs()));
      algorithms.put(algorithm.column(), one);
    }
    broadcast.destroy();
    spark.sc().setJobDescription(null);
    findings.put("algorithms", algorithms);
    return findings;
  }

  private static List<Object> pairs(List<ClassPair> pairs, Map<String, Histogram> counted) {
    Map<String, Histogram> within = new LinkedHashMap<>();
    for (ClassPair pair : pairs) {
      if (pair.one().equals(pair.other())) {
        within.put(pair.one(), counted.get(pair.name()));
      }
    }
    List<Object> found = new ArrayList<>();
    for (ClassPair pair : pairs) {
      Histogram histogram = counted.get(pair.name());
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("one", pair.one());
      one.put("other", pair.other());
      one.put("pairs", histogram.total());
      StudyFigures.put(one, "mean", histogram.mean());
      StudyFigures.put(one, "standard-deviation", histogram.standardDeviation());
      if (!pair.one().equals(pair.other())) {
        Histogram both = within.get(pair.one()).add(within.get(pair.other()));
        StudyFigures.put(one, "auc", new DistanceDistribution(both, histogram).auc());
      }
      found.add(one);
    }
    return found;
  }

  /** What always naming the train split's most frequent class would reach. */
  private static double chance(SampledHashes sample) {
    int[] numbers = sample.classNumbers();
    long[] train = new long[sample.classes().length];
    for (int place : sample.ofSplit(SampledHashes.TRAIN)) {
      train[numbers[place]]++;
    }
    int most = 0;
    for (int number = 1; number < train.length; number++) {
      most = train[number] > train[most] ? number : most;
    }
    int[] test = sample.ofSplit(SampledHashes.TEST);
    long right = 0;
    for (int place : test) {
      right += numbers[place] == most ? 1 : 0;
    }
    return test.length == 0 ? Double.NaN : (double) right / test.length;
  }
}
