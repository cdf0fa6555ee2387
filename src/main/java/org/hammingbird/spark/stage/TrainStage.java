package org.hammingbird.spark.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.training.DistributedTrainer;
import org.hammingbird.spark.training.TrainingInputs;
import org.hammingbird.spark.training.TrainingSet;
import org.hammingbird.spark.training.WorkerNatives;
import org.hammingbird.training.ModelDescription;
import org.hammingbird.training.Natives;
import org.hammingbird.training.NativesCheck;
import org.hammingbird.training.TrainedModel;
import org.hammingbird.training.TrainingPlan;

/**
 * Trains a network on the train split or a selection and publishes it under its name. Reads tables
 * only: no image is fetched or decoded again.
 *
 * <p>Documents of the manifest: {@code model} (zip of network and description), {@code rounds}
 * (CSV: step, epoch, images, loss, accuracy, seconds). Results: {@code architecture}, {@code
 * parameters}, {@code classes} (list of names), {@code images}, {@code workers}, {@code
 * computed_by} (list of what computed the layers on the executors, with its precision), {@code
 * steps}, {@code training_seconds}, {@code images_per_second}, {@code loss}, {@code accuracy} (of
 * the last epoch's training images), {@code epochs} (list of maps: epoch, loss, accuracy,
 * images_per_second, seconds, and with a validation split validation_loss and validation_accuracy),
 * then also {@code best_epoch} and {@code validation_accuracy}. After each epoch a manifest of
 * stage {@code checkpoint} names the network so far, with its updater's state: a run that was
 * killed goes on from there.
 */
public final class TrainStage implements Stage {
  static final String STAGE = "train";

  /** Steps an epoch below which several workers cost noticeable accuracy. */
  private static final int FEW_STEPS = 30;

  private final StageContext context;
  private final TrainOptions options;

  public TrainStage(StageContext context, TrainOptions options) {
    this.context = context;
    this.options = options;
  }

  @Override
  public RunManifest run() {
    StageRun run = StageRun.of(context, STAGE, options.name(), "training", "seed");
    Dataset<Row> hashes = run.input("hashes");
    Dataset<Row> pixels = run.input("pixels");
    Dataset<Row> selection =
        options.selection().isEmpty() ? null : run.input("selections/" + options.selection());
    Optional<RunManifest> done = run.upToDate();
    if (done.isPresent()) {
      return done.get();
    }
    Natives.use(options.threads());
    Optional<TrainingCheckpoint> checkpoint =
        TrainingCheckpoint.of(context, options.name(), run.fingerprint());
    TrainingRows rows =
        TrainingRows.of(
            hashes,
            pixels,
            selection,
            options.selection(),
            options.validationFraction(),
            options.seed(),
            options.architecture().inputSide());
    int workers =
        checkpoint
            .map(TrainingCheckpoint::workers)
            .orElseGet(() -> options.workers(spark().defaultParallelism()));
    rows.require(workers, options.recipe().batchSize(), options.architecture().inputSide());
    return train(run, rows, workers, checkpoint);
  }

  private RunManifest train(
      StageRun run, TrainingRows rows, int workers, Optional<TrainingCheckpoint> checkpoint) {
    TrainingStart start = new TrainingStart(options, rows.classNames().size());
    MultiLayerNetwork network =
        options.balanced() ? start.network(rows.balancingWeights()) : start.network();
    checkpoint.ifPresent(from -> from.into(network));
    announce(rows, workers, checkpoint);
    say(start.memory(spark(), network, workers));
    Map<String, NativesCheck> natives = start.natives(spark(), network, workers);
    WorkerNatives.describe(natives).forEach(this::say);
    try (TrainingSet images = TrainingSet.deal(rows.rows(), workers, options.imageSide())) {
      TrainingPlan plan = start.plan(images);
      warnOfFewSteps(plan);
      ModelDescription description =
          new ModelDescription(
              options.architecture().id(),
              rows.classNames(),
              start.preprocessing(images),
              settings(plan, run.settingsOfMaker("pixels")));
      TrainingReport report =
          new TrainingReport(context, options, plan, description, run.fingerprint());
      checkpoint.ifPresent(report::resume);
      if (!checkpoint.isPresent()) {
        start.prepare(network, images, description.preprocessing());
      }
      train(network, images, rows, plan, report, start.inputs(description.preprocessing()));
      TrainedModel model = report.best().orElseGet(() -> new TrainedModel(network, description));
      return publish(run, model, report, results(rows, workers, natives));
    }
  }

  private void train(
      MultiLayerNetwork network,
      TrainingSet images,
      TrainingRows rows,
      TrainingPlan plan,
      TrainingReport report,
      TrainingInputs inputs) {
    DistributedTrainer trainer =
        DistributedTrainer.of(spark(), images, plan, inputs, options.prefetch(), options.threads());
    int steps = Math.min(plan.steps(), report.epochsDone() * plan.stepsAnEpoch());
    if (!report.goesOn(report.epochsDone())) {
      return;
    }
    if (rows.validationImages() == 0) {
      trainer.train(network, steps, report);
      return;
    }
    int validators = (int) Math.min(plan.workers(), rows.validationImages());
    try (TrainingSet validation =
        TrainingSet.deal(rows.validation(), validators, options.imageSide())) {
      trainer.validating(validation).train(network, steps, report);
    }
  }

  private RunManifest publish(
      StageRun run, TrainedModel model, TrainingReport report, Map<String, Object> results) {
    String folder = "models/" + options.name();
    run.document("model", context.workspace().documents().write(folder, ".zip", model.toBytes()));
    run.document("rounds", context.workspace().documents().write(folder, ".csv", report.rounds()));
    results.put("parameters", model.network().numParams());
    results.putAll(report.results());
    return run.complete(results);
  }

  private Map<String, String> settings(TrainingPlan plan, Map<String, String> ofPixels) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("batch-size", Integer.toString(plan.batchSize()));
    settings.put("workers", Integer.toString(plan.workers()));
    settings.put("averaging-frequency", Integer.toString(plan.averagingFrequency()));
    settings.put("learning-rate", Double.toString(options.recipe(plan.workers()).learningRate()));
    settings.put("schedule", options.recipe().schedule().id());
    settings.put("l2", Double.toString(options.recipe().l2()));
    settings.put("warmup", Double.toString(options.recipe().warmup()));
    settings.put("label-smoothing", Double.toString(options.recipe().labelSmoothing()));
    settings.put("class-weights", options.balanced() ? "balanced" : "none");
    settings.put("augmentation", options.recipe().augmentation().id());
    settings.put("selection", options.selection());
    settings.put("seed", Long.toString(options.seed()));
    settings.put(
        ModelDescription.ORIENTATION, ofPixels.getOrDefault("hash.orientation", "as-stored"));
    return settings;
  }

  private Map<String, Object> results(
      TrainingRows rows, int workers, Map<String, NativesCheck> natives) {
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("architecture", options.architecture().id());
    results.put("classes", rows.classNames());
    results.put("images", rows.images());
    results.put("workers", workers);
    results.put("computed_by", WorkerNatives.computedBy(natives));
    return results;
  }

  /** Why there are as many workers as there are, which is decided before the first round. */
  static String whyWorkers(boolean goesOn, TrainOptions options, SparkConf spark) {
    if (goesOn) {
      return "as many as the checkpoint was trained by";
    }
    if (!options.workersFollowSpark()) {
      return "as training.workers says";
    }
    return "as many as Spark runs tasks at a time, 8 at most"
        + (spark.getBoolean("spark.dynamicAllocation.enabled", false)
            ? " now, and to the end, though it allocates executors dynamically: set training.workers to what the cluster can hold, or"
                + " spark.dynamicAllocation.enabled to false"
            : " (training.workers = 0)");
  }

  private void say(String line) {
    context.out().printf("train: %s%n", line);
  }

  private void warnOfFewSteps(TrainingPlan plan) {
    if (plan.workers() > 1 && plan.stepsAnEpoch() < FEW_STEPS) {
      say(
          String.format(
              "each of %d workers has only %d minibatches an epoch: fewer workers (training.workers) or smaller minibatches (training.batch-size) learn more in an epoch",
              plan.workers(), plan.stepsAnEpoch()));
    }
  }

  private void announce(TrainingRows rows, int workers, Optional<TrainingCheckpoint> checkpoint) {
    checkpoint.ifPresent(
        from ->
            context
                .out()
                .printf(
                    "train: goes on after epoch %d, of which there is a checkpoint (--force trains from the beginning)%n",
                    from.epoch()));
    context
        .out()
        .printf(
            "train: %s on %,d images of %d classes%s, batches of %d%n",
            options.architecture().id(),
            rows.images(),
            rows.classNames().size(),
            options.selection().isEmpty() ? "" : " of selection " + options.selection(),
            options.recipe().batchSize());
    context
        .out()
        .printf(
            "train: %d worker%s of %d native thread%s each, %s%n",
            workers,
            workers == 1 ? "" : "s",
            options.threads(),
            options.threads() == 1 ? "" : "s",
            whyWorkers(checkpoint.isPresent(), options, spark().getConf()));
    if (rows.validationImages() > 0) {
      context
          .out()
          .printf("train: %,d more images to find the best epoch with%n", rows.validationImages());
    }
    if (rows.small() > 0) {
      context
          .out()
          .printf(
              "train: %,d of them are smaller than %d pixels and get a black border%n",
              rows.small(), options.architecture().inputSide());
    }
  }

  private JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(context.spark().sparkContext());
  }
}
