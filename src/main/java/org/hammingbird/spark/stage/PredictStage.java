package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.hammingbird.UserException;
import org.hammingbird.spark.image.ImageSource;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.spark.training.Predictor;
import org.hammingbird.training.TrainedModel;

/**
 * Applies a model to the hashed images, or to all files of a folder, and says for each the three
 * most probable classes.
 *
 * <p>Table {@code predictions/NAME}, in Parquet files. Results: {@code model}, {@code images},
 * {@code rejects} (files that could not be decoded; their rows have a cause), {@code
 * images_per_second}.
 */
public final class PredictStage implements Stage {
  static final String STAGE = "predict";

  private static final long IMAGES_A_TASK = 2000;

  private final StageContext context;
  private final PredictOptions options;

  public PredictStage(StageContext context, PredictOptions options) {
    this.context = context;
    this.options = options;
  }

  @Override
  public RunManifest run() {
    StageRun run = StageRun.of(context, STAGE, options.name(), "prediction");
    RunManifest trained = run.inputRun("train", options.model());
    if (options.folder().isPresent()) {
      // a folder has no version: what is in it today need not be what was in it yesterday
      return predict(run, trained, files());
    }
    Dataset<Row> hashes = run.input("hashes");
    Dataset<Row> pixels = run.input("pixels");
    Optional<RunManifest> done = run.upToDate();
    return done.isPresent() ? done.get() : predict(run, trained, stored(hashes, pixels));
  }

  private RunManifest predict(StageRun run, RunManifest trained, Dataset<Row> images) {
    TrainedModel model =
        TrainedModel.load(
            context.workspace().documents().read(trained.documents().get("model")),
            options.model());
    long total = checkedCount(images, model.description().preprocessing().inputSide());
    Predictor predictor =
        Predictor.of(
            JavaSparkContext.fromSparkContext(context.spark().sparkContext()),
            model,
            options.batchSize(),
            options.threads());
    try {
      return predict(run, predictor, images, total);
    } finally {
      predictor.close();
    }
  }

  private RunManifest predict(StageRun run, Predictor predictor, Dataset<Row> images, long total) {
    String table = "predictions/" + options.name();
    LongAccumulator done = context.spark().sparkContext().longAccumulator("images predicted");
    LongAccumulator rejects = context.spark().sparkContext().longAccumulator("images rejected");
    LongAccumulator small = context.spark().sparkContext().longAccumulator("small images");
    PredictImages predictImages =
        new PredictImages(
            predictor,
            options.folder().map(limits -> ImageSource.open(context.spark(), limits)).orElse(null),
            done,
            rejects,
            small);
    context.out().printf("predict: model %s on %,d images%n", options.model(), total);
    context.spark().sparkContext().setJobDescription("predict: " + total + " images");
    long began = System.nanoTime();
    try (ProgressLines lines =
        ProgressLines.start(context.out(), "predict images", total, done::value)) {
      run.output(
          table,
          context
              .workspace()
              .table(table)
              .overwrite(
                  spread(images, total)
                      .mapPartitions(predictImages, Encoders.row(Schemas.PREDICTIONS))));
    } finally {
      context.spark().sparkContext().setJobDescription(null);
    }
    double speed = total / ((System.nanoTime() - began) / 1e9);
    context
        .out()
        .printf(
            "predict: %,d images, %,.0f images/s%s%n",
            total,
            speed,
            rejects.value() == 0
                ? ""
                : String.format("; %,d could not be decoded", rejects.value()));
    if (small.value() > 0) {
      context
          .out()
          .printf(
              "predict: %,d of them are smaller than the model's square of %d pixels and were padded with black%n",
              small.value(), predictor.description().preprocessing().inputSide());
    }
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("model", options.model());
    results.put("images", total);
    results.put("rejects", rejects.value());
    results.put("images_per_second", speed);
    return run.complete(results);
  }

  private Dataset<Row> stored(Dataset<Row> hashes, Dataset<Row> pixels) {
    Dataset<Row> chosen =
        options.split().equals("all")
            ? hashes
            : hashes.where(col("split").equalTo(options.split()));
    return chosen
        .select("image_id", "address")
        .join(pixels, "image_id")
        .select("image_id", "address", "width", "height", "rgb");
  }

  /** Only their names: tasks read them, as the stage hash does. */
  private Dataset<Row> files() {
    String folder = options.folder().get().roots().get(0);
    try {
      return context
          .spark()
          .read()
          .format("binaryFile")
          .option("recursiveFileLookup", "true")
          .load(folder)
          .select(
              lit(null).cast("bigint").as("image_id"),
              col("path").as("address"),
              lit(null).cast("int").as("width"),
              lit(null).cast("int").as("height"),
              lit(null).cast("binary").as("rgb"));
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw new UserException(
            "There is no folder prediction.folder = " + folder + ": name one that exists", e);
      }
      throw e;
    }
  }

  /** Counts images; refuses none at all, and a model whose square none of them fills. */
  private long checkedCount(Dataset<Row> images, int side) {
    Row found = images.agg(count(lit(1)), max(least(col("width"), col("height")))).first();
    long total = found.getLong(0);
    if (total == 0) {
      throw new UserException(
          options.folder().isPresent()
              ? "There is no file in prediction.folder: name another folder"
              : "There is no image of prediction.split = "
                  + options.split()
                  + ": choose another split, or all");
    }
    if (!found.isNullAt(1) && found.getInt(1) < side) {
      throw new UserException(
          String.format(
              "The model %s does not fit the images: it takes squares of %d pixels, and no stored image is larger than %d; hash again with a larger pixels.side, or use another model",
              options.model(), side, found.getInt(1)));
    }
    return total;
  }

  private Dataset<Row> spread(Dataset<Row> images, long total) {
    long cores = Math.max(1, context.spark().sparkContext().defaultParallelism());
    long tasks = Math.max(Math.min(cores, total / 64 + 1), total / IMAGES_A_TASK);
    return images.repartition((int) Math.min(tasks, 100_000));
  }
}
