package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;
import org.hammingbird.UserException;
import org.hammingbird.evaluation.ConfusionMatrix;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.spark.training.Predictor;
import org.hammingbird.training.TrainedModel;

/**
 * Measures a model on the images of a split: as they are, and degraded in each condition. One job
 * goes over the pixels once; what comes back are counts.
 *
 * <p>Test images with a near-duplicate in train are left out where {@code evaluation.unleaked} says
 * so, by the table {@code unleaked}.
 *
 * <p>Table {@code evaluations/NAME}: top-1 accuracy by condition and severity. Document {@code
 * evaluation}: JSON of {@link EvaluationResult}. Results: {@code model}, {@code split}, {@code
 * unleaked}, {@code images}, {@code unknown_labels} (images whose class the model does not know,
 * left out), {@code classes}, {@code accuracy}, {@code accuracy_low}, {@code accuracy_high}
 * (Wilson, 95%), {@code macro_f1}, {@code per_class} (list of maps: class, images, precision,
 * recall, f1; up to 200 classes), {@code conditions} (list of maps: condition, severity, images,
 * top1, drop, macro_f1), {@code quality} (list of maps: measure, third, images, correct).
 */
public final class EvaluateStage implements Stage {
  static final String STAGE = "evaluate";

  /** Measures of the hash stage by which images are put into thirds. */
  static final List<String> MEASURES = Arrays.asList("sharpness", "brightness", "contrast");

  /** Minutes of work at the default number of conditions would hide progress; tasks cost little. */
  private static final long IMAGES_A_TASK = 500;

  private final StageContext context;
  private final EvaluateOptions options;

  public EvaluateStage(StageContext context, EvaluateOptions options) {
    this.context = context;
    this.options = options;
  }

  @Override
  public RunManifest run() {
    StageRun run = StageRun.of(context, STAGE, options.name(), "evaluation", "seed");
    RunManifest trained = run.inputRun("train", options.model());
    Dataset<Row> hashes = run.input("hashes");
    Dataset<Row> pixels = run.input("pixels");
    Dataset<Row> candidates = options.unleaked() ? unleaked(hashes, run.input("unleaked")) : hashes;
    Optional<RunManifest> done = run.upToDate();
    if (done.isPresent()) {
      return done.get();
    }
    String path = trained.documents().get("model");
    TrainedModel model =
        TrainedModel.load(context.workspace().documents().read(path), options.model());
    Predictor predictor =
        Predictor.of(
            JavaSparkContext.fromSparkContext(context.spark().sparkContext()),
            model,
            options.batchSize(),
            options.threads());
    try {
      return evaluate(run, predictor, candidates, pixels);
    } finally {
      predictor.close();
    }
  }

  private static Dataset<Row> unleaked(Dataset<Row> hashes, Dataset<Row> unleaked) {
    return hashes.join(
        unleaked, hashes.col("image_id").equalTo(unleaked.col("image_id")), "leftsemi");
  }

  private RunManifest evaluate(
      StageRun run, Predictor predictor, Dataset<Row> hashes, Dataset<Row> pixels) {
    List<String> classes = predictor.description().classNames();
    Dataset<Row> split = hashes.filter(col("split").equalTo(options.split()));
    Dataset<Row> known = split.filter(col("label").isInCollection(classes));
    long images = known.count();
    if (images == 0) {
      throw new UserException(
          String.format(
              "The split %s has no images of the model's classes: choose another with --split, or evaluate another model",
              options.split()));
    }
    long unknown = split.count() - images;
    Dataset<Row> chosen = sample(known, images);
    long evaluated = options.maxImages() == 0 ? images : Math.min(images, options.maxImages());
    List<Condition> conditions = options.conditions();
    announce(evaluated, unknown, conditions.size());
    requireFit(chosen, pixels, predictor.description().preprocessing().inputSide());
    double[][] cuts =
        chosen
            .stat()
            .approxQuantile(
                MEASURES.toArray(new String[0]), new double[] {1 / 3.0, 2 / 3.0}, 0.001);
    LongAccumulator done = context.spark().sparkContext().longAccumulator("images evaluated");
    Dataset<Row> counts =
        spread(joined(chosen, pixels), evaluated)
            .mapPartitions(
                new EvaluationCounts(predictor, conditions, cuts, options.seed(), done),
                Encoders.row(EvaluationCounts.COUNTS))
            .groupBy("kind", "first", "second")
            .agg(sum("count").as("count"), flatten(collect_list("examples")).as("examples"))
            .orderBy("kind", "first", "second");
    context
        .spark()
        .sparkContext()
        .setJobDescription(
            String.format(
                "evaluate %s: %,d images in %d conditions",
                options.model(), evaluated, conditions.size()));
    try (ProgressLines lines =
        ProgressLines.start(context.out(), "evaluate images", evaluated, done::value)) {
      return publish(run, result(counts, classes, conditions, cuts), unknown);
    } finally {
      context.spark().sparkContext().setJobDescription(null);
    }
  }

  /** The images with the lowest seeded hashes of their ids: the same ones in every run. */
  private Dataset<Row> sample(Dataset<Row> known, long images) {
    if (options.maxImages() == 0 || images <= options.maxImages()) {
      return known;
    }
    return known
        .orderBy(xxhash64(col("image_id"), lit(options.seed())), col("image_id"))
        .limit(options.maxImages());
  }

  /** Refuses a model whose square none of the images fills, and says how many do not. */
  private void requireFit(Dataset<Row> chosen, Dataset<Row> pixels, int side) {
    Column shorter = least(col("width"), col("height"));
    Row found =
        chosen
            .select("image_id")
            .join(pixels.select("image_id", "width", "height"), "image_id")
            .agg(max(shorter), count(when(shorter.lt(side), 1)))
            .first();
    if (!found.isNullAt(0) && found.getInt(0) < side) {
      throw new UserException(
          String.format(
              "The model %s does not fit the images: it takes squares of %d pixels, and no stored image of %s is larger than %d; hash again with a larger pixels.side, or evaluate another model",
              options.model(), side, options.split(), found.getInt(0)));
    }
    if (found.getLong(1) > 0) {
      context
          .out()
          .printf(
              "evaluate: %,d of them are smaller than the model's square of %d pixels and are padded with black%n",
              found.getLong(1), side);
    }
  }

  private static Dataset<Row> joined(Dataset<Row> chosen, Dataset<Row> pixels) {
    List<Column> columns = new ArrayList<>();
    for (String name : Arrays.asList("image_id", "label")) {
      columns.add(col(name));
    }
    MEASURES.forEach(name -> columns.add(col(name)));
    Dataset<Row> left = chosen.select(columns.toArray(new Column[0]));
    return left.join(pixels.select("image_id", "width", "height", "rgb"), "image_id")
        .select(
            "image_id", "label", "width", "height", "rgb", "sharpness", "brightness", "contrast");
  }

  /**
   * So many tasks that all cores have work, since a join alone may leave one large partition, and
   * that progress shows, since a task's count arrives at its end.
   */
  private Dataset<Row> spread(Dataset<Row> rows, long images) {
    long cores = Math.max(1, context.spark().sparkContext().defaultParallelism());
    long tasks = Math.max(Math.min(cores * 2, images / 64 + 1), images / IMAGES_A_TASK);
    return rows.repartition((int) Math.min(tasks, 100_000), col("image_id"));
  }

  private static EvaluationResult result(
      Dataset<Row> counts, List<String> classes, List<Condition> conditions, double[][] cuts) {
    EvaluationResult.Builder builder = new EvaluationResult.Builder(classes, MEASURES, cuts);
    long[] cells = new long[classes.size() * classes.size()];
    int kind = 0;
    // one condition after the other, so that only one matrix is in memory
    for (Iterator<Row> rows = counts.toLocalIterator(); rows.hasNext(); ) {
      Row row = rows.next();
      int found = row.getInt(0);
      if (found <= EvaluationCounts.QUALITY) {
        int measure = EvaluationCounts.QUALITY - found;
        builder.quality(measure, row.getInt(1), row.getInt(2) == 1, row.getLong(3));
        continue;
      }
      if (found != kind) {
        builder.condition(conditions.get(kind), ConfusionMatrix.of(classes, cells));
        Arrays.fill(cells, 0);
        kind = found;
      }
      cells[row.getInt(1) * classes.size() + row.getInt(2)] = row.getLong(3);
      List<Row> examples = row.getList(4);
      if (!examples.isEmpty()) {
        builder.confused(
            row.getInt(1), row.getInt(2), row.getLong(3), EvaluationCounts.surest(examples));
      }
    }
    builder.condition(conditions.get(kind), ConfusionMatrix.of(classes, cells));
    return builder.build();
  }

  private RunManifest publish(StageRun run, EvaluationResult result, long unknown) {
    String table = "evaluations/" + options.name();
    List<Row> rows = new ArrayList<>();
    result.forEachCondition(
        (id, severity, images, top1) -> rows.add(RowFactory.create(id, severity, images, top1)));
    run.output(
        table,
        context
            .workspace()
            .table(table)
            .overwrite(context.spark().createDataFrame(rows, Schemas.EVALUATION).coalesce(1)));
    run.document(
        "evaluation", context.workspace().documents().write(table, ".json", result.toJson()));
    Map<String, Object> results = result.results();
    results.put("model", options.model());
    results.put("split", options.split());
    results.put("unleaked", options.unleaked());
    results.put("unknown_labels", unknown);
    result.print(context.out());
    return run.complete(results);
  }

  private void announce(long images, long unknown, int conditions) {
    context
        .out()
        .printf(
            "evaluate: model %s on %,d images of %s%s in %d condition%s%n",
            options.model(),
            images,
            options.split(),
            options.unleaked() ? " without near-duplicates in train" : "",
            conditions,
            conditions == 1 ? "" : "s");
    if (unknown > 0) {
      context
          .out()
          .printf("evaluate: %,d images of classes that it does not know are left out%n", unknown);
    }
  }
}
