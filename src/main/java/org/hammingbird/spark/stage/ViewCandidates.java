package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.shiftleft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.image.Raster;
import org.hammingbird.neighbor.View;
import scala.Tuple2;

/**
 * Candidates of which a {@link View} of one image is near the whole of another. The views' hashes
 * are computed from the table {@code pixels}, once an image.
 */
final class ViewCandidates implements AutoCloseable {
  private static final int PAIRS_OF_TASK = 200_000;

  private final List<View> views;
  private final List<HashAlgorithm> algorithms;
  private final Dataset<Row> hashes;
  private long largestGroup;

  /**
   * Prepares the hashes of views, which are computed when they are first used.
   *
   * @param pixels of {@code Schemas.PIXELS}
   */
  ViewCandidates(
      Dataset<Row> pixels, Collection<View> views, Collection<HashAlgorithm> algorithms) {
    this.views = List.copyOf(views);
    this.algorithms = List.copyOf(algorithms);
    this.hashes = hashes(pixels, this.views, this.algorithms);
  }

  /**
   * The hashes of views of images: {@code image_id}, then a column for each view and, within it,
   * each hash, such as {@code inner_phash64}.
   */
  static Dataset<Row> hashes(
      Dataset<Row> pixels, List<View> views, List<HashAlgorithm> algorithms) {
    StructType schema = new StructType().add("image_id", DataTypes.LongType, false);
    for (View view : views) {
      for (HashAlgorithm algorithm : algorithms) {
        schema = schema.add(column(view, algorithm), DataTypes.LongType, false);
      }
    }
    MapFunction<Row, Row> hash =
        row -> hash(row.getLong(0), PairVerification.raster(row), views, algorithms);
    return pixels
        .select("image_id", "width", "height", "rgb")
        .map(hash, Encoders.row(schema))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  static String column(View view, HashAlgorithm algorithm) {
    return view.name().toLowerCase(java.util.Locale.ROOT) + "_" + algorithm.column();
  }

  private static Row hash(long id, Raster image, List<View> views, List<HashAlgorithm> algorithms) {
    // the luma first, so that it is not computed for each view again
    Raster luma = image.toLuma();
    HashAlgorithm[] wanted = algorithms.toArray(new HashAlgorithm[0]);
    List<Object> values = new ArrayList<>();
    values.add(id);
    for (View view : views) {
      for (ImageHash hash : HashAlgorithm.hashAll(view.of(luma), wanted)) {
        values.add(hash.toLong());
      }
    }
    return RowFactory.create(values.toArray());
  }

  /**
   * What whole images and views propose together, as rows of {@link PairVerification#CANDIDATES}:
   * each pair once, with the smallest of its distances.
   *
   * @param choice the join of the whole images, by whose way the views are joined, too
   */
  JavaRDD<Row> addTo(JoinChoice choice) {
    largestGroup = choice.join().largestGroup();
    JavaRDD<Row> all = choice.join().candidates().map(ViewCandidates::ofWhole);
    if (views.isEmpty()) {
      return all;
    }
    for (View view : views) {
      boolean mirrored = view == View.MIRRORED;
      CandidateJoin join = choice.joinOf(both(choice.wholes(), view), view.radius(choice.radius()));
      largestGroup = Math.max(largestGroup, join.largestGroup());
      all = all.union(join.candidates().flatMap(row -> candidate(row, mirrored)));
    }
    return once(all, choice.estimated());
  }

  /** Most images, or images and views, that have one hash in common in the last joins of all. */
  long largestGroup() {
    return largestGroup;
  }

  /**
   * The hashes of some images and of their views.
   *
   * @param some columns as {@link JoinChoice#wholes} has
   */
  NewImages newImages(Dataset<Row> some) {
    Dataset<Row> all = views.isEmpty() ? some : some.join(hashes, "image_id");
    return NewImages.of(all, algorithms.size());
  }

  /** What {@link #addTo} proposes, but those pairs alone of which at least one image is new. */
  JavaRDD<Row> ofNew(NewImages fresh, JoinChoice choice) {
    JavaRDD<Row> all =
        fresh.near(NewImages.WHOLE, choice.wholes(), choice.radius()).map(ViewCandidates::ofWhole);
    for (int i = 0; i < views.size(); i++) {
      View view = views.get(i);
      int radius = view.radius(choice.radius());
      boolean mirrored = view == View.MIRRORED;
      JavaRDD<Row> found =
          fresh
              .near(NewImages.WHOLE, hashes.select(columns(view)), radius)
              .union(fresh.near(NewImages.WHOLE + 1 + i, choice.wholes(), radius));
      all = all.union(found.map(row -> ofView(row, mirrored)));
    }
    return once(all, 0);
  }

  /** Each pair once, in partitions for their number: those of all joins together are far more. */
  private static JavaRDD<Row> once(JavaRDD<Row> candidates, double expected) {
    int partitions =
        (int) Math.max(2.0 * candidates.context().defaultParallelism(), expected / PAIRS_OF_TASK);
    return candidates
        .mapToPair(row -> new Tuple2<>(new Tuple2<>(row.getLong(0), row.getLong(1)), row))
        .reduceByKey(ViewCandidates::merge, partitions)
        .values();
  }

  /**
   * The hashes of whole images and of a view of them, under the names of the algorithms, with ids
   * of their own: twice the image's for the whole, and one more for the view.
   */
  private Dataset<Row> both(Dataset<Row> wholes, View view) {
    Column doubled = shiftleft(col("image_id"), 1);
    return wholes
        .withColumn("image_id", doubled)
        .union(hashes.select(columns(view)).withColumn("image_id", doubled.bitwiseOR(1L)));
  }

  /** The ids, and a view's hashes under the names of the algorithms. */
  private Column[] columns(View view) {
    Column[] columns = new Column[1 + algorithms.size()];
    columns[0] = col("image_id");
    for (int i = 0; i < algorithms.size(); i++) {
      columns[i + 1] = col(column(view, algorithms.get(i))).as(algorithms.get(i).column());
    }
    return columns;
  }

  /** A candidate where one is a whole, the other a view, and the images differ. */
  private static Iterator<Row> candidate(Row row, boolean mirrored) {
    long one = row.getLong(0) >>> 1;
    long other = row.getLong(1) >>> 1;
    boolean bothKinds = ((row.getLong(0) ^ row.getLong(1)) & 1) == 1;
    if (!bothKinds || one == other) {
      return List.<Row>of().iterator();
    }
    return List.of(
            RowFactory.create(Math.min(one, other), Math.max(one, other), row.getInt(2), mirrored))
        .iterator();
  }

  /** A row of {@link CandidateJoin#CANDIDATES} as one of {@link PairVerification#CANDIDATES}. */
  private static Row ofWhole(Row row) {
    return ofView(row, false);
  }

  private static Row ofView(Row row, boolean mirrored) {
    return RowFactory.create(row.getLong(0), row.getLong(1), row.getInt(2), mirrored);
  }

  private static Row merge(Row one, Row other) {
    return RowFactory.create(
        one.getLong(0),
        one.getLong(1),
        Math.min(one.getInt(2), other.getInt(2)),
        one.getBoolean(3) || other.getBoolean(3));
  }

  @Override
  public void close() {
    hashes.unpersist();
  }
}
