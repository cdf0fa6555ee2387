package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.neighbor.Representatives;

/**
 * Looks again at images that another one {@linkplain Representatives stood for} in the join and
 * that did not turn out to be its near-duplicates: hashes of a white and of a grey page are equal.
 * The lowest of those of one hash stands for the rest of them, and so on until each has been
 * compared with one that it is like, or with {@value #MOST_ROUNDS}.
 */
final class LargeGroups implements AutoCloseable {
  /** Pictures of one hash that are told apart; greys differ by a tolerance, so there are fewer. */
  static final int MOST_ROUNDS = 32;

  private final JoinChoice choice;
  private final NeighborsOptions options;
  private final List<Dataset<Row>> kept = new ArrayList<>();

  LargeGroups(JoinChoice choice, NeighborsOptions options) {
    this.choice = choice;
    this.options = options;
  }

  /**
   * All verified pairs, those too that the join has not proposed: {@link
   * org.hammingbird.spark.table.Schemas#PAIRS}. To be used before this is closed.
   *
   * @param verified those that it has
   */
  Dataset<Row> complete(Dataset<Row> verified, Dataset<Row> pixels) {
    Dataset<Row> proposed = kept(verified);
    Dataset<Row> found = proposed.limit(0);
    Dataset<Row> compared = proposed;
    Dataset<Row> open = members();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      open = kept(unlike(open, compared));
      Dataset<Row> candidates = represented(open);
      if (candidates.isEmpty()) {
        break;
      }
      compared =
          kept(
              PairVerification.verify(
                  rows(candidates), pixels, choice.images(), options.minSimilarity()));
      found = found.union(compared);
    }
    // by another hash the join may have proposed some of them
    return proposed.union(found.join(proposed, PairFile.BOTH_IDS, "leftanti"));
  }

  private Dataset<Row> kept(Dataset<Row> rows) {
    kept.add(rows.persist(StorageLevel.MEMORY_AND_DISK()));
    return rows;
  }

  /** kind, hash and image_id of all groups that one image stands for. */
  private Dataset<Row> members() {
    Dataset<Row> all = null;
    for (int kind = 0; kind < options.algorithms().size(); kind++) {
      HashAlgorithm algorithm = options.algorithms().get(kind);
      Dataset<Row> members =
          choice
              .wholes()
              .select(lit(kind).as("kind"), col(algorithm.column()).as("hash"), col("image_id"))
              .withColumn("members", count(lit(1)).over(Window.partitionBy("hash")))
              .where(col("members").gt(options.maxEqual()))
              .drop("members");
      all = all == null ? members : all.union(members);
    }
    return all;
  }

  /** Those that are no near-duplicates of the first of their group, without the first. */
  private static Dataset<Row> unlike(Dataset<Row> members, Dataset<Row> verified) {
    Dataset<Row> like = verified.select(col("left").as("first"), col("right").as("image_id"));
    return represented(members)
        .join(like, new String[] {"first", "image_id"}, "leftanti")
        .select("kind", "hash", "image_id");
  }

  /** All but the first of each group, with it. */
  private static Dataset<Row> represented(Dataset<Row> members) {
    return members
        .withColumn("first", min("image_id").over(Window.partitionBy("kind", "hash")))
        .where("image_id <> first");
  }

  private static JavaRDD<Row> rows(Dataset<Row> pairs) {
    return pairs
        .select(
            col("first").as("left"),
            col("image_id").as("right"),
            lit(0).as("distance"),
            lit(false).as("mirrored"))
        .distinct()
        .javaRDD();
  }

  @Override
  public void close() {
    kept.forEach(Dataset::unpersist);
  }
}
