package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.spark.image.ImageSource;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.spark.table.Table;
import org.hammingbird.spark.table.Workspace;

/**
 * The stage {@code hash}: brings {@code hashes}, {@code pixels} and {@code rejects} up to the label
 * table. Only what is new or changed is fetched, decoded and hashed, each image once; what has gone
 * is deleted, and changed labels are stored without hashing.
 *
 * <p>The work is committed in chunks, and the rows of {@code hashes} last: a run that was killed is
 * continued by the next one.
 *
 * <p>Results: {@code images}, {@code hashed}, {@code rejected} (of the whole collection), {@code
 * rejects_by_cause}, and what this run did: {@code new}, {@code changed}, {@code relabelled},
 * {@code deleted}.
 */
public final class HashStage implements Stage {
  private static final String NAME = "hash";

  /**
   * Images in a task: enough to make its start cheap, few enough that progress shows and a lost
   * task costs little.
   */
  private static final long IMAGES_A_TASK = 1000;

  private final StageContext context;
  private final HashOptions options;
  private final Table hashes;
  private final Table pixels;
  private final Table rejects;

  public HashStage(StageContext context, HashOptions options) {
    this.context = Objects.requireNonNull(context);
    this.options = Objects.requireNonNull(options);
    Workspace workspace = context.workspace();
    hashes = workspace.table("hashes");
    pixels = workspace.table("pixels");
    rejects = workspace.table("rejects");
  }

  @Override
  public RunManifest run() {
    StageRun run =
        StageRun.of(context, NAME, "default", "database", "split", "images", NAME, "pixels.side");
    ImageSource source = ImageSource.open(context.spark(), options.images());
    Dataset<Row> labels = readLabels();
    createTables();
    Dataset<Row> changes = changes(labels, source).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, Long> counts = countsBy(changes, "change");
      Optional<RunManifest> last = lastUnchanged(counts);
      if (last.isPresent()) {
        return last.get();
      }
      apply(changes, counts, source);
      return publish(run, counts);
    } finally {
      changes.unpersist();
      labels.unpersist();
    }
  }

  /** The label table, kept while the run lasts so that every step sees the same rows. */
  private Dataset<Row> readLabels() {
    LabelTable.Labels table = options.labels().read(context.spark());
    Dataset<Row> labels = table.rows().persist(StorageLevel.MEMORY_AND_DISK());
    long read = labels.count();
    if (read != table.count() && !options.labels().filtersAfterReading()) {
      throw new IllegalStateException(
          String.format(
              "Read %d labels of %d: the table changed meanwhile, run hash again when nobody writes to it",
              read, table.count()));
    }
    if (read == 0) {
      throw new UserException(
          "No row of the label table passes the filters: check hash.classes, hash.splits and database.table");
    }
    requireComplete(labels);
    requireUnique(labels);
    return labels;
  }

  static void requireComplete(Dataset<Row> labels) {
    for (String column : LabelTable.SCHEMA.fieldNames()) {
      Column missing = col(column).isNull().or(col(column).cast("string").equalTo(""));
      List<Row> found = labels.filter(missing).limit(1).collectAsList();
      if (!found.isEmpty()) {
        throw new UserException(
            String.format(
                "The label table's row %s has no %s: correct it or filter it out",
                found.get(0).getString(1), column));
      }
    }
  }

  static void requireUnique(Dataset<Row> labels) {
    List<Row> twice =
        labels
            .groupBy("image_id")
            .agg(functions.count(lit(1)).as("n"), functions.min("source_id").as("one"))
            .filter(col("n").gt(1))
            .limit(1)
            .collectAsList();
    if (!twice.isEmpty()) {
      throw new UserException(
          String.format(
              "The label table has the id %s more than once: ids must be unique",
              twice.get(0).getString(2)));
    }
  }

  private void createTables() {
    StructType wanted = HashColumns.schema(options.algorithms());
    if (hashes.replace(wanted)) {
      context
          .out()
          .printf(
              "hash: the table hashes gets other columns (hash.algorithms is %s): all images are read again%n",
              options.algorithms().stream()
                  .map(HashAlgorithm::column)
                  .collect(Collectors.joining(", ")));
    }
    pixels.create(Schemas.PIXELS);
    rejects.create(Schemas.REJECTS);
  }

  private Dataset<Row> changes(Dataset<Row> labels, ImageSource source) {
    Column[] compared = {
      col("image_id"), col("label"), col("split"), col("address"), col("bytes"), col("modified")
    };
    Column none = lit(null).cast("long");
    Dataset<Row> stored =
        hashes
            .read()
            .select(compared)
            .unionByName(
                rejects
                    .read()
                    .withColumn("bytes", none)
                    .withColumn("modified", none)
                    .select(compared));
    ChangeDetector detector =
        new ChangeDetector(source, options.checkFiles(), options.retryRejects());
    Dataset<Row> changes = detector.changes(labels, stored, tasks(labels.count()));
    if (!context.force() && !sideChanged()) {
      return changes;
    }
    Column again = col("change").isin(ChangeDetector.SAME, ChangeDetector.RELABELLED);
    return changes.withColumn(
        "change", functions.when(again, lit(ChangeDetector.CHANGED)).otherwise(col("change")));
  }

  private boolean sideChanged() {
    String wanted = Integer.toString(options.pixelsSide());
    Optional<String> stored = lastRun().map(run -> run.settings().get("pixels.side"));
    if (!stored.isPresent() || stored.get().equals(wanted)) {
      return false;
    }
    context
        .out()
        .printf(
            "hash: pixels.side was %s and is %s: all images are read again%n",
            stored.get(), wanted);
    return true;
  }

  private Optional<RunManifest> lastRun() {
    return context.workspace().runs().last(NAME, "default");
  }

  /** The last run's manifest where nothing is to be done and it still tells the truth. */
  private Optional<RunManifest> lastUnchanged(Map<String, Long> counts) {
    boolean nothing = counts.keySet().stream().allMatch(ChangeDetector.SAME::equals);
    if (!nothing || context.force()) {
      return Optional.empty();
    }
    Optional<RunManifest> last =
        lastRun()
            .filter(run -> run.status() == RunManifest.Status.COMPLETE)
            .filter(run -> run.outputs().get("hashes") == hashes.version());
    last.ifPresent(
        run ->
            context
                .out()
                .printf(
                    "hash: %,d images as they were on %s; no image read (--force reads all again)%n",
                    counts.getOrDefault(ChangeDetector.SAME, 0L), run.started()));
    return last.map(RunManifest::asSkipped);
  }

  private void apply(Dataset<Row> changes, Map<String, Long> counts, ImageSource source) {
    if (counts.containsKey(ChangeDetector.DELETED)) {
      delete(
          changes.filter(col("change").equalTo(ChangeDetector.DELETED)), hashes, pixels, rejects);
    }
    if (counts.containsKey(ChangeDetector.RELABELLED)) {
      Dataset<Row> relabelled = changes.filter(col("change").equalTo(ChangeDetector.RELABELLED));
      relabel(hashes, HashColumns.schema(options.algorithms()), relabelled);
      relabel(rejects, Schemas.REJECTS, relabelled);
    }
    hashAll(
        changes
            .filter(col("change").isin(ChangeDetector.NEW, ChangeDetector.CHANGED))
            .drop("change"),
        counts.getOrDefault(ChangeDetector.NEW, 0L)
            + counts.getOrDefault(ChangeDetector.CHANGED, 0L),
        source);
  }

  private static void delete(Dataset<Row> rows, Table... tables) {
    for (Table table : tables) {
      table.delete(rows.select("image_id"), "image_id");
    }
  }

  private static void relabel(Table table, StructType schema, Dataset<Row> changed) {
    Dataset<Row> newLabels = changed.select("image_id", "source_id", "label", "split");
    Dataset<Row> rows =
        table
            .read()
            .drop("source_id", "label", "split")
            .join(newLabels, "image_id")
            .select(columns(schema));
    table.upsert(rows, "image_id");
  }

  private void hashAll(Dataset<Row> work, long images, ImageSource source) {
    if (images == 0) {
      return;
    }
    int chunks = (int) ((images + options.commitRows() - 1) / options.commitRows());
    LongAccumulator done = context.spark().sparkContext().longAccumulator("images hashed");
    try (ProgressLines lines =
        ProgressLines.start(context.out(), "hash images", images, done::value)) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        Dataset<Row> part =
            work.filter(
                functions.pmod(functions.xxhash64(col("image_id")), lit(chunks)).equalTo(chunk));
        context
            .spark()
            .sparkContext()
            .setJobDescription(String.format("hash images: part %d of %d", chunk + 1, chunks));
        hashChunk(
            part,
            tasks(images / chunks),
            new HashImages(source, options.algorithms(), options.pixelsSide(), done));
      }
    }
  }

  private void hashChunk(Dataset<Row> labels, int tasks, HashImages map) {
    // kept on disk while its three tables are written, so that no image is decoded twice
    Dataset<Row> hashed =
        labels
            .repartition(tasks)
            .mapPartitions(map, Encoders.row(map.schema()))
            .persist(StorageLevel.DISK_ONLY());
    try {
      Dataset<Row> good = hashed.filter(col("cause").isNull());
      Dataset<Row> bad = hashed.filter(col("cause").isNotNull());
      pixels.upsert(
          good.select(
              col("image_id"),
              col("small_width").as("width"),
              col("small_height").as("height"),
              col("rgb")),
          "image_id");
      rejects.delete(good.select("image_id"), "image_id");
      if (!bad.isEmpty()) {
        delete(bad, hashes, pixels);
        rejects.upsert(bad.select(columns(Schemas.REJECTS)), "image_id");
      }
      hashes.upsert(good.select(columns(HashColumns.schema(options.algorithms()))), "image_id");
    } finally {
      hashed.unpersist();
    }
  }

  private RunManifest publish(StageRun run, Map<String, Long> counts) {
    run.output("hashes", hashes.version())
        .output("pixels", pixels.version())
        .output("rejects", rejects.version());
    Map<String, Long> causes = countsBy(rejects.read(), "cause");
    long rejected = causes.values().stream().mapToLong(Long::longValue).sum();
    long hashed = hashes.read().count();
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("images", hashed + rejected);
    results.put("hashed", hashed);
    results.put("rejected", rejected);
    results.put("rejects_by_cause", causes);
    for (String change :
        new String[] {
          ChangeDetector.NEW,
          ChangeDetector.CHANGED,
          ChangeDetector.RELABELLED,
          ChangeDetector.DELETED
        }) {
      results.put(change, counts.getOrDefault(change, 0L));
    }
    context
        .out()
        .printf(
            "hash: %,d images: %,d hashed, %,d rejected%s%n",
            hashed + rejected, hashed, rejected, causes.isEmpty() ? "" : " " + causes);
    double fraction = (double) rejected / Math.max(1, hashed + rejected);
    if (fraction > options.maxRejectFraction()) {
      return run.failed(
          String.format(
              "%,d of %,d images were rejected, more than hash.max-reject-fraction = %s allows; see `hammingbird show rejects`",
              rejected, hashed + rejected, options.maxRejectFraction()),
          results);
    }
    return run.complete(results);
  }

  private int tasks(long images) {
    long parallel = context.spark().sparkContext().defaultParallelism();
    long wanted = Math.max(4 * parallel, images / IMAGES_A_TASK);
    return (int) Math.max(1, Math.min(wanted, Math.min(images, 100_000)));
  }

  private static Map<String, Long> countsBy(Dataset<Row> rows, String column) {
    Map<String, Long> counts = new TreeMap<>();
    for (Row row : rows.groupBy(column).count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    return counts;
  }

  private static Column[] columns(StructType schema) {
    Column[] columns = new Column[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = col(schema.fieldNames()[i]);
    }
    return columns;
  }
}
