package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.neighbor.BandPlan;
import org.hammingbird.neighbor.DistinctHashes;
import org.hammingbird.neighbor.Hashes;

/**
 * Joins by shuffling, for more images than fit a broadcast: images with equal hashes are grouped,
 * the distinct hashes are sent to the cells of their bands and joined there, and the pairs found
 * are expanded to the groups' members. No memory holds more than a part of a cell, and the driver
 * holds a sample.
 */
final class ShuffleJoin implements CandidateJoin {
  private static final int SAMPLE = 500_000;

  private final Dataset<Row> images;
  private final List<HashAlgorithm> algorithms;
  private final int radius;
  private final long mostEqual;
  private final List<BandPlan> plans = new ArrayList<>();
  private final List<Dataset<Row>> groups = new ArrayList<>();
  private final List<Long> largest = new ArrayList<>();

  /**
   * A join.
   *
   * @param images image_id and a BIGINT column for each algorithm, none null
   */
  ShuffleJoin(
      Dataset<Row> images, List<HashAlgorithm> algorithms, int radius, long mostEqual, long seed) {
    this.images = images;
    this.algorithms = algorithms;
    this.radius = radius;
    this.mostEqual = mostEqual;
    for (HashAlgorithm algorithm : algorithms) {
      Dataset<Row> distinct =
          images
              .groupBy(col(algorithm.column()).as("hash"))
              .agg(min("image_id").as("first"), count(lit(1)).as("members"))
              .persist(StorageLevel.DISK_ONLY());
      groups.add(distinct);
      plans.add(plan(distinct, seed));
    }
  }

  @Override
  public void close() {
    groups.forEach(Dataset::unpersist);
  }

  private BandPlan plan(Dataset<Row> distinct, long seed) {
    Row all = distinct.agg(count(lit(1)), max("members")).first();
    long count = all.getLong(0);
    largest.add(all.isNullAt(1) ? 0L : all.getLong(1));
    double fraction = Math.min(1, (double) SAMPLE / Math.max(1, count));
    Dataset<Row> drawn = fraction < 1 ? distinct.sample(false, fraction, seed) : distinct;
    long[] sample = LongColumns.collect(drawn.select("hash"))[0];
    double share = Math.max(1, (double) count / Math.max(1, sample.length));
    return BandPlan.choose(DistinctHashes.of(Hashes.of(sample)), radius, share);
  }

  @Override
  public List<String> plans() {
    List<String> texts = new ArrayList<>();
    plans.forEach(plan -> texts.add(plan.toString()));
    return texts;
  }

  @Override
  public long largestGroup() {
    return Collections.max(largest);
  }

  @Override
  public JavaRDD<Row> candidates() {
    Dataset<Row> all = null;
    for (int i = 0; i < algorithms.size(); i++) {
      Dataset<Row> found = pairs(i);
      all = all == null ? found : all.union(found);
    }
    if (algorithms.size() > 1) {
      all = all.groupBy("left", "right").agg(min("distance").as("distance"));
    }
    return all.select("left", "right", "distance").javaRDD();
  }

  private Dataset<Row> pairs(int i) {
    HashAlgorithm algorithm = algorithms.get(i);
    Dataset<Row> distinct = groups.get(i);
    Dataset<Row> firsts = ShuffledCells.join(distinct.select("hash", "first"), plans.get(i));
    if (largest.get(i) <= 1) {
      return ordered(firsts);
    }
    Dataset<Row> shared = distinct.filter(col("members").gt(1));
    Dataset<Row> grouped =
        images
            .select(col("image_id"), col(algorithm.column()).as("hash"))
            .join(shared, "hash")
            .select("first", "image_id", "members");
    Dataset<Row> small = grouped.filter(col("members").leq(mostEqual)).drop("members");
    Dataset<Row> represented =
        grouped
            .filter(col("members").gt(mostEqual).and(col("image_id").notEqual(col("first"))))
            .select(col("first").as("left"), col("image_id").as("right"), lit(0).as("distance"));
    return ordered(expand(expand(firsts, small, "left"), small, "right"))
        .union(equal(small))
        .union(represented);
  }

  /** Each pair for every member of the group of one of its ends. */
  private static Dataset<Row> expand(Dataset<Row> pairs, Dataset<Row> members, String end) {
    Dataset<Row> joined =
        pairs.join(
            members.select(col("first").as("group"), col("image_id").as("member")),
            col(end).equalTo(col("group")),
            "left");
    Column member = functions.coalesce(col("member"), col(end)).as(end);
    return end.equals("left")
        ? joined.select(member, col("right"), col("distance"))
        : joined.select(col("left"), member, col("distance"));
  }

  private static Dataset<Row> equal(Dataset<Row> members) {
    Dataset<Row> left = members.select(col("first"), col("image_id").as("left"));
    Dataset<Row> right = members.select(col("first"), col("image_id").as("right"));
    return left.join(right, "first")
        .filter(col("left").lt(col("right")))
        .select(col("left"), col("right"), lit(0).as("distance"));
  }

  private static Dataset<Row> ordered(Dataset<Row> pairs) {
    return pairs.select(
        least("left", "right").as("left"), greatest("left", "right").as("right"), col("distance"));
  }
}
