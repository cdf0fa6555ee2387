package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.spark.image.ImageSource;
import org.hammingbird.spark.table.RunManifest;

/**
 * The stage {@code hash}: brings {@code hashes}, {@code pixels} and {@code rejects} up to the label
 * table. Only what is new or changed is fetched, decoded and hashed, each image once; what has gone
 * is deleted, and changed labels are stored without hashing.
 *
 * <p>The work is committed in chunks: a run that was killed is continued by the next one.
 *
 * <p>Results: {@code images}, {@code hashed}, {@code rejected} (of the whole collection), {@code
 * rejects_by_cause}, {@code algorithms_version}, and what this run did: {@code new}, {@code
 * changed}, {@code relabelled}, {@code deleted}.
 */
public final class HashStage implements Stage {
  private static final String NAME = "hash";

  /**
   * Images in a task: enough to make its start cheap, few enough that progress shows and a lost
   * task costs little.
   */
  private static final long IMAGES_A_TASK = 2000;

  /** Tasks for each that runs at a time, where there are few images: the last end together. */
  private static final int TASKS_IN_TURN = 4;

  /** Rows that a task compares with what is stored. */
  private static final long LABELS_A_TASK = 20_000;

  private final StageContext context;
  private final HashOptions options;
  private final HashTables tables;

  public HashStage(StageContext context, HashOptions options) {
    this.context = Objects.requireNonNull(context);
    this.options = Objects.requireNonNull(options);
    this.tables =
        new HashTables(
            context.workspace(),
            HashColumns.schema(options.algorithms(), options.variant()),
            options.pixelsSide(),
            context.spark().sparkContext().defaultParallelism());
  }

  @Override
  public RunManifest run() {
    StageRun run =
        StageRun.of(context, NAME, "default", "database", "split", "images", NAME, "pixels.side");
    ImageSource source = ImageSource.open(context.spark(), options.images());
    LabelTable.Labels labels = options.labels().read(context.spark());
    Optional<RunManifest> last = context.workspace().runs().last(NAME, "default");
    tables.agree(last);
    Optional<Dataset<Row>> stored = tables.stored();
    Dataset<Row> changes =
        changes(labels, stored, source, last).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, Long> counts = HashTables.countsBy(changes, "change");
      long images = requireSound(labels, changes, counts);
      Optional<RunManifest> unchanged = unchanged(last, counts);
      if (unchanged.isPresent()) {
        return unchanged.get();
      }
      apply(changes, counts, source, stored.isPresent());
      return publish(run, images, counts);
    } finally {
      changes.unpersist();
    }
  }

  private Dataset<Row> changes(
      LabelTable.Labels labels,
      Optional<Dataset<Row>> stored,
      ImageSource source,
      Optional<RunManifest> last) {
    boolean again = context.force() || sideChanged(last) || versionChanged(last);
    if (tables.haveOtherColumns()) {
      context
          .out()
          .printf(
              "hash: the table hashes gets other columns (%s): all images are read again%n",
              options.algorithms().stream()
                  .map(algorithm -> algorithm.column() + options.variant().suffix())
                  .collect(Collectors.joining(", ")));
    }
    ChangeDetector detector =
        new ChangeDetector(source, options.checkFiles(), options.retryRejects(), again);
    long rowsATask = stored.isPresent() ? LABELS_A_TASK : IMAGES_A_TASK;
    return detector.changes(labels.rows(), stored, tasks(labels.count(), rowsATask));
  }

  private boolean sideChanged(Optional<RunManifest> last) {
    String wanted = Integer.toString(options.pixelsSide());
    Optional<String> stored = last.map(run -> run.settings().get("pixels.side"));
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

  private boolean versionChanged(Optional<RunManifest> last) {
    boolean changed =
        last.filter(run -> HashColumns.version(run.results()) != HashAlgorithm.VERSION).isPresent();
    if (changed) {
      context
          .out()
          .printf("hash: the algorithms are of another version: all images are read again%n");
    }
    return changed;
  }

  /**
   * Makes sure that all rows of the label table were read, and that each says what it must.
   *
   * @return how many there are
   */
  private long requireSound(
      LabelTable.Labels labels, Dataset<Row> changes, Map<String, Long> counts) {
    for (Row row : example(changes, counts, ChangeDetector.INCOMPLETE)) {
      throw new UserException(
          String.format(
              "The label table's row %s has no %s: correct it or filter it out",
              row.getString(1), missing(row)));
    }
    for (Row row : example(changes, counts, ChangeDetector.DUPLICATE)) {
      throw new UserException(
          String.format(
              "The label table has the id %s more than once: ids must be unique",
              row.getString(1)));
    }
    long read = counts.values().stream().mapToLong(Long::longValue).sum();
    read -= counts.getOrDefault(ChangeDetector.DELETED, 0L);
    if (read != labels.count() && !options.labels().filtersAfterReading()) {
      throw new IllegalStateException(
          String.format(
              "Read %d labels of %d: the table changed meanwhile, run hash again when nobody writes to it",
              read, labels.count()));
    }
    if (read == 0) {
      throw new UserException(
          "No row of the label table passes the filters: check hash.classes, hash.splits and database.table");
    }
    return read;
  }

  private static List<Row> example(Dataset<Row> changes, Map<String, Long> counts, String change) {
    return counts.containsKey(change)
        ? changes.filter(col("change").equalTo(change)).limit(1).collectAsList()
        : Collections.emptyList();
  }

  private static String missing(Row row) {
    for (String column : LabelTable.SCHEMA.fieldNames()) {
      Object value = row.getAs(column);
      if (value == null || value.equals("")) {
        return column;
      }
    }
    throw new IllegalArgumentException("The row lacks nothing: " + row);
  }

  /** The last run's manifest where nothing is to be done and it still tells the truth. */
  private Optional<RunManifest> unchanged(Optional<RunManifest> last, Map<String, Long> counts) {
    boolean nothing = counts.keySet().stream().allMatch(ChangeDetector.SAME::equals);
    if (!nothing || context.force()) {
      return Optional.empty();
    }
    Optional<RunManifest> truthful =
        last.filter(run -> run.status() == RunManifest.Status.COMPLETE).filter(tables::areAsLeftBy);
    truthful.ifPresent(
        run ->
            context
                .out()
                .printf(
                    "hash: %,d images as they were on %s; no image read (--force reads all again)%n",
                    counts.getOrDefault(ChangeDetector.SAME, 0L), run.started()));
    return truthful.map(RunManifest::asSkipped);
  }

  private void apply(
      Dataset<Row> changes, Map<String, Long> counts, ImageSource source, boolean someAreStored) {
    if (counts.containsKey(ChangeDetector.DELETED)) {
      tables.delete(changes.filter(col("change").equalTo(ChangeDetector.DELETED)));
    }
    if (counts.containsKey(ChangeDetector.RELABELLED)) {
      tables.relabel(changes.filter(col("change").equalTo(ChangeDetector.RELABELLED)));
    }
    hashAll(
        changes
            .filter(col("change").isin(ChangeDetector.NEW, ChangeDetector.CHANGED))
            .drop("change"),
        counts.getOrDefault(ChangeDetector.NEW, 0L)
            + counts.getOrDefault(ChangeDetector.CHANGED, 0L),
        source,
        someAreStored);
  }

  /**
   * @param uneven whether some parts of the work may hold far more images than others
   */
  private void hashAll(Dataset<Row> work, long images, ImageSource source, boolean uneven) {
    if (images == 0) {
      tables.create();
      return;
    }
    SparkContext spark = context.spark().sparkContext();
    int chunks = (int) ((images + options.commitRows() - 1) / options.commitRows());
    LongAccumulator done = spark.longAccumulator("images hashed");
    HashImages map =
        new HashImages(source, options.algorithms(), options.variant(), options.pixelsSide(), done);
    boolean somePacked = !work.filter(PackedLabels.isPacked()).isEmpty();
    announce(images / chunks, chunks);
    try (ProgressLines lines =
        ProgressLines.start(context.out(), "hash images", images, done::value)) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        Column part = functions.pmod(functions.xxhash64(PackedLabels.together()), lit(chunks));
        Dataset<Row> labels = chunks == 1 ? work : work.filter(part.equalTo(chunk));
        spark.setJobDescription(String.format("hash images: part %d of %d", chunk + 1, chunks));
        int tasks = tasks(images / chunks, IMAGES_A_TASK);
        if (somePacked) {
          writePacked(labels, source, map, tasks, uneven);
        } else {
          tables.write(separate(labels, map, tasks, uneven));
        }
        tables.requireAlone();
      }
    }
  }

  /** Where some images may be archives' entries. */
  private void writePacked(
      Dataset<Row> labels, ImageSource source, HashImages map, int tasks, boolean uneven) {
    Dataset<Row> packed = labels.filter(PackedLabels.isPacked());
    // kept, since its offsets are sampled before it is put in order
    Dataset<Row> located =
        PackedLabels.locate(packed, source, tasks).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Dataset<Row> hashed =
          PackedLabels.inOrder(located, tasks)
              .mapPartitions(map.packed(), Encoders.row(map.schema()));
      Dataset<Row> made = hashed.union(PackedLabels.rejected(located, map.schema()));
      Dataset<Row> others = labels.filter(functions.not(PackedLabels.isPacked()));
      tables.write(others.isEmpty() ? made : made.union(separate(others, map, tasks, uneven)));
    } finally {
      located.unpersist();
    }
  }

  private static Dataset<Row> separate(
      Dataset<Row> labels, HashImages map, int tasks, boolean uneven) {
    Dataset<Row> spread = uneven ? labels.repartition(tasks) : labels;
    return spread.mapPartitions(map, Encoders.row(map.schema()));
  }

  /**
   * @param images in the label table, each of which is hashed or rejected now
   */
  private RunManifest publish(StageRun run, long images, Map<String, Long> counts) {
    tables.outputs(run);
    tables.requireAlone();
    Map<String, Long> causes = tables.rejectsByCause();
    long rejected = causes.values().stream().mapToLong(Long::longValue).sum();
    long hashed = images - rejected;
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("images", images);
    results.put("hashed", hashed);
    results.put("rejected", rejected);
    results.put("rejects_by_cause", causes);
    results.put(HashColumns.VERSION, HashAlgorithm.VERSION);
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
            images, hashed, rejected, causes.isEmpty() ? "" : " " + causes);
    double fraction = (double) rejected / images;
    if (fraction > options.maxRejectFraction()) {
      return run.failed(
          String.format(
              "%,d of %,d images were rejected, more than hash.max-reject-fraction = %s allows; see `hammingbird show rejects`",
              rejected, images, options.maxRejectFraction()),
          results);
    }
    return run.complete(results);
  }

  private void announce(long images, int chunks) {
    int tasks = tasks(images, IMAGES_A_TASK);
    context
        .out()
        .printf(
            "hash: %,d task%s%s, %s%n",
            tasks,
            tasks == 1 ? "" : "s",
            chunks == 1 ? "" : String.format(" for each of %,d commits (hash.commit-rows)", chunks),
            why(tasks, images, context.spark().sparkContext().defaultParallelism()));
  }

  /** Why there are so many tasks. */
  static String why(int tasks, long images, int parallel) {
    if (tasks == images) {
      return "one for each image";
    }
    return tasks == TASKS_IN_TURN * parallel
        ? String.format("%d for each of the %,d that run at a time", TASKS_IN_TURN, parallel)
        : String.format("so that each has some %,d images", images / tasks);
  }

  private int tasks(long images, long imagesATask) {
    long parallel = context.spark().sparkContext().defaultParallelism();
    long wanted = Math.max(TASKS_IN_TURN * parallel, images / imagesATask);
    return (int) Math.max(1, Math.min(wanted, Math.min(images, 100_000)));
  }
}
