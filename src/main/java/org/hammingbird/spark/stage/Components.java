package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
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
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.neighbor.Clusters;

/**
 * Connected components of pairs. Each partition's pairs become a forest first, which leaves at most
 * an edge an image and partition. Up to a limit these edges come to the driver, 16 bytes each, for
 * union-find; beyond it large-star and small-star alternate on the cluster (R. Kiveris et al.,
 * "Connected Components in MapReduce and Beyond", SoCC 2014), where the driver holds nothing. Both
 * ways give the same rows.
 */
final class Components {
  /** Edges of forests up to which the driver unites them: 80 MB, and as much again to sort them. */
  static final long DRIVER_EDGES = 5_000_000;

  /** An image with an edge, and the lowest id of its component. */
  private static final StructType MEMBERS =
      new StructType()
          .add("image_id", DataTypes.LongType, false)
          .add("cluster", DataTypes.LongType, false);

  private static final int ROWS_OF_TASK = 100_000;

  private Components() {}

  /**
   * The images of all components of two or more.
   *
   * @param pairs with the columns {@code left} and {@code right}
   * @param driverEdges edges of forests up to which they are united on the driver
   * @return {@code image_id} and {@code cluster}, the lowest id of the component
   */
  static Dataset<Row> members(Dataset<Row> pairs, long driverEdges) {
    MapPartitionsFunction<Row, Row> forest = Components::forest;
    Dataset<Row> edges =
        pairs
            .select("left", "right")
            .mapPartitions(forest, Encoders.row(MEMBERS))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      if (edges.count() > driverEdges) {
        return byStars(edges);
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
    return IntStream.range(from, to)
        .filter(i -> withLowest || clusters.member(i) != clusters.cluster(i))
        .mapToObj(i -> RowFactory.create(clusters.member(i), clusters.cluster(i)))
        .iterator();
  }

  /**
   * Rounds of both stars until nothing changes: then every image is tied to the lowest of its
   * component. A round's edges are kept on the executors, and made again where one is lost.
   */
  private static Dataset<Row> byStars(Dataset<Row> edges) {
    Dataset<Row> kept = edges.toDF("high", "low").persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> tied = withoutPlan(kept);
    Row before = fingerprint(tied);
    while (true) {
      Dataset<Row> next = smallStar(largeStar(tied)).persist(StorageLevel.MEMORY_AND_DISK());
      tied = withoutPlan(next);
      Row after = fingerprint(tied);
      kept.unpersist();
      kept = next;
      if (after.equals(before)) {
        Dataset<Row> lowest = tied.select(col("low").as("image_id"), col("low").as("cluster"));
        return tied.toDF("image_id", "cluster").union(lowest.distinct());
      }
      before = after;
    }
  }

  /** The same rows by an RDD: a round reads the last one's thrice, so that plans would multiply. */
  private static Dataset<Row> withoutPlan(Dataset<Row> rows) {
    return rows.sparkSession().createDataFrame(rows.javaRDD(), rows.schema());
  }

  /** Ties the higher neighbours of each image to the lowest of its neighbours and itself. */
  private static Dataset<Row> largeStar(Dataset<Row> edges) {
    Dataset<Row> both =
        edges
            .select(col("high").as("image"), col("low").as("neighbor"))
            .union(edges.select(col("low").as("image"), col("high").as("neighbor")));
    Dataset<Row> lowest =
        both.groupBy("image")
            .agg(min("neighbor").as("least"))
            .select(col("image").as("centre"), least(col("image"), col("least")).as("least"));
    return both.join(lowest, col("image").equalTo(col("centre")))
        .where("neighbor > image")
        .select(col("neighbor").as("high"), col("least").as("low"))
        .distinct();
  }

  /** Ties each image and its lower neighbours to the lowest of them. */
  private static Dataset<Row> smallStar(Dataset<Row> edges) {
    Dataset<Row> lowest = edges.groupBy("high").agg(min("low").as("least"));
    Dataset<Row> lower =
        edges
            .join(lowest, "high")
            .where("low <> least")
            .select(col("low").as("high"), col("least").as("low"));
    return lower.union(lowest.select(col("high"), col("least").as("low"))).distinct();
  }

  private static Row fingerprint(Dataset<Row> edges) {
    return edges
        .agg(
            count(lit(1)),
            sum(xxhash64(col("high"), col("low")).cast(DataTypes.createDecimalType(38, 0))),
            expr("bit_xor(xxhash64(low, high))"))
        .first();
  }
}
