package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.UserException;
import org.hammingbird.neighbor.Clusters;
import org.hammingbird.neighbor.KeeperPolicy;
import org.hammingbird.neighbor.KeeperPolicy.Candidate;
import org.hammingbird.spark.table.Schemas;

/** What follows from verified pairs: clusters with keepers, leakage, and label conflicts. */
final class ClusterTables {
  private static final StructType MEMBERS =
      new StructType()
          .add("image_id", DataTypes.LongType, false)
          .add("cluster", DataTypes.LongType, false);

  private static final int ROWS_OF_TASK = 100_000;

  private ClusterTables() {}

  /**
   * Connected components: each partition's pairs become a forest, and only the forests' edges come
   * to the driver, 16 bytes each.
   *
   * @param maxEdges edges above which the driver refuses
   */
  static Dataset<Row> members(Dataset<Row> pairs, long maxEdges) {
    MapPartitionsFunction<Row, Row> forest = ClusterTables::forest;
    Dataset<Row> edges =
        pairs.select("left", "right").mapPartitions(forest, Encoders.row(MEMBERS)).cache();
    try {
      long count = edges.count();
      if (count > maxEdges) {
        throw new UserException(
            String.format(
                "Cannot form clusters of %,d forest edges (neighbors.max-images is %,d): lower neighbors.radius or raise neighbors.max-images",
                count, maxEdges));
      }
      long[][] ends = LongColumns.collect(edges);
      return distribute(pairs.sparkSession(), Clusters.of(ends[0], ends[1]));
    } finally {
      edges.unpersist();
    }
  }

  private static Iterator<Row> forest(Iterator<Row> pairs) {
    long[][] ends = new long[2][1024];
    int count = 0;
    while (pairs.hasNext()) {
      if (count == ends[0].length) {
        ends[0] = Arrays.copyOf(ends[0], 2 * count);
        ends[1] = Arrays.copyOf(ends[1], 2 * count);
      }
      Row pair = pairs.next();
      ends[0][count] = pair.getLong(0);
      ends[1][count++] = pair.getLong(1);
    }
    Clusters clusters = Clusters.of(Arrays.copyOf(ends[0], count), Arrays.copyOf(ends[1], count));
    return rows(clusters, 0, clusters.size(), false);
  }

  private static Dataset<Row> distribute(SparkSession spark, Clusters clusters) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Clusters> broadcast = context.broadcast(clusters);
    List<Integer> starts = new ArrayList<>();
    for (int start = 0; start < clusters.size(); start += ROWS_OF_TASK) {
      starts.add(start);
    }
    return spark.createDataFrame(
        context
            .parallelize(starts, Math.max(1, starts.size()))
            .flatMap(
                start -> {
                  Clusters all = broadcast.value();
                  return rows(all, start, Math.min(start + ROWS_OF_TASK, all.size()), true);
                }),
        MEMBERS);
  }

  private static Iterator<Row> rows(Clusters clusters, int from, int to, boolean withLowest) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (withLowest || clusters.member(i) != clusters.cluster(i)) {
        rows.add(RowFactory.create(clusters.member(i), clusters.cluster(i)));
      }
    }
    return rows.iterator();
  }

  /** Each member of a cluster with whether it is kept, and why: {@link Schemas#CLUSTERS}. */
  static Dataset<Row> keepers(Dataset<Row> members, Dataset<Row> hashes) {
    MapPartitionsFunction<Row, Row> decide = ClusterTables::decide;
    return members
        .join(
            hashes.select(
                col("image_id"),
                col("width").cast(DataTypes.LongType).multiply(col("height")).as("area"),
                col("bytes")),
            "image_id")
        .select("image_id", "cluster", "area", "bytes")
        .repartition(col("cluster"))
        // the order of KeeperPolicy.RANKING, so that a cluster of any size is streamed
        .sortWithinPartitions(
            col("cluster"), col("area").desc(), col("bytes").desc(), col("image_id"))
        .mapPartitions(decide, Encoders.row(Schemas.CLUSTERS));
  }

  private static Iterator<Row> decide(Iterator<Row> ranked) {
    return new Iterator<>() {
      private Row waiting = ranked.hasNext() ? ranked.next() : null;
      private Candidate keeper;
      private long cluster;

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
          // a cluster has two members at least, so the next row is the second best
          String reason = KeeperPolicy.keptBecause(keeper, candidate(waiting));
          return RowFactory.create(keeper.id(), cluster, true, reason);
        }
        String reason = KeeperPolicy.droppedBecause(candidate(row), keeper);
        return RowFactory.create(row.getLong(0), cluster, false, reason);
      }
    };
  }

  private static Candidate candidate(Row row) {
    return new Candidate(row.getLong(0), row.getLong(2), row.getLong(3));
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
