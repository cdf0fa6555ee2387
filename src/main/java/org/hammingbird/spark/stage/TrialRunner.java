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
import org.hammingbird.training.ModelDescription;
import org.hammingbird.training.Natives;
import org.hammingbird.training.Preprocessing;
import org.hammingbird.training.TrainedModel;
import org.hammingbird.training.TrainingPlan;

/**
 * Trains the networks of a study one after the other, each for the same number of steps, and shows
 * them the same test images. Pixels are joined once for all trials and kept by the executors, on
 * disk where they do not fit.
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
    this.classNames = TrainingRows.classNames(inputs.hashes());
    this.train =
        TrainingRows.joined(inputs.train(), inputs.pixels(), classNames)
            .persist(StorageLevel.MEMORY_AND_DISK());
    this.test =
        TrainingRows.joined(inputs.test(), inputs.pixels(), classNames)
            .repartition(2 * spark.defaultParallelism(), col("image_id"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    this.testIds = inputs.testIds();
    Natives.use(options.training().threads());
  }

  /** Looks whether the first trial's workers have what they need; answers what was found. */
  List<String> check(int workers) {
    TrainingStart start = new TrainingStart(options.training(), classNames.size());
    return start.check(spark, start.network(), workers);
  }

  /** Chooses, trains, tests. */
  TrialResult run(Trial trial) {
    long began = System.nanoTime();
    spark.sc().setJobDescription("study: choose " + trial.id());
    Dataset<Row> chosen = choose(trial).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long images = chosen.count();
      TrainedModel model = train(trial, chosen, images);
      spark.sc().setJobDescription("study: test " + trial.id());
      BitSet right = test(model);
      model.network().close();
      double seconds = (System.nanoTime() - began) / 1e9;
      return new TrialResult(trial, options.steps(), images, seconds, testIds.length, right);
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
    Map<String, Long> sizes = SetChoice.sizes(eligible);
    long available = sizes.values().stream().mapToLong(Long::longValue).sum();
    long budget = Budget.parse(trial.budget()).of(inputs.trainImages());
    return choice.of(eligible, SetChoice.shares(trial.rule(), sizes, Math.min(budget, available)));
  }

  private TrainedModel train(Trial trial, Dataset<Row> chosen, long images) {
    TrainOptions training = options.training(trial);
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

  private BitSet test(TrainedModel model) {
    Predictor predictor = Predictor.of(spark, model, TEST_BATCH, options.training().threads());
    try {
      BitSet right = new BitSet(testIds.length);
      for (long id : test.javaRDD().mapPartitions(rows -> right(predictor, rows)).collect()) {
        right.set(Arrays.binarySearch(testIds, id));
      }
      return right;
    } finally {
      predictor.close();
    }
  }

  private static Iterator<Long> right(Predictor predictor, Iterator<Row> rows) {
    List<Long> right = new ArrayList<>();
    Iterator<Prediction<Row>> predictions =
        predictor.predict(
            rows, row -> new Raster(row.getInt(2), row.getInt(3), 3, row.<byte[]>getAs(4)));
    while (predictions.hasNext()) {
      Prediction<Row> prediction = predictions.next();
      if (prediction.best() == prediction.item().getInt(1)) {
        right.add(prediction.item().getLong(0));
      }
    }
    return right.iterator();
  }

  @Override
  public void close() {
    train.unpersist();
    test.unpersist();
  }
}
