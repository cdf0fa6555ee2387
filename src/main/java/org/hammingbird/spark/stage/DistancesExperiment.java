package org.hammingbird.spark.stage;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.evaluation.GroupedHistogram;
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
 * the chance that a pair within either of them is nearer than a pair across. {@code -low} and
 * {@code -high} are 95% intervals: of {@code auc} by {@link GroupedHistogram#aucInterval}, left out
 * where there are fewer than 20 images a class in the mean, and of pairs where either class has
 * fewer; of {@code vote-accuracy} Wilson's. Beyond {@value #MOST_CLASSES} classes {@code pairs} is
 * empty.
 */
final class DistancesExperiment {
  static final int MOST_CLASSES = 60;

  private final JavaSparkContext spark;
  private final StudyOptions options;
  private final StudyInputs inputs;
  private final PrintStream out;
  private final boolean force;
  private final DistancesTable table;
  private SampledHashes sample;

  DistancesExperiment(StageContext context, StudyOptions options, StudyInputs inputs) {
    this.spark = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
    this.options = options;
    this.inputs = inputs;
    this.out = context.out();
    this.force = context.force();
    this.table = new DistancesTable(context, inputs.distancesDigest());
  }

  /** Measures by those hashes by which it has not been done. */
  void measure() {
    List<HashAlgorithm> missing = force ? HashColumns.comparable(inputs.hashes()) : missing();
    if (missing.isEmpty()) {
      return;
    }
    out.printf("study: all pairs of %,d images%n", sample().size());
    List<String> classes = List.of(sample().classes());
    List<ClassPair> pairs = classes.size() <= MOST_CLASSES ? ClassPair.all(classes) : List.of();
    Broadcast<SampledHashes> broadcast = spark.broadcast(sample());
    for (HashAlgorithm algorithm : missing) {
      spark.sc().setJobDescription("study: distances by " + algorithm.title());
      DistanceHistograms counted = DistanceHistograms.count(spark, broadcast, pairs, algorithm);
      double votes = HashVoting.accuracy(spark, broadcast, algorithm, options.votes());
      table.add(algorithm, sample(), pairs, counted, votes);
      out.printf(
          "study: %s: AUC within against between classes %.3f%n",
          algorithm.column(), counted.classes().auc());
    }
    broadcast.destroy();
    spark.sc().setJobDescription(null);
  }

  /** Whether it has been done by every hash. */
  boolean complete() {
    return missing().isEmpty();
  }

  private List<HashAlgorithm> missing() {
    List<HashAlgorithm> missing = HashColumns.comparable(inputs.hashes());
    Map<String, Row> done = table.rows();
    missing.removeIf(algorithm -> done.containsKey(algorithm.column()));
    return missing;
  }

  /** The table's newest version. */
  long version() {
    return table.version();
  }

  /**
   * What was found.
   *
   * @param network accuracy of a network to compare with; NaN without one
   */
  Map<String, Object> findings(double network) {
    Map<String, Object> findings = new LinkedHashMap<>();
    findings.put("images", sample().size());
    findings.put("sampled", sample().size() < inputs.images());
    findings.put("left-out", HashColumns.incomparable(inputs.hashes()));
    findings.put("votes", options.votes());
    StudyFigures.put(findings, "chance", chance(sample()));
    StudyFigures.put(findings, "network", network);
    findings.put("classes", List.of(sample().classes()));
    Map<String, Object> algorithms = new LinkedHashMap<>();
    Map<String, Row> rows = table.rows();
    for (HashAlgorithm algorithm : sample().algorithms()) {
      Map<String, Object> found = StudyFigures.of(rows.get(algorithm.column()));
      found.keySet().removeAll(List.of("cell", "inputs", "algorithm"));
      algorithms.put(algorithm.column(), found);
    }
    findings.put("algorithms", algorithms);
    return findings;
  }

  private SampledHashes sample() {
    if (sample == null) {
      spark.sc().setJobDescription("study: collect the hashes");
      Dataset<Row> hashes = inputs.hashes();
      sample =
          new HashSample(options.maxDistanceImages(), options.training().seed())
              .of(
                  hashes,
                  HashColumns.comparable(hashes),
                  HashSample.classes(hashes),
                  inputs.images());
      spark.sc().setJobDescription(null);
    }
    return sample;
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
