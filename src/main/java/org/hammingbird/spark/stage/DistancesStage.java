package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.hammingbird.UserException;
import org.hammingbird.evaluation.DistanceDistribution;
import org.hammingbird.evaluation.Histogram;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;

/**
 * Answers whether images of one class are nearer than images of two: distances of all pairs of the
 * images (of a seeded sample where there are more than {@code distances.max-images}), by each hash.
 * Reads {@code hashes}; writes {@code distance_histograms} with the pairs {@code within}, {@code
 * between} and the chosen class pairs.
 *
 * <p>Results of the manifest: {@code images} measured and whether {@code sampled}; {@code left-out}
 * (columns of hashes that are not of 64 bits); {@code algorithms}: by hash column {@code auc},
 * {@code effect-size}, {@code vote-accuracy} (left out where a split is missing), {@code auc-low},
 * {@code auc-high}, {@code vote-accuracy-low} and {@code vote-accuracy-high} (95% intervals, as
 * {@link DistancesExperiment} has them), and by pair under {@code pairs} the number of {@code
 * pairs}, {@code mean} and {@code standard-deviation}; {@code as-in-study} where asked for: see
 * {@link StudyDistances}.
 */
public final class DistancesStage implements Stage {
  private final StageContext context;
  private final DistancesOptions options;

  public DistancesStage(StageContext context, DistancesOptions options) {
    this.context = context;
    this.options = options;
  }

  @Override
  public RunManifest run() {
    StageRun run = StageRun.of(context, "distances", "default", "distances", "seed");
    Dataset<Row> hashes = HashColumns.input(run);
    Optional<RunManifest> done = run.upToDate();
    if (done.isPresent()) {
      return done.get();
    }
    List<HashAlgorithm> algorithms = algorithms(hashes);
    context.spark().sparkContext().setJobDescription("distances: collect the hashes");
    List<String> classes = HashSample.classes(hashes);
    List<ClassPair> pairs = ClassPair.of(options.classPairs(), classes);
    long images = hashes.count();
    SampledHashes sample =
        new HashSample(options.maxImages(), options.seed()).of(hashes, algorithms, classes, images);
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("images", sample.size());
    results.put("sampled", sample.size() < images);
    results.put("left-out", HashColumns.incomparable(hashes));
    print("all pairs of %,d of %,d images", sample.size(), images);

    Map<String, DistanceHistograms> histograms = new LinkedHashMap<>();
    results.put("algorithms", measure(sample, pairs, histograms));
    if (options.asInStudy()) {
      context.spark().sparkContext().setJobDescription("distances: as in the study");
      results.put("as-in-study", study(hashes, pairs));
    }
    Dataset<Row> rows =
        context.spark().createDataFrame(rows(histograms), Schemas.DISTANCE_HISTOGRAMS);
    run.output(
        "distance_histograms", context.workspace().table("distance_histograms").overwrite(rows));
    context.spark().sparkContext().setJobDescription(null);
    return run.complete(results);
  }

  private List<HashAlgorithm> algorithms(Dataset<Row> hashes) {
    List<HashAlgorithm> algorithms = HashColumns.comparable(hashes);
    if (algorithms.isEmpty()) {
      throw new UserException(
          "Cannot measure distances: the table hashes has no hash of 64 bits; add one to hash.algorithms and run `hammingbird hash`");
    }
    if (options.asInStudy()) {
      HashColumns.require(hashes, List.of(StudyDistances.ALGORITHM));
    }
    return algorithms;
  }

  private Map<String, Object> measure(
      SampledHashes sample, List<ClassPair> pairs, Map<String, DistanceHistograms> histograms) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
    Broadcast<SampledHashes> broadcast = spark.broadcast(sample);
    Map<String, Object> results = new LinkedHashMap<>();
    for (HashAlgorithm algorithm : sample.algorithms()) {
      spark.sc().setJobDescription("distances: pairs by " + algorithm.title());
      DistanceHistograms counted = DistanceHistograms.count(spark, broadcast, pairs, algorithm);
      spark.sc().setJobDescription("distances: votes by " + algorithm.title());
      double accuracy = HashVoting.accuracy(spark, broadcast, algorithm, options.votes());
      histograms.put(algorithm.column(), counted);
      results.put(algorithm.column(), summary(sample, counted, accuracy));
      print(
          "%s: AUC within against between %.3f, effect size %.3f%s",
          algorithm.column(),
          counted.classes().auc(),
          counted.classes().effectSize(),
          Double.isNaN(accuracy)
              ? ""
              : String.format(
                  ", %d nearest hashes classify %.1f%%", options.votes(), 100 * accuracy));
    }
    broadcast.destroy();
    return results;
  }

  private static Map<String, Object> summary(
      SampledHashes sample, DistanceHistograms counted, double accuracy) {
    Map<String, Object> summary = new LinkedHashMap<>();
    StudyFigures.put(summary, "auc", counted.classes().auc());
    counted.aucInterval().ifPresent(interval -> StudyFigures.put(summary, "auc", interval));
    StudyFigures.put(summary, "effect-size", counted.classes().effectSize());
    StudyFigures.put(summary, "vote-accuracy", accuracy);
    HashVoting.interval(sample, accuracy)
        .ifPresent(interval -> StudyFigures.put(summary, "vote-accuracy", interval));
    Map<String, Object> pairs = new LinkedHashMap<>();
    named(counted)
        .forEach(
            (name, histogram) -> {
              Map<String, Object> moments = new LinkedHashMap<>();
              moments.put("pairs", histogram.total());
              StudyFigures.put(moments, "mean", histogram.mean());
              StudyFigures.put(moments, "standard-deviation", histogram.standardDeviation());
              pairs.put(name, moments);
            });
    summary.put("pairs", pairs);
    return summary;
  }

  private static Map<String, Histogram> named(DistanceHistograms counted) {
    DistanceDistribution classes = counted.classes();
    Map<String, Histogram> named = new LinkedHashMap<>();
    named.put("within", classes.within());
    named.put("between", classes.between());
    counted.pairs().forEach((name, histogram) -> named.put(name, histogram.all()));
    return named;
  }

  private static List<Row> rows(Map<String, DistanceHistograms> histograms) {
    List<Row> rows = new ArrayList<>();
    histograms.forEach(
        (algorithm, counted) ->
            named(counted)
                .forEach(
                    (pair, histogram) -> {
                      for (int distance = 0; distance <= histogram.maximum(); distance++) {
                        rows.add(
                            RowFactory.create(
                                algorithm, pair, distance, histogram.count(distance)));
                      }
                    }));
    return rows;
  }

  private Map<String, Object> study(Dataset<Row> hashes, List<ClassPair> pairs) {
    Map<String, Object> study = StudyDistances.measure(hashes, pairs);
    study.forEach(
        (pair, value) -> {
          Map<?, ?> moments = (Map<?, ?>) value;
          print(
              "as in the study, %s: %.2f differing hex digits (%,d ordered pairs)",
              pair, moments.get("mean"), moments.get("pairs"));
        });
    return study;
  }

  private void print(String format, Object... values) {
    context.out().printf("distances: " + format + "%n", values);
  }
}
