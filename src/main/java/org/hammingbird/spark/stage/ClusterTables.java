package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.hammingbird.neighbor.KeeperKey;
import org.hammingbird.neighbor.KeeperPolicy;
import org.hammingbird.neighbor.KeeperPolicy.Candidate;
import org.hammingbird.spark.table.Schemas;

/** What follows from verified pairs: clusters with keepers, leakage, and label conflicts. */
final class ClusterTables {
  private ClusterTables() {}

  /**
   * Each member of a cluster with its rank, whether it is kept, and why: {@link Schemas#CLUSTERS}.
   *
   * @param members {@code image_id} and {@code cluster}
   */
  static Dataset<Row> keepers(Dataset<Row> members, Dataset<Row> hashes, KeeperPolicy policy) {
    MapPartitionsFunction<Row, Row> decide = ranked -> decide(ranked, policy);
    List<Column> columns = new ArrayList<>(List.of(col("image_id"), col("cluster")));
    List<Column> order = new ArrayList<>(List.of(col("cluster")));
    for (KeeperKey key : policy.keys()) {
      columns.add(value(key).cast(DataTypes.DoubleType).as(key.id()));
      order.add(key.higherIsBetter() ? col(key.id()).desc() : col(key.id()));
    }
    order.add(col("image_id"));
    return members
        .join(hashes, "image_id")
        .select(columns.toArray(new Column[0]))
        .repartition(col("cluster"))
        // the order of the policy, so that a cluster of any size is streamed
        .sortWithinPartitions(order.toArray(new Column[0]))
        .mapPartitions(decide, Encoders.row(Schemas.CLUSTERS));
  }

  private static Column value(KeeperKey key) {
    switch (key) {
      case AREA:
        return col("width").cast(DataTypes.LongType).multiply(col("height"));
      case JPEG_QUALITY:
        return coalesce(col(key.id()), lit(Double.POSITIVE_INFINITY));
      default:
        // what cannot be told, as JPEG's blocks in pixels that were scaled down, is no merit
        double worst = key.higherIsBetter() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        return coalesce(col(key.id()), lit(worst));
    }
  }

  /**
   * The same clusters, but that a member is kept, too, that a person has judged different from the
   * keeper: others of the cluster join them.
   *
   * @param different of {@link PairFile}
   */
  static Dataset<Row> keepingDifferent(Dataset<Row> clusters, Dataset<Row> different) {
    Dataset<Row> firsts =
        clusters.where("rank = 1").select(col("cluster").as("of"), col("image_id").as("first"));
    Dataset<Row> judged =
        clusters
            .join(firsts, col("cluster").equalTo(col("of")))
            .withColumn("left", least("image_id", "first"))
            .withColumn("right", greatest("image_id", "first"))
            .join(different.withColumn("judged", lit(true)), PairFile.BOTH_IDS, "left");
    Column isJudged = col("judged").isNotNull();
    Dataset<Row> kept =
        judged.select(
            col("image_id"),
            col("cluster"),
            col("keeper").or(isJudged),
            when(isJudged, concat(lit("kept: judged different from "), col("first")))
                .otherwise(col("reason")),
            col("rank"));
    return clusters.sparkSession().createDataFrame(kept.javaRDD(), Schemas.CLUSTERS);
  }

  private static Iterator<Row> decide(Iterator<Row> ranked, KeeperPolicy policy) {
    return new Iterator<>() {
      private Row waiting = ranked.hasNext() ? ranked.next() : null;
      private Candidate keeper;
      private long cluster;
      private int rank;

      @Override
      public boolean hasNext() {
        return waiting != null;
      }

      @Override
      public Row next() {
        if (waiting == null) {
          throw new NoSuchElementException();
        }
        Row row = waiting;
        waiting = ranked.hasNext() ? ranked.next() : null;
        if (keeper == null || row.getLong(1) != cluster) {
          cluster = row.getLong(1);
          keeper = candidate(row);
          rank = 1;
          // a cluster has two members at least, so the next row is the second best
          String reason = policy.keptBecause(keeper, candidate(waiting));
          return RowFactory.create(keeper.id(), cluster, true, reason, rank);
        }
        String reason = policy.droppedBecause(candidate(row), keeper);
        return RowFactory.create(row.getLong(0), cluster, false, reason, ++rank);
      }
    };
  }

  private static Candidate candidate(Row row) {
    double[] values = new double[row.size() - 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.getDouble(i + 2);
    }
    return new Candidate(row.getLong(0), values);
  }

  /** The members of clusters that carry more than one label: {@link Schemas#CLUSTER_LABELS}. */
  static Dataset<Row> clusterLabels(Dataset<Row> clusters, Dataset<Row> hashes) {
    Dataset<Row> labeled =
        clusters.join(hashes.select("image_id", "label"), "image_id").where("label is not null");
    Dataset<Row> votes = labeled.groupBy("cluster", "label").count();
    Dataset<Row> disputed =
        votes.groupBy("cluster").count().where("count > 1").select(col("cluster").as("disputed"));
    return labeled
        .join(disputed, col("cluster").equalTo(col("disputed")))
        .join(
            votes.toDF("of_cluster", "of_label", "images"),
            col("cluster").equalTo(col("of_cluster")).and(col("label").equalTo(col("of_label"))))
        .select("cluster", "image_id", "label", "images", "keeper");
  }

  /** Test images without a near-duplicate in train: {@link Schemas#SELECTION}. */
  static Dataset<Row> unleaked(Dataset<Row> leakage, Dataset<Row> hashes) {
    return hashes
        .where("split = 'test'")
        .select("image_id")
        .join(leakage, col("image_id").equalTo(col("test_id")), "leftanti");
  }

  /** Pairs of a test and a train image: {@link Schemas#LEAKAGE}. */
  static Dataset<Row> leakage(Dataset<Row> labeledPairs) {
    Dataset<Row> testLeft =
        labeledPairs
            .where("left_split = 'test' and right_split = 'train'")
            .selectExpr(
                "left as test_id",
                "right as train_id",
                "left_label as test_label",
                "right_label as train_label",
                "distance",
                "similarity");
    Dataset<Row> testRight =
        labeledPairs
            .where("right_split = 'test' and left_split = 'train'")
            .selectExpr(
                "right as test_id",
                "left as train_id",
                "right_label as test_label",
                "left_label as train_label",
                "distance",
                "similarity");
    return testLeft.union(testRight);
  }

  /** Pairs whose labels differ: {@link Schemas#LABEL_CONFLICTS}. */
  static Dataset<Row> labelConflicts(Dataset<Row> labeledPairs) {
    return labeledPairs
        .where("left_label <> right_label")
        .select("left", "right", "left_label", "right_label", "distance", "similarity");
  }

  /** Pairs with labels and splits of both sides. */
  static Dataset<Row> labeled(Dataset<Row> pairs, Dataset<Row> hashes) {
    Dataset<Row> left =
        hashes.selectExpr("image_id as left", "label as left_label", "split as left_split");
    Dataset<Row> right =
        hashes.selectExpr("image_id as right", "label as right_label", "split as right_split");
    return pairs.join(left, "left").join(right, "right");
  }
}
