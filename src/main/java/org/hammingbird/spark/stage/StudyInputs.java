package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.image.QualityMeasure;
import org.hammingbird.training.layer.Precision;

/**
 * The tables that a study reads, at fixed versions, and the digest by which a trial's result is
 * known again: of the tables that the trial reads, and of the settings that shape it.
 */
final class StudyInputs {
  private static final String HASHES = "hashes";
  private static final String PIXELS = "pixels";
  private static final String CLUSTERS = "clusters";
  private static final String LEAKAGE = "leakage";
  private static final String LOW_QUALITY = "low_quality";

  private final StageRun run;
  private final String bySteps;
  private final String byPasses;
  private final Dataset<Row> hashes;
  private final Dataset<Row> pixels;
  private final StudyOptions options;
  private long images = -1;
  private long trainImages = -1;
  private long testImages = -1;
  private List<String> classNames;
  private Map<String, Integer> comparableClasses;

  /**
   * Names the tables that every trial reads as the run's inputs.
   *
   * @throws UserException where there is none, or no train or test split
   */
  StudyInputs(StageContext context, StageRun run, StudyOptions options) {
    this.run = run;
    this.options = options;
    this.hashes = HashColumns.input(run);
    this.pixels = run.input(PIXELS);
    StageRun shaping = StageRun.of(context, "study", "trials", StudyOptions.shaping());
    shaping.inputDigest(HASHES, run.snapshot(HASHES));
    shaping.inputDigest(PIXELS, run.snapshot(PIXELS));
    if (options.trains()) {
      String precision = precision(context, options.training().recipe().precision());
      run.inputDigest("precision", precision);
      shaping.inputDigest("precision", precision);
    }
    shaping.inputDigest("steps", Integer.toString(options.steps()));
    this.bySteps = shaping.fingerprint();
    // their seconds count, which are those of one machine
    shaping.inputDigest("steps", "by passes");
    shaping.inputDigest("machine", machine(context));
    this.byPasses = shaping.fingerprint();
    HashColumns.require(hashes, List.of(options.algorithm()));
    if (options.runs(StudyOptions.LEAKAGE)) {
      ofHashes(LEAKAGE);
    }
    if (options.runs(StudyOptions.QUALITY)) {
      ofHashes(LOW_QUALITY);
    }
    if (options.trains()) {
      // what makes trainings impossible is said before anything is measured
      classNames();
      testImages();
    }
  }

  /** A table that was made of these hashes, not of earlier ones. */
  private Dataset<Row> ofHashes(String table) {
    Dataset<Row> rows = run.input(table);
    run.requireMadeOf(table, HASHES);
    return rows;
  }

  /** What workers compute with: auto depends on their processors. */
  private static String precision(StageContext context, Precision asked) {
    return JavaSparkContext.fromSparkContext(context.spark().sparkContext())
        .parallelize(List.of(asked), 1)
        .map(precision -> precision.here().id())
        .first();
  }

  private String machine(StageContext context) {
    return String.format(
        "%d tasks at a time, %d threads each, %d minibatches ahead",
        context.spark().sparkContext().defaultParallelism(),
        options.training().threads(),
        options.training().prefetch());
  }

  /** Of all that shapes a trial's result besides what its id says. */
  String digest(Trial trial) {
    String digest = trial.passes() == 0 ? bySteps : byPasses;
    if (trial.rule().keepersOnly()) {
      digest = more(digest, CLUSTERS);
    }
    if (trial.rule().byDistance()) {
      digest = DigestUtils.sha256Hex(digest + "\n" + options.algorithm().column());
    }
    return trial.quality().equals(SelectOptions.ANY) ? digest : more(digest, LOW_QUALITY);
  }

  private String more(String digest, String table) {
    ofHashes(table);
    return DigestUtils.sha256Hex(digest + "\n" + table + "@" + run.snapshot(table));
  }

  /** Of all that shapes what is measured of degraded images, and of what says where they are. */
  String degradedDigest() {
    return DigestUtils.sha256Hex(
        measured(StudyOptions.DEGRADED, options.degradedImages()) + "\n" + options.places());
  }

  /** Of all that shapes what is measured of distances. */
  String distancesDigest() {
    return measured(StudyOptions.DISTANCES, options.maxDistanceImages(), options.votes());
  }

  private String measured(String experiment, int... settings) {
    return DigestUtils.sha256Hex(
        String.join(
            "\n",
            experiment,
            BuildInfo.version(),
            run.snapshot(HASHES),
            Arrays.stream(settings).mapToObj(Integer::toString).collect(Collectors.joining("\n")),
            Long.toString(options.training().seed())));
  }

  /** A seeded sample of all images, or all where there are few. */
  Dataset<Row> sample(int images) {
    return hashes
        .orderBy(xxhash64(col("image_id"), lit(options.training().seed())), col("image_id"))
        .limit(images);
  }

  Dataset<Row> hashes() {
    return hashes;
  }

  Dataset<Row> pixels() {
    return pixels;
  }

  /** How many images there are. */
  long images() {
    if (images < 0) {
      images = hashes.count();
    }
    return images;
  }

  /** The rows of {@code hashes} that may be trained on. */
  Dataset<Row> train() {
    return hashes.where("split = 'train' and label is not null");
  }

  /** Their number. */
  long trainImages() {
    if (trainImages < 0) {
      trainImages = train().count();
    }
    return trainImages;
  }

  /** The train images of a trial's quality. */
  Dataset<Row> wanted(Trial trial) {
    return trial.quality().equals(SelectOptions.ANY)
        ? train()
        : SetChoice.ofQuality(train(), ofHashes(LOW_QUALITY), trial.quality());
  }

  /** Those of them among which its rule chooses. */
  Dataset<Row> eligible(Trial trial) {
    return trial.rule().keepersOnly()
        ? SetChoice.withoutDuplicates(wanted(trial), ofHashes(CLUSTERS))
        : wanted(trial);
  }

  /**
   * The classes that networks tell apart.
   *
   * @throws UserException where there are fewer than two, or the test split has others
   */
  List<String> classNames() {
    if (classNames == null) {
      classNames = TrainingRows.classNames(hashes);
    }
    return classNames;
  }

  /**
   * How many test images there are, shown or not.
   *
   * @throws UserException where there is none
   */
  long testImages() {
    if (testImages < 0) {
      testImages = allTest().count();
    }
    if (testImages == 0) {
      throw new UserException(
          "Cannot study: no image of the table hashes is in split test; name a split rule (split.at or split.test-fraction)");
    }
    return testImages;
  }

  private Dataset<Row> allTest() {
    return hashes.where("split = 'test' and label is not null");
  }

  /** The test images that every network is shown: a seeded sample where there are many. */
  Dataset<Row> test() {
    Dataset<Row> test = allTest();
    return testImages() <= options.maxTestImages()
        ? test
        : test.orderBy(xxhash64(col("image_id"), lit(options.training().seed())), col("image_id"))
            .limit(options.maxTestImages());
  }

  /** Their ids in ascending order, as results count them. */
  long[] testIds() {
    return test().select("image_id").collectAsList().stream()
        .mapToLong(row -> row.getLong(0))
        .sorted()
        .toArray();
  }

  /**
   * The images of low quality.
   *
   * @throws UserException where {@code quality} has not run
   */
  Set<Long> lowQuality() {
    return ofHashes(LOW_QUALITY).select("image_id").distinct().collectAsList().stream()
        .map(row -> row.getLong(0))
        .collect(Collectors.toSet());
  }

  /**
   * How many images of each class of the train split there are both of low quality and of others,
   * so that training on the ones can be compared with training on the others.
   */
  Map<String, Integer> comparableClasses() {
    if (comparableClasses == null) {
      Map<String, Long> low = sizes(SelectOptions.LOW);
      Map<String, Long> good = sizes(SelectOptions.GOOD);
      comparableClasses = new TreeMap<>();
      low.forEach(
          (label, images) ->
              comparableClasses.put(
                  label, Math.toIntExact(Math.min(images, good.getOrDefault(label, 0L)))));
    }
    return comparableClasses;
  }

  private Map<String, Long> sizes(String quality) {
    return SetChoice.sizes(SetChoice.ofQuality(train(), ofHashes(LOW_QUALITY), quality));
  }

  /** Each measure of the test images, in the order of their ids; NaN where there is none. */
  Map<String, double[]> measures() {
    List<String> names = new ArrayList<>();
    for (QualityMeasure measure : QualityMeasure.values()) {
      names.add(measure.column());
    }
    List<Row> rows =
        test().select("image_id", names.toArray(new String[0])).orderBy("image_id").collectAsList();
    Map<String, double[]> measures = new LinkedHashMap<>();
    for (int measure = 0; measure < names.size(); measure++) {
      double[] values = new double[rows.size()];
      for (int place = 0; place < values.length; place++) {
        Row row = rows.get(place);
        values[place] = row.isNullAt(1 + measure) ? Double.NaN : row.getDouble(1 + measure);
      }
      measures.put(names.get(measure), values);
    }
    return measures;
  }

  /**
   * The test images that have near-duplicates in train.
   *
   * @throws UserException where {@code neighbors} has not run
   */
  Set<Long> leaked() {
    return ofHashes(LEAKAGE).select("test_id").distinct().collectAsList().stream()
        .map(row -> row.getLong(0))
        .collect(Collectors.toSet());
  }
}
