package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.hammingbird.neighbor.CrossIndex;
import org.hammingbird.neighbor.DistinctHashes;
import org.hammingbird.neighbor.Hashes;

/**
 * Hashes of new images and of their views, which are compared with others: every executor has the
 * new ones, and each task compares them with a partition of the others, however many these are.
 * Nothing is shuffled, and no old image meets another.
 */
final class NewImages {
  /** The look of the whole image; those of its views follow. */
  static final int WHOLE = 0;

  private final Broadcast<Looks> broadcast;
  private final long largestGroup;

  private NewImages(Broadcast<Looks> broadcast, long largestGroup) {
    this.broadcast = broadcast;
    this.largestGroup = largestGroup;
  }

  /**
   * Brings the hashes to the driver and to all executors.
   *
   * @param images image_id and BIGINT columns of hashes, none null: one for each algorithm of the
   *     whole image, then as many of each view
   * @throws org.hammingbird.UserException where an id occurs twice
   */
  static NewImages of(Dataset<Row> images, int algorithms) {
    long[][] columns = LongColumns.collect(images);
    LongColumns.sortById(columns);
    Looks looks = new Looks(columns, algorithms);
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(images.sparkSession().sparkContext());
    return new NewImages(context.broadcast(looks), looks.largestGroup());
  }

  /** At most so many of them, wholes and one view taken together, have one hash in common. */
  long largestGroup() {
    return largestGroup;
  }

  /**
   * The pairs of a new image, seen in one way, and another image of which any hash lies within the
   * radius, as rows of {@link CandidateJoin#CANDIDATES}. A pair of two new images may occur twice.
   *
   * @param look {@link #WHOLE}, or one more than the number of a view
   * @param others image_id and a column for each algorithm
   */
  JavaRDD<Row> near(int look, Dataset<Row> others, int radius) {
    Broadcast<Looks> fresh = broadcast;
    int width = others.columns().length;
    return others
        .javaRDD()
        .mapPartitions(rows -> fresh.value().near(look, LongColumns.of(rows, width), radius));
  }

  /** What every executor has. */
  private static final class Looks implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] ids;
    // by look and algorithm
    private final Hashes[][] hashes;

    Looks(long[][] columns, int algorithms) {
      this.ids = columns[0];
      this.hashes = new Hashes[(columns.length - 1) / algorithms][algorithms];
      for (int column = 1; column < columns.length; column++) {
        hashes[(column - 1) / algorithms][(column - 1) % algorithms] = Hashes.of(columns[column]);
      }
    }

    long largestGroup() {
      long wholes = 0;
      long views = 0;
      for (int look = 0; look < hashes.length; look++) {
        for (Hashes one : hashes[look]) {
          long largest = DistinctHashes.of(one).largestGroup();
          wholes = look == WHOLE ? Math.max(wholes, largest) : wholes;
          views = look == WHOLE ? views : Math.max(views, largest);
        }
      }
      return wholes + views;
    }

    Iterator<Row> near(int look, long[][] others, int radius) {
      PairBuffer found = new PairBuffer();
      Hashes[] asked = hashes[look];
      Hashes[] stored = new Hashes[asked.length];
      for (int i = 0; i < stored.length; i++) {
        stored[i] = Hashes.of(others[i + 1]);
      }
      for (int i = 0; i < stored.length; i++) {
        int algorithm = i;
        CrossIndex.of(asked[i], stored[i], radius)
            .forEachPair(
                (query, place, distance) -> {
                  int nearest = nearest(asked, query, stored, place, radius, algorithm);
                  if (nearest >= 0 && ids[query] != others[0][place]) {
                    found.add(query, place, nearest);
                  }
                });
      }
      return found.rows((query, place, distance) -> row(ids[query], others[0][place], distance));
    }

    /** The smallest distance; -1 where an earlier algorithm finds the pair, too. */
    private static int nearest(
        Hashes[] asked, int query, Hashes[] stored, int place, int radius, int algorithm) {
      int nearest = Integer.MAX_VALUE;
      for (int i = 0; i < asked.length; i++) {
        int distance = asked[i].distance(query, stored[i], place);
        if (distance <= radius && i < algorithm) {
          return -1;
        }
        nearest = Math.min(nearest, distance);
      }
      return nearest;
    }

    private Row row(long one, long other, int distance) {
      return RowFactory.create(Math.min(one, other), Math.max(one, other), distance);
    }
  }
}
