package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.UserException;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.spark.table.Table;
import org.hammingbird.spark.table.Workspace;

/**
 * The three tables of the stage {@code hash}. An image stands in {@code hashes} and {@code pixels},
 * or in {@code rejects}. Each table has commits of its own: {@link #agree} mends what a run left
 * that was killed between them.
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
  private final String writer = "hash " + UUID.randomUUID();
  // by table: up to which version it is known that nobody else has written
  private final Map<String, Long> alone = new HashMap<>();

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
    workspace.sign(writer);
    for (Table table : all()) {
      alone.put(table.name(), version(table));
    }
  }

  private static long version(Table table) {
    return table.exists() ? table.version() : -1;
  }

  /**
   * Makes sure that nobody else has written the tables since this object was made. Two that append
   * do not disturb one another for Delta, but here they may have appended the same images.
   *
   * @throws UserException where somebody has; the next run sees to what both have appended
   */
  void requireAlone() {
    for (Table table : all()) {
      long now = version(table);
      if (!table.isOf(writer, alone.get(table.name()), now)) {
        throw new UserException(
            "Another run has written the table "
                + table.name()
                + " meanwhile, so that this one's images do not count: run hash again when no other run does");
      }
      alone.put(table.name(), now);
    }
  }

  /** Whether {@code hashes} is there with other columns than the wanted ones. */
  boolean haveOtherColumns() {
    return hashes.exists() && !hashes.has(schema);
  }

  /**
   * What is stored of each image: image_id, label, split, address, bytes, modified, both null for
   * rejects, and cause, null for all others. None where nothing is, or what there is has other
   * columns than the wanted ones.
   */
  Optional<Dataset<Row>> stored() {
    Column[] compared = {
      col("image_id"),
      col("label"),
      col("split"),
      col("address"),
      col("bytes"),
      col("modified"),
      col("cause")
    };
    Dataset<Row> stored = null;
    if (!hashes.isEmpty() && !haveOtherColumns()) {
      stored = hashes.read().withColumn("cause", lit(null).cast("string")).select(compared);
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
    Together.run(
        () -> hashes.replace(schema),
        () -> pixels.create(Schemas.PIXELS),
        () -> rejects.create(Schemas.REJECTS));
  }

  void delete(Dataset<Row> images) {
    for (Table table : all()) {
      table.delete(images.select("image_id"), "image_id");
    }
  }

  /**
   * Deletes what the tables do not agree on, as a run leaves it that was killed between its
   * commits: to this run it is new.
   *
   * @param last the newest run that published them; where it left them as they are, they agree
   */
  void agree(Optional<RunManifest> last) {
    if (last.filter(this::areAsLeftBy).isPresent()
        || hashes.isEmpty() && pixels.isEmpty() && rejects.isEmpty()) {
      return;
    }
    hashes.create(schema);
    pixels.create(Schemas.PIXELS);
    rejects.create(Schemas.REJECTS);
    Dataset<Row> hashed = ids(hashes);
    Dataset<Row> copied = ids(pixels);
    Dataset<Row> sound = hashed.intersect(copied).except(ids(rejects));
    // kept, since the first deletion changes what it is made of
    Dataset<Row> unsound =
        hashed
            .union(copied)
            .except(sound)
            .union(repeated(hashes))
            .union(repeated(pixels))
            .union(repeated(rejects))
            .persist();
    try {
      delete(unsound);
    } finally {
      unsound.unpersist();
    }
  }

  private static Dataset<Row> ids(Table table) {
    return table.read().select("image_id");
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
   * Commits what {@link HashImages} made, one table beside the other.
   *
   * @param made kept in Spark's memory or on disk while this lasts, so that no image is decoded
   *     twice
   */
  void write(Dataset<Row> made) {
    Dataset<Row> kept = made.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, Long> causes = new HashMap<>();
      Together.run(() -> causes.putAll(countsBy(kept, "cause")), this::create);
      long good = causes.getOrDefault(null, 0L);
      boolean anyBad = causes.size() > (good > 0 ? 1 : 0);
      Dataset<Row> goodRows = kept.filter(col("cause").isNull());
      Dataset<Row> badRows = kept.filter(col("cause").isNotNull());
      Together.run(
          () -> {
            if (good > 0) {
              pixels.upsert(copies(goodRows, good), "image_id");
            }
            if (anyBad) {
              pixels.delete(badRows, "image_id");
            }
          },
          () -> {
            if (good > 0) {
              hashes.upsert(
                  goodRows.select(columns(schema)).coalesce(files(good / IMAGES_A_FILE)),
                  "image_id");
            }
            if (anyBad) {
              hashes.delete(badRows, "image_id");
            }
          },
          () -> {
            rejects.delete(goodRows, "image_id");
            if (anyBad) {
              rejects.upsert(
                  badRows.select(columns(Schemas.REJECTS)).coalesce(parallelism), "image_id");
            }
          });
    } finally {
      kept.unpersist();
    }
  }

  private Dataset<Row> copies(Dataset<Row> made, long images) {
    return made.select(
            col("image_id"),
            col("small_width").as("width"),
            col("small_height").as("height"),
            col("rgb"))
        .coalesce(files(images * pixelBytes / BYTES_A_FILE));
  }

  /** Few files, since each costs a reader some time, but one at least for each task at a time. */
  private int files(long wanted) {
    return (int) Math.min(100_000, Math.max(wanted, parallelism));
  }

  /** The images that a table has more than once: two runs have written it at the same time. */
  private static Dataset<Row> repeated(Table table) {
    return ids(table).groupBy("image_id").count().filter(col("count").gt(1)).select("image_id");
  }

  /** Names the tables as outputs, at the versions that they have now. */
  void outputs(StageRun run) {
    for (Table table : all()) {
      run.output(table.name(), table.version());
    }
  }

  /** Whether a run published the tables as they are now. */
  boolean areAsLeftBy(RunManifest run) {
    for (Table table : all()) {
      Long left = run.outputs().get(table.name());
      if (left == null || !table.exists() || left != table.version()) {
        return false;
      }
    }
    return true;
  }

  private Table[] all() {
    return new Table[] {hashes, pixels, rejects};
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
