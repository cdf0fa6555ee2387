package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.hammingbird.evaluation.Histogram;
import org.hammingbird.evaluation.Interval;
import org.hammingbird.evaluation.MeanEstimate;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.image.Corruption;
import org.hammingbird.image.QualityMeasure;
import org.hammingbird.report.Text;
import org.hammingbird.spark.image.ImageSource;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * What degrading does, by each corruption at each severity: whether the measures of quality
 * recognise degraded copies of the collection's images, whether the hashes of copies stay near, and
 * how far the accuracy of networks drops.
 *
 * <p>Measures and hashes are of a seeded sample of the whole collection, whose files are read
 * again: see {@link ImageSample}. Accuracies are of the networks that were trained on the most
 * images, which are shown their test images degraded at the side that they take.
 *
 * <p>Findings: {@code images}, {@code unreadable} (drawn, but not there any more), {@code sampled}
 * (whether there are more), {@code side} (shorter side at most, in pixels); {@code listed-when}: by
 * measure whether stage {@code quality} lists images {@code below} a limit, {@code above} one, or
 * {@code either}, a measure that it has no limit for being left out; {@code measures}: list of maps
 * of {@code corruption}, {@code severity}, {@code measure}, {@code auc} (the chance that a degraded
 * image's value is greater than an undegraded one's) with {@code auc-low} and {@code auc-high}
 * (95%, {@link Interval#ofAuc}); {@code hashes}: list of maps of {@code corruption}, {@code
 * severity}, {@code hash}, {@code radius} ({@code neighbors.radius}, in proportion where a hash has
 * more or fewer bits than 64), {@code within} (share of the copies that are no further from their
 * image) with {@code within-low} and {@code within-high} (Wilson, 95%), {@code mean-distance} in
 * bits; {@code networks}, {@code trained-on}, {@code test-images}, {@code accuracy} undegraded;
 * {@code accuracies}: list of maps of {@code corruption}, {@code severity}, {@code accuracy},
 * {@code drop} (undegraded less degraded), each mean over networks with {@code -low} and {@code
 * -high} (95% interval over images, of the drop of pairs). What cannot be had is left out.
 */
final class DegradedExperiment {
  private final StageContext context;
  private final StudyOptions options;
  private final StudyInputs inputs;
  private final DegradedTable table;

  DegradedExperiment(StageContext context, StudyOptions options, StudyInputs inputs) {
    this.context = context;
    this.options = options;
    this.inputs = inputs;
    this.table = new DegradedTable(context, inputs.degradedDigest());
  }

  /**
   * Degrades and measures what has not been yet; where most images cannot be read it says so, and
   * leaves it to the next run.
   */
  void measure() {
    List<Corruption> missing = new ArrayList<>(Arrays.asList(Corruption.values()));
    if (!context.force()) {
      missing.removeAll(table.rows().keySet());
    }
    if (missing.isEmpty()) {
      return;
    }
    describe("read images to degrade");
    ImageSource source = ImageSource.open(context.spark(), options.images());
    try (ImageSample sample = ImageSample.of(inputs.sample(options.degradedImages()), source)) {
      long images = sample.readable().count();
      if (2 * images < drawn()) {
        leaveOut(sample);
        return;
      }
      announce(sample, images, missing.size());
      double spent = 0;
      for (int i = 0; i < missing.size(); i++) {
        spent += measure(sample, missing.get(i));
        int left = missing.size() - i - 1;
        print(
            "%s: degraded and measured%s",
            missing.get(i).id(),
            left == 0
                ? ""
                : String.format(
                    "; %d left, about %s", left, TrialSeries.duration(spent / (i + 1) * left)));
      }
    } finally {
      context.spark().sparkContext().setJobDescription(null);
    }
  }

  /** Seconds that it took. */
  private double measure(ImageSample sample, Corruption corruption) {
    long began = System.nanoTime();
    describe("degrade images by " + corruption.id());
    table.add(
        DegradedCopies.of(
            sample.readable(),
            corruption,
            HashColumns.stored(inputs.hashes()),
            options.training().seed()));
    return (System.nanoTime() - began) / 1e9;
  }

  private void leaveOut(ImageSample sample) {
    Row example = sample.unreadable().head();
    print(
        "no degraded copies are measured: %s of %s drawn cannot be read again, as image %d (%s); the next run tries again, with other images.roots if that is why",
        Text.count(sample.unreadable().count()),
        Text.count(drawn(), "image", "images"),
        example.getLong(0),
        example.getString(5));
  }

  private void announce(ImageSample sample, long images, int missing) {
    long unreadable = sample.unreadable().count();
    print(
        "degraded copies of %s, read again from their files (shorter side at most %d pixels), by %d corruptions at 5 severities%s%s",
        Text.count(images, "image", "images"),
        ImageSample.SIDE,
        Corruption.values().length,
        missing == Corruption.values().length
            ? ""
            : String.format(", of which %d are done", Corruption.values().length - missing),
        unreadable == 0
            ? ""
            : String.format(
                "; %s drawn cannot be read", Text.count(unreadable, "other", "others")));
  }

  private long drawn() {
    return Math.min(options.degradedImages(), inputs.images());
  }

  /** Whether every corruption has been measured. */
  boolean complete() {
    return table.rows().size() == Corruption.values().length;
  }

  /** The table's newest version. */
  long version() {
    return table.version();
  }

  /**
   * What was found.
   *
   * @param corruptions degraded test images by trial and condition, as {@link
   *     CorruptionTable#right} has them
   */
  Map<String, Object> findings(TestAnswers answers, Map<String, Map<String, BitSet>> corruptions) {
    List<Object> measures = new ArrayList<>();
    List<Object> hashes = new ArrayList<>();
    long images = 0;
    for (List<Row> severities : table.rows().values()) {
      for (Row row : severities) {
        images = row.getAs("images");
        // in the order of the columns of hashes: a table's maps have none
        Map<String, Double> auc = row.getJavaMap(row.fieldIndex("auc"));
        for (QualityMeasure measure : QualityMeasure.values()) {
          if (auc.containsKey(measure.column())) {
            measures.add(measure(row, measure.column(), auc.get(measure.column())));
          }
        }
        Map<String, Seq<Object>> distances = row.getJavaMap(row.fieldIndex("distances"));
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
          if (distances.containsKey(algorithm.column())) {
            hashes.add(hash(row, algorithm, distances.get(algorithm.column())));
          }
        }
      }
    }
    Map<String, Object> findings = new LinkedHashMap<>();
    findings.put("images", images);
    findings.put("unreadable", drawn() - images);
    findings.put("sampled", drawn() < inputs.images());
    findings.put("side", ImageSample.SIDE);
    findings.put("listed-when", listedWhen());
    findings.put("measures", measures);
    findings.put("hashes", hashes);
    findings.putAll(accuracies(answers, corruptions));
    return findings;
  }

  private Map<String, Object> listedWhen() {
    Map<String, Object> sides = new LinkedHashMap<>();
    for (QualityRule rule : options.qualityRules()) {
      sides.merge(
          rule.measure(),
          rule.isBelow() ? "below" : "above",
          (one, other) -> one.equals(other) ? one : "either");
    }
    return sides;
  }

  private static Map<String, Object> condition(Row row) {
    return condition(row.getAs("corruption"), row.<Integer>getAs("severity"));
  }

  private static Map<String, Object> condition(String corruption, int severity) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("corruption", corruption);
    condition.put("severity", severity);
    return condition;
  }

  private static Map<String, Object> measure(Row row, String measure, double auc) {
    Map<String, Object> one = condition(row);
    one.put("measure", measure);
    if (!Double.isNaN(auc)) {
      long images = row.getAs("images");
      one.put("auc", auc);
      StudyFigures.put(one, "auc", Interval.ofAuc(auc, images, images));
    }
    return one;
  }

  private Map<String, Object> hash(Row row, HashAlgorithm algorithm, Seq<Object> counts) {
    Histogram histogram =
        Histogram.of(
            JavaConverters.seqAsJavaList(counts).stream()
                .mapToLong(count -> (Long) count)
                .toArray());
    int radius = options.radius(algorithm);
    long within = 0;
    for (int distance = 0; distance <= radius; distance++) {
      within += histogram.count(distance);
    }
    Map<String, Object> one = condition(row);
    one.put("hash", algorithm.column());
    one.put("radius", radius);
    StudyFigures.put(one, "within", (double) within / histogram.total());
    StudyFigures.put(one, "within", Interval.wilson(within, histogram.total()));
    StudyFigures.put(one, "mean-distance", histogram.mean());
    return one;
  }

  private static Map<String, Object> accuracies(
      TestAnswers answers, Map<String, Map<String, BitSet>> corruptions) {
    List<TrialResult> shown =
        answers.trials().stream()
            .filter(result -> corruptions.containsKey(result.trial().id()))
            .collect(Collectors.toList());
    Map<String, Object> findings = new LinkedHashMap<>();
    findings.put("networks", shown.size());
    findings.put("trained-on", answers.trainedOn());
    findings.put("test-images", answers.size());
    if (shown.isEmpty()) {
      return findings;
    }
    double[] clean = shares(answers, shown, result -> result::right);
    StudyFigures.putAccuracy(findings, "accuracy", clean);
    List<Object> accuracies = new ArrayList<>();
    for (Condition condition : Condition.degraded()) {
      String key = condition.toString();
      double[] degraded =
          shares(answers, shown, result -> corruptions.get(result.trial().id()).get(key)::get);
      Map<String, Object> one = condition(condition.id(), condition.severity());
      StudyFigures.putAccuracy(one, "accuracy", degraded);
      StudyFigures.put(one, "drop", MeanEstimate.ofDifferences(clean, degraded));
      accuracies.add(one);
    }
    findings.put("accuracies", accuracies);
    return findings;
  }

  private static double[] shares(
      TestAnswers answers, List<TrialResult> shown, Function<TrialResult, IntPredicate> right) {
    return TestAnswers.shares(
        answers.size(), shown.stream().map(right).collect(Collectors.toList()));
  }

  private void describe(String job) {
    context.spark().sparkContext().setJobDescription("study: " + job);
  }

  private void print(String format, Object... values) {
    context.out().printf("study: " + format + "%n", values);
  }
}
