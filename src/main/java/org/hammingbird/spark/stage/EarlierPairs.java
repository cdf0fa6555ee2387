package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Table;

/**
 * What the last run of {@code neighbors} found that still holds, so that only the images that are
 * new since, or have changed, need to be compared.
 */
final class EarlierPairs implements AutoCloseable {
  /** Result of a run: at most so many images, or images and views, had one hash in common. */
  static final String LARGEST_EQUAL = "largest-equal";

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
  private final ViewCandidates views;
  private final Dataset<Row> pairs;
  private final Dataset<Row> same;
  private final Dataset<Row> fresh;
  private long largestEqual;
  private long count;
  // null where no image is new
  private NewImages newImages;

  private EarlierPairs(
      NeighborsOptions options,
      JoinChoice choice,
      ViewCandidates views,
      Dataset<Row> pairs,
      Dataset<Row> now,
      Dataset<Row> before) {
    this.options = options;
    this.choice = choice;
    this.views = views;
    this.same = now.intersect(before).select("image_id").persist(StorageLevel.DISK_ONLY());
    this.fresh =
        choice
            .wholes()
            .join(same, new String[] {"image_id"}, "leftanti")
            .persist(StorageLevel.DISK_ONLY());
    this.pairs = among(pairs, same);
  }

  /**
   * Looks for pairs of an earlier run to build on. There are none where that run had other settings
   * or its tables are forgotten, where more than a fifth of the images are new, and where, now or
   * then, so many images have equal hashes that one may have to stand for others: which one that
   * is, a join of all with all decides.
   *
   * @param hashes of this run, under the names of their algorithms
   * @param pixels of this run
   */
  static Optional<EarlierPairs> of(
      StageContext context,
      StageRun run,
      NeighborsOptions options,
      JoinChoice choice,
      ViewCandidates views,
      Dataset<Row> hashes,
      Dataset<Row> pixels) {
    Optional<RunManifest> last = run.earlier(IRRELEVANT).filter(r -> isRemembered(context, r));
    if (last.isEmpty()) {
      return Optional.empty();
    }
    Dataset<Row> before =
        states(
            HashColumns.byAlgorithm(input(context, last.get(), "hashes")),
            input(context, last.get(), "pixels"),
            options);
    Dataset<Row> pairs = context.workspace().table("pairs").read(last.get().outputs().get("pairs"));
    EarlierPairs earlier =
        new EarlierPairs(options, choice, views, pairs, states(hashes, pixels, options), before);
    if (earlier.isSound(pairs, last.get()) && earlier.isFeasible()) {
      return Optional.of(earlier);
    }
    earlier.close();
    return Optional.empty();
  }

  private static Dataset<Row> input(StageContext context, RunManifest run, String table) {
    return context.workspace().table(table).read(run.inputs().get(table));
  }

  private static boolean isRemembered(StageContext context, RunManifest run) {
    Table pairs = context.workspace().table("pairs");
    return run.results().containsKey(LARGEST_EQUAL)
        && pairs.exists()
        && pairs.remembers(run.outputs().get("pairs"))
        && run.inputs().entrySet().stream()
            .allMatch(
                input -> context.workspace().table(input.getKey()).remembers(input.getValue()));
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

  /**
   * Whether the tables are those of the run, all their files still there; counts the new images.
   */
  private boolean isSound(Dataset<Row> all, RunManifest last) {
    try {
      count = fresh.count();
      if (same.count() + count != choice.images()) {
        // an id occurs twice: a join of all with all says so
        return false;
      }
      largestEqual = ((Number) last.results().get(LARGEST_EQUAL)).longValue();
      return all.count() == ((Number) last.results().get("pairs")).longValue();
    } catch (Exception e) {
      // Scala does not declare what it throws: Delta deletes the files of old versions in time
      if (isMissingFile(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isMissingFile(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (String.valueOf(t).contains("FileNotFoundException")) {
        return true;
      }
    }
    return false;
  }

  private boolean isFeasible() {
    if (count > MOST_NEW * choice.images() || !choice.fits(count)) {
      return false;
    }
    if (count == 0) {
      return largestEqual <= options.maxEqual();
    }
    newImages = views.newImages(fresh);
    largestEqual += newImages.largestGroup();
    return largestEqual <= options.maxEqual() && expectedCandidates() <= options.maxPairs();
  }

  private double expectedCandidates() {
    if (count <= SAMPLE) {
      return candidates().count();
    }
    NewImages sample = views.newImages(fresh.limit(SAMPLE));
    return (double) views.ofNew(sample, choice).count() * count / SAMPLE;
  }

  /** Pairs of the earlier run whose images have not changed: {@code Schemas.PAIRS}. */
  Dataset<Row> pairs() {
    return pairs;
  }

  /**
   * Candidates of which at least one image is new or has changed, as {@link ViewCandidates#addTo}
   * proposes those of all.
   */
  JavaRDD<Row> candidates() {
    return count == 0
        ? JavaSparkContext.fromSparkContext(fresh.sparkSession().sparkContext()).emptyRDD()
        : views.ofNew(newImages, choice);
  }

  /** How many they are. */
  long count() {
    return count;
  }

  /** At most so many images, or images and views, have one hash in common now. */
  long largestEqual() {
    return largestEqual;
  }

  @Override
  public void close() {
    fresh.unpersist();
    same.unpersist();
  }
}
