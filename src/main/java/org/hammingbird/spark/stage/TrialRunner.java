package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.image.Raster;
import org.hammingbird.selection.Budget;
import org.hammingbird.spark.training.DistributedTrainer;
import org.hammingbird.spark.training.Prediction;
import org.hammingbird.spark.training.Predictor;
import org.hammingbird.spark.training.TrainingListener;
import org.hammingbird.spark.training.TrainingSet;
import org.hammingbird.spark.training.WorkerNatives;
import org.hammingbird.training.ModelDescription;
import org.hammingbird.training.Natives;
import org.hammingbird.training.Preprocessing;
import org.hammingbird.training.TrainedModel;
import org.hammingbird.training.TrainingPlan;

/**
 * Trains the networks of a study one after the other, and shows them the same test images, degraded
 * too where that is wanted: each is brought to the model's side first, degraded there, and then
 * cut. Pixels are joined once for all trials and kept by the executors, on disk where they do not
 * fit.
 *
 * <p>A set of fewer images than the workers train in a round is dealt in several copies, each
 * image's changed and ordered in its own way, so that rounds and minibatches are as long as those
 * of large sets; an epoch is then several passes.
 */
final class TrialRunner implements AutoCloseable {
  private static final int TEST_BATCH = 256;

  private final JavaSparkContext spark;
  private final StudyOptions options;
  private final StudyInputs inputs;
  private final List<String> classNames;
  private final Dataset<Row> train;
  private final Dataset<Row> test;
  private final long[] testIds;

  TrialRunner(StageContext context, StudyOptions options, StudyInputs inputs) {
    this.spark = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
    this.options = options;
    this.inputs = inputs;
    this.classNames = inputs.classNames();
    this.train =
        TrainingRows.joined(inputs.train(), inputs.pixels(), classNames)
            .persist(StorageLevel.MEMORY_AND_DISK());
    this.test =
        TrainingRows.joined(inputs.test(), inputs.pixels(), classNames)
            .repartition(2 * spark.defaultParallelism(), col("image_id"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    this.testIds = inputs.testIds();
    // now, or the first training would take longer than the others
    spark.sc().setJobDescription("study: join pixels");
    train.count();
    spark.sc().setJobDescription(null);
    Natives.use(options.training().threads());
  }

  /** Looks whether so many workers have what they need; answers what was found. */
  List<String> check(int workers) {
    TrainingStart start = new TrainingStart(options.training(), classNames.size());
    MultiLayerNetwork network = start.network();
    List<String> lines = new ArrayList<>();
    lines.add(start.memory(spark, network, workers));
    lines.addAll(WorkerNatives.describe(start.natives(spark, network, workers)));
    return lines;
  }

  /**
   * Chooses, trains, tests.
   *
   * @param conditions in which the test images are shown besides
   */
  TrialAnswers run(Trial trial, List<Condition> conditions) {
    long began = System.nanoTime();
    spark.sc().setJobDescription("study: choose " + trial.id());
    Dataset<Row> chosen = choose(trial).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long images = chosen.count();
      TrainOptions training = options.training(trial, images);
      long trainingBegan = System.nanoTime();
      TrainedModel model = train(trial, training, chosen, images);
      double trainSeconds = (System.nanoTime() - trainingBegan) / 1e9;
      spark.sc().setJobDescription("study: test " + trial.id());
      BitSet right = test(model, List.of(Condition.clean())).get(0);
      spark.sc().setJobDescription("study: degraded images for " + trial.id());
      List<BitSet> degraded = conditions.isEmpty() ? List.of() : test(model, conditions);
      Natives.free(model.network());
      model.network().close();
      double seconds = (System.nanoTime() - began) / 1e9;
      TrialResult result =
          new TrialResult(
              trial,
              training.recipe().steps(),
              images,
              seconds,
              trainSeconds,
              testIds.length,
              right);
      return new TrialAnswers(result, conditions, degraded);
    } finally {
      spark.sc().setJobDescription(null);
      chosen.unpersist();
    }
  }

  private Dataset<Row> choose(Trial trial) {
    Dataset<Row> eligible = inputs.eligible(trial);
    SetChoice choice = new SetChoice(trial.rule(), options.algorithm(), trial.seed());
    if (!trial.quality().equals(SelectOptions.ANY)) {
      // of the same classes, or that would be the difference
      return choice.of(eligible, inputs.comparableClasses());
    }
    Map<String, Long> sizes = SetChoice.sizes(inputs.wanted(trial));
    Map<String, Long> possible = trial.rule().keepersOnly() ? SetChoice.sizes(eligible) : sizes;
    long budget = Budget.parse(trial.budget()).of(inputs.trainImages());
    return choice.of(eligible, SetChoice.shares(trial.rule(), sizes, possible, budget));
  }

  private TrainedModel train(Trial trial, TrainOptions training, Dataset<Row> chosen, long images) {
    TrainingStart start = new TrainingStart(training, classNames.size());
    long round =
        (long) trial.workers() * training.recipe().batchSize() * training.averagingFrequency();
    Dataset<Row> rows = repeated(train.join(broadcast(chosen), "image_id"), images, round);
    try (TrainingSet set = TrainingSet.deal(rows, trial.workers(), training.imageSide())) {
      Preprocessing preprocessing = start.preprocessing(set);
      MultiLayerNetwork network = start.network();
      start.prepare(network, set, preprocessing);
      TrainingPlan plan = start.plan(set);
      DistributedTrainer.of(
              spark,
              set,
              plan,
              start.inputs(preprocessing),
              training.prefetch(),
              training.threads())
          .train(
              network,
              // a study's trainings are too many to hear of each round
              new TrainingListener() {});
      return new TrainedModel(
          network,
          new ModelDescription(
              training.architecture().id(),
              classNames,
              preprocessing,
              Map.of("trial", trial.id())));
    }
  }

  /** The rows as often as it takes to have at least so many, each copy under an id of its own. */
  static Dataset<Row> repeated(Dataset<Row> rows, long images, long least) {
    long copies = (least + images - 1) / images;
    return copies <= 1
        ? rows
        : rows.crossJoin(rows.sparkSession().range(copies).toDF("copy"))
            .withColumn("image_id", xxhash64(col("image_id"), col("copy")))
            .drop("copy");
  }

  /** Which images are named rightly, in each condition. */
  private List<BitSet> test(TrainedModel model, List<Condition> conditions) {
    Predictor predictor = Predictor.of(spark, model, TEST_BATCH, options.training().threads());
    long seed = options.training().seed();
    List<Condition> shipped = new ArrayList<>(conditions);
    try {
      List<BitSet> right = new ArrayList<>();
      conditions.forEach(condition -> right.add(new BitSet(testIds.length)));
      for (List<long[]> found :
          test.javaRDD()
              .mapPartitions(rows -> List.of(right(predictor, rows, shipped, seed)).iterator())
              .collect()) {
        for (int place = 0; place < found.size(); place++) {
          for (long id : found.get(place)) {
            right.get(place).set(Arrays.binarySearch(testIds, id));
          }
        }
      }
      return right;
    } finally {
      predictor.close();
    }
  }

  /** For each condition the ids of those rows' images that are named rightly. */
  private static List<long[]> right(
      Predictor predictor, Iterator<Row> rows, List<Condition> conditions, long seed) {
    Preprocessing preprocessing = predictor.description().preprocessing();
    List<LongStream.Builder> right = new ArrayList<>();
    conditions.forEach(condition -> right.add(LongStream.builder()));
    Iterator<Shown> shown =
        StreamSupport.stream(((Iterable<Row>) () -> rows).spliterator(), false)
            .flatMap(row -> Shown.of(row, preprocessing, conditions.size()))
            .iterator();
    Iterator<Prediction<Shown>> predictions =
        predictor.predict(
            shown,
            one ->
                conditions.get(one.condition).apply(one.image, Condition.imageSeed(seed, one.id)));
    while (predictions.hasNext()) {
      Prediction<Shown> prediction = predictions.next();
      Shown one = prediction.item();
      if (prediction.best() == one.label) {
        right.get(one.condition).add(one.id);
      }
    }
    List<long[]> ids = new ArrayList<>();
    right.forEach(builder -> ids.add(builder.build().toArray()));
    return ids;
  }

  /** A test image that is shown in one of the conditions. */
  private static final class Shown {
    private final long id;
    private final int label;
    private final Raster image;
    private final int condition;

    private Shown(long id, int label, Raster image, int condition) {
      this.id = id;
      this.label = label;
      this.image = image;
      this.condition = condition;
    }

    static Stream<Shown> of(Row row, Preprocessing preprocessing, int conditions) {
      Raster image =
          preprocessing.fit(new Raster(row.getInt(2), row.getInt(3), 3, row.<byte[]>getAs(4)));
      return IntStream.range(0, conditions)
          .mapToObj(condition -> new Shown(row.getLong(0), row.getInt(1), image, condition));
    }
  }

  @Override
  public void close() {
    train.unpersist();
    test.unpersist();
  }
}
