package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Table;

/**
 * What the last run of {@code neighbors} found that still holds, so that only the images that are
 * new since, or have changed, need to be compared.
 */
final class EarlierPairs implements AutoCloseable {
  /** Those that do not shape the table {@code pairs}. */
  private static final Set<String> IRRELEVANT =
      Set.of(
          "neighbors.keepers",
          "neighbors.max-pairs",
          "neighbors.join",
          "neighbors.broadcast-memory",
          "seed");

  /** Above it, all with all is about as fast. */
  private static final double MOST_NEW = 0.2;

  private static final int SAMPLE = 500;

  private final NeighborsOptions options;
  private final JoinChoice choice;
  private final Dataset<Row> pairs;
  private final Dataset<Row> same;
  private final Dataset<Row> fresh;
  private long count;

  private EarlierPairs(
      NeighborsOptions options,
      JoinChoice choice,
      Dataset<Row> pairs,
      Dataset<Row> same,
      Dataset<Row> fresh) {
    this.options = options;
    this.choice = choice;
    this.pairs = pairs;
    this.same = same;
    this.fresh = fresh;
  }

  /**
   * Looks for pairs of an earlier run to build on. There are none where that run had other settings
   * or pixels, where more than a fifth of the images are new, or where so many have equal hashes
   * that one may have to stand for others, which a join of all with all decides.
   *
   * @param hashes of this run, under the names of their algorithms
   * @param pixels of this run
   */
  static Optional<EarlierPairs> of(
      StageContext context,
      StageRun run,
      NeighborsOptions options,
      JoinChoice choice,
      Dataset<Row> hashes,
      Dataset<Row> pixels) {
    Optional<RunManifest> last =
        run.earlier(IRRELEVANT).filter(found -> isRemembered(context, found));
    Table table = context.workspace().table("pairs");
    if (last.isEmpty() || !table.exists() || !areFewEqual(options, choice)) {
      return Optional.empty();
    }
    long version = last.get().outputs().get("pairs");
    if (!table.remembers(version)) {
      return Optional.empty();
    }
    Dataset<Row> pairs = table.read(version);
    if (pairs.count() != ((Number) last.get().results().get("pairs")).longValue()) {
      // the table was made anew
      return Optional.empty();
    }
    Dataset<Row> before =
        states(
            HashColumns.byAlgorithm(input(context, last.get(), "hashes")),
            input(context, last.get(), "pixels"),
            options);
    Dataset<Row> now = states(hashes, pixels, options);
    Dataset<Row> same = now.intersect(before).select("image_id").persist(StorageLevel.DISK_ONLY());
    Dataset<Row> fresh =
        choice
            .wholes()
            .join(same, new String[] {"image_id"}, "leftanti")
            .persist(StorageLevel.DISK_ONLY());
    EarlierPairs earlier = new EarlierPairs(options, choice, among(pairs, same), same, fresh);
    earlier.count = fresh.count();
    if (earlier.count > MOST_NEW * choice.images() || !earlier.isFeasible()) {
      earlier.close();
      return Optional.empty();
    }
    return Optional.of(earlier);
  }

  private static boolean isRemembered(StageContext context, RunManifest run) {
    return run.inputs().entrySet().stream()
        .allMatch(
            input -> context.workspace().table(input.getKey()).remembers(input.getValue()));
  }

  private static Dataset<Row> input(StageContext context, RunManifest run, String table) {
    return context.workspace().table(table).read(run.inputs().get(table));
  }

  /** Whether no image has to stand for others with equal hashes, those of views included. */
  private static boolean areFewEqual(NeighborsOptions options, JoinChoice choice) {
    int most = options.views().isEmpty() ? options.maxEqual() : options.maxEqual() / 2;
    return options.algorithms().stream()
        .allMatch(
            algorithm -> {
              Row largest =
                  choice
                      .wholes()
                      .groupBy(algorithm.column())
                      .agg(functions.count(lit(1)).as("members"))
                      .agg(max("members"))
                      .first();
              return largest.isNullAt(0) || largest.getLong(0) <= most;
            });
  }

  /** What the pairs of an image follow from, for each image. */
  private static Dataset<Row> states(
      Dataset<Row> hashes, Dataset<Row> pixels, NeighborsOptions options) {
    List<Column> columns = new ArrayList<>();
    columns.add(col("image_id"));
    columns.add(col("digest"));
    for (HashAlgorithm algorithm : options.algorithms()) {
      columns.add(col(algorithm.column()));
    }
    Dataset<Row> sizes =
        pixels.select(
            col("image_id"), col("width").as("side_width"), col("height").as("side_height"));
    return hashes.select(columns.toArray(new Column[0])).join(sizes, "image_id");
  }

  private static Dataset<Row> among(Dataset<Row> pairs, Dataset<Row> ids) {
    Dataset<Row> left = ids.withColumnRenamed("image_id", "left");
    Dataset<Row> right = ids.withColumnRenamed("image_id", "right");
    Dataset<Row> both =
        pairs
            .join(left, new String[] {"left"}, "leftsemi")
            .join(right, new String[] {"right"}, "leftsemi");
    return both.select(Arrays.stream(pairs.columns()).map(both::col).toArray(Column[]::new));
  }

  /** Whether the candidates, as a sample tells, stay below the limit. */
  private boolean isFeasible() {
    Dataset<Row> sample = fresh.limit(SAMPLE);
    double share = Math.max(1, (double) count / SAMPLE);
    long near =
        NewImages.of(sample, choice.blocks()).near(choice.wholes(), choice.radius()).count();
    return near * share * (1 + 2 * options.views().size()) <= options.maxPairs();
  }

  /** Pairs of the earlier run whose images have not changed: {@code Schemas.PAIRS}. */
  Dataset<Row> pairs() {
    return pairs;
  }

  /** Hashes of the images that are new or have changed, columns as {@link JoinChoice#wholes}. */
  Dataset<Row> fresh() {
    return fresh;
  }

  /** How many are new or have changed. */
  long count() {
    return count;
  }

  @Override
  public void close() {
    fresh.unpersist();
    same.unpersist();
  }
}
