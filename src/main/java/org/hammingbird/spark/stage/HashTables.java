package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.spark.table.Table;
import org.hammingbird.spark.table.Workspace;

/**
 * The three tables of the stage {@code hash}. An image stands in {@code hashes} and {@code pixels},
 * or in {@code rejects}; its row in {@code hashes} is committed last.
 */
final class HashTables {
  /** Images of one written file, but for {@code pixels}, whose rows are larger. */
  private static final long IMAGES_A_FILE = 200_000;

  private static final long BYTES_A_FILE = 128L << 20;
  private static final int BYTES_A_PIXEL = 3;

  private final StructType schema;
  private final long pixelBytes;
  private final int parallelism;
  private final Table hashes;
  private final Table pixels;
  private final Table rejects;

  /**
   * @param schema of {@code hashes}
   * @param side shorter side of the images in {@code pixels}
   * @param parallelism tasks that run at a time
   */
  HashTables(Workspace workspace, StructType schema, int side, int parallelism) {
    this.schema = schema;
    this.pixelBytes = (long) side * side * BYTES_A_PIXEL * 3 / 2;
    this.parallelism = parallelism;
    hashes = workspace.table("hashes");
    pixels = workspace.table("pixels");
    rejects = workspace.table("rejects");
  }

  /** Whether {@code hashes} is there with other columns than the wanted ones. */
  boolean haveOtherColumns() {
    return hashes.exists() && !hashes.has(schema);
  }

  /**
   * What is stored of each image: image_id, label, split, address, bytes, modified, both null for
   * rejects. None where nothing is, or what there is has other columns than the wanted ones.
   */
  Optional<Dataset<Row>> stored() {
    Column[] compared = {
      col("image_id"), col("label"), col("split"), col("address"), col("bytes"), col("modified")
    };
    Dataset<Row> stored = null;
    if (!hashes.isEmpty() && !haveOtherColumns()) {
      stored = hashes.read().select(compared);
    }
    if (!rejects.isEmpty()) {
      Column none = lit(null).cast("long");
      Dataset<Row> rejected =
          rejects.read().withColumn("bytes", none).withColumn("modified", none).select(compared);
      stored = stored == null ? rejected : stored.union(rejected);
    }
    return Optional.ofNullable(stored);
  }

  /** Makes those that are missing, and gives {@code hashes} its columns. */
  void create() {
    hashes.replace(schema);
    pixels.create(Schemas.PIXELS);
    rejects.create(Schemas.REJECTS);
  }

  void delete(Dataset<Row> images) {
    for (Table table : new Table[] {hashes, pixels, rejects}) {
      table.delete(images.select("image_id"), "image_id");
    }
  }

  /** Stores other labels and splits, without hashing. */
  void relabel(Dataset<Row> images) {
    relabel(hashes, schema, images);
    relabel(rejects, Schemas.REJECTS, images);
  }

  private static void relabel(Table table, StructType schema, Dataset<Row> images) {
    if (table.isEmpty()) {
      return;
    }
    Dataset<Row> newLabels = images.select("image_id", "source_id", "label", "split");
    Dataset<Row> rows =
        table
            .read()
            .drop("source_id", "label", "split")
            .join(newLabels, "image_id")
            .select(columns(schema));
    table.upsert(rows, "image_id");
  }

  /**
   * Commits what {@link HashImages} made.
   *
   * @param made kept in Spark's memory or on disk while this lasts, so that no image is decoded
   *     twice
   */
  void write(Dataset<Row> made) {
    Dataset<Row> kept = made.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, Long> causes = countsBy(kept, "cause");
      long good = causes.getOrDefault(null, 0L);
      if (causes.size() > (good > 0 ? 1 : 0)) {
        Dataset<Row> bad = kept.filter(col("cause").isNotNull());
        hashes.delete(bad.select("image_id"), "image_id");
        pixels.delete(bad.select("image_id"), "image_id");
        rejects.upsert(bad.select(columns(Schemas.REJECTS)).coalesce(parallelism), "image_id");
      }
      if (good > 0) {
        writeGood(kept.filter(col("cause").isNull()), good);
      }
    } finally {
      kept.unpersist();
    }
  }

  private void writeGood(Dataset<Row> made, long images) {
    Dataset<Row> copies =
        made.select(
            col("image_id"),
            col("small_width").as("width"),
            col("small_height").as("height"),
            col("rgb"));
    pixels.upsert(copies.coalesce(files(images * pixelBytes / BYTES_A_FILE)), "image_id");
    rejects.delete(made.select("image_id"), "image_id");
    hashes.upsert(made.select(columns(schema)).coalesce(files(images / IMAGES_A_FILE)), "image_id");
  }

  /** Few files, since each costs a reader some time, but one at least for each task at a time. */
  private int files(long wanted) {
    return (int) Math.min(100_000, Math.max(wanted, parallelism));
  }

  /** Names the tables as outputs, at the versions that they have now. */
  void outputs(StageRun run) {
    run.output("hashes", hashes.version())
        .output("pixels", pixels.version())
        .output("rejects", rejects.version());
  }

  /** Whether a run published {@code hashes} as it is now. */
  boolean areAsLeftBy(RunManifest run) {
    return hashes.exists() && run.outputs().get("hashes") == hashes.version();
  }

  /** Number of hashed images. */
  long hashed() {
    return hashes.read().count();
  }

  /** Number of rejected images by cause. */
  Map<String, Long> rejectsByCause() {
    return new TreeMap<>(rejects.isEmpty() ? new HashMap<>() : countsBy(rejects.read(), "cause"));
  }

  /** How many rows have each value, null among them. */
  static Map<String, Long> countsBy(Dataset<Row> rows, String column) {
    Map<String, Long> counts = new HashMap<>();
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
