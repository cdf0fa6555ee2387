package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.hammingbird.neighbor.CrossIndex;
import org.hammingbird.neighbor.Hashes;

/**
 * Hashes of new images, which are compared with others: every executor has the new ones, and each
 * task compares them with a partition of the others, however many these are. Nothing is shuffled,
 * and no old image meets another.
 */
final class NewImages {
  private final Broadcast<Columns> broadcast;

  private NewImages(Broadcast<Columns> broadcast) {
    this.broadcast = broadcast;
  }

  /**
   * Brings the hashes to the driver and to all executors.
   *
   * @param images image_id and BIGINT columns of hashes, none null
   * @param blocks number of blocks that images are divided into, to make the pairs' cells
   * @throws org.hammingbird.UserException where an id occurs twice
   */
  static NewImages of(Dataset<Row> images, long blocks) {
    long[][] columns = LongColumns.collect(images);
    LongColumns.sortById(columns);
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(images.sparkSession().sparkContext());
    return new NewImages(context.broadcast(new Columns(columns, blocks)));
  }

  /**
   * The pairs of a new image and another one of which any hash lies within the radius, as rows of
   * {@link CandidateJoin#CANDIDATES}. A pair of two new images occurs once for each of them that is
   * among the others.
   *
   * @param others columns in the order of the new images'
   */
  JavaRDD<Row> near(Dataset<Row> others, int radius) {
    Broadcast<Columns> fresh = broadcast;
    int width = others.columns().length;
    return others
        .javaRDD()
        .mapPartitions(rows -> near(fresh.value(), LongColumns.of(rows, width), radius).iterator());
  }

  private static List<Row> near(Columns fresh, long[][] others, int radius) {
    List<Row> found = new ArrayList<>();
    int algorithms = others.length - 1;
    Hashes[] stored = new Hashes[algorithms];
    for (int i = 0; i < algorithms; i++) {
      stored[i] = Hashes.of(others[i + 1]);
    }
    for (int i = 0; i < algorithms; i++) {
      int algorithm = i;
      CrossIndex.of(fresh.hashes[i], stored[i], radius)
          .forEachPair(
              (query, place, distance) -> {
                int nearest = fresh.nearest(query, stored, place, radius, algorithm);
                if (nearest >= 0 && fresh.ids[query] != others[0][place]) {
                  found.add(fresh.row(query, others[0][place], nearest));
                }
              });
    }
    return found;
  }

  /** What every executor has. */
  private static final class Columns implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] ids;
    private final Hashes[] hashes;
    private final long blocks;

    Columns(long[][] columns, long blocks) {
      this.ids = columns[0];
      this.hashes = Arrays.stream(columns).skip(1).map(Hashes::of).toArray(Hashes[]::new);
      this.blocks = blocks;
    }

    /** The smallest distance; -1 where an earlier algorithm finds the pair, too. */
    int nearest(int query, Hashes[] stored, int place, int radius, int algorithm) {
      int nearest = Integer.MAX_VALUE;
      for (int i = 0; i < hashes.length; i++) {
        int distance = hashes[i].distance(query, stored[i], place);
        if (distance <= radius && i < algorithm) {
          return -1;
        }
        nearest = Math.min(nearest, distance);
      }
      return nearest;
    }

    Row row(int query, long other, int distance) {
      long left = Math.min(ids[query], other);
      long right = Math.max(ids[query], other);
      return RowFactory.create(left, right, distance, block(left) * blocks + block(right));
    }

    private long block(long id) {
      return Math.floorMod(Long.hashCode(id * 0x9e3779b97f4a7c15L), blocks);
    }
  }
}
