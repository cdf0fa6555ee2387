package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.neighbor.BandPlan;
import org.hammingbird.neighbor.BandedIndex;
import org.hammingbird.neighbor.DistinctHashes;
import org.hammingbird.neighbor.Hashes;
import org.hammingbird.neighbor.PairConsumer;
import org.hammingbird.neighbor.Representatives;
import org.hammingbird.neighbor.Stripe;

/**
 * Joins by broadcast and map: every executor has all hashes, and each task joins one stripe of one
 * band. Nothing is shuffled.
 */
final class BroadcastJoin implements CandidateJoin {
  // a task's pairs are held in memory, 10 bytes each: enough tasks to keep that small
  private static final int PAIRS_OF_TASK = 1_000_000;

  private final SparkSession spark;
  private final Images images;
  private final double expectedPairs;

  /**
   * A join.
   *
   * @param ids ascending
   * @param hashes of each algorithm those of all images, in the order of the ids
   * @param representatives of each algorithm
   * @param expectedPairs roughly
   */
  BroadcastJoin(
      SparkSession spark,
      long[] ids,
      Hashes[] hashes,
      Representatives[] representatives,
      int radius,
      double expectedPairs) {
    this.spark = spark;
    this.images = new Images(ids, hashes, representatives, radius);
    this.expectedPairs = expectedPairs;
  }

  /**
   * Bytes of memory that a join takes on the driver and on each executor: ids, hashes, the distinct
   * ones with their positions, and two bands of one algorithm.
   */
  static long bytes(long images, int algorithms) {
    return images * (8L + algorithms * (8 + 8 + 8) + 2 * 16);
  }

  @Override
  public List<String> plans() {
    List<String> plans = new ArrayList<>();
    for (BandPlan plan : images.plans) {
      plans.add(plan.toString());
    }
    return plans;
  }

  @Override
  public long largestGroup() {
    return Arrays.stream(images.representatives)
        .mapToLong(Representatives::largest)
        .max()
        .orElse(0);
  }

  @Override
  public JavaRDD<Row> candidates() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Images> broadcast = context.broadcast(images);
    int tasks =
        (int) Math.max(8.0 * context.defaultParallelism(), 2 * expectedPairs / PAIRS_OF_TASK);
    List<Part> parts = images.parts(tasks);
    return context
        .parallelize(parts, Math.max(1, parts.size()))
        .flatMap(part -> broadcast.value().join(part));
  }

  /** What every executor has. */
  private static final class Images implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] ids;
    private final Hashes[] hashes;
    private final Representatives[] representatives;
    private final int radius;
    private final BandPlan[] plans;
    private final int[] distinct;
    private transient Standing[] standing;

    Images(long[] ids, Hashes[] hashes, Representatives[] representatives, int radius) {
      this.ids = ids;
      this.hashes = hashes;
      this.representatives = representatives;
      this.radius = radius;
      this.plans = new BandPlan[hashes.length];
      this.distinct = new int[hashes.length];
      for (int algorithm = 0; algorithm < hashes.length; algorithm++) {
        DistinctHashes collapsed = DistinctHashes.of(hashes[algorithm]);
        distinct[algorithm] = collapsed.size();
        plans[algorithm] = BandPlan.choose(collapsed, radius);
      }
    }

    /** At least so many for each algorithm, where it has as many hashes. */
    List<Part> parts(int tasks) {
      List<Part> parts = new ArrayList<>();
      for (int algorithm = 0; algorithm < hashes.length; algorithm++) {
        int bands = plans[algorithm].bands();
        int stripesOfBand = (tasks - 1) / bands + 1;
        for (Stripe stripe : BandedIndex.stripes(distinct[algorithm], bands, stripesOfBand)) {
          parts.add(new Part(algorithm, stripe));
        }
        if (representatives[algorithm].largest() > 0) {
          parts.add(new Part(algorithm, null));
        }
      }
      // the first stripes of a band have more to do than the last
      Collections.shuffle(parts, new Random(0));
      return parts;
    }

    Iterator<Row> join(Part part) {
      PairBuffer pairs = new PairBuffer();
      int algorithm = part.algorithm;
      if (part.stripe == null) {
        joinRepresented(algorithm, pairs);
        return pairs.rows(this::row);
      }
      Standing joined = standing(algorithm);
      PairConsumer consumer =
          (left, right, distance) -> add(algorithm, joined.place(left), joined.place(right), pairs);
      joined.index.join(part.stripe, consumer);
      return pairs.rows(this::row);
    }

    private void joinRepresented(int algorithm, PairBuffer pairs) {
      for (int i = 0; i < ids.length; i++) {
        if (!representatives[algorithm].stands(i)) {
          add(algorithm, representatives[algorithm].of(i), i, pairs);
        }
      }
    }

    /** Adds a pair unless an earlier algorithm finds it too. */
    private void add(int algorithm, int left, int right, PairBuffer pairs) {
      int nearest = Integer.MAX_VALUE;
      for (int i = 0; i < hashes.length; i++) {
        int distance = hashes[i].distance(left, right);
        if (distance <= radius && isFound(i, left, right)) {
          if (i < algorithm) {
            return;
          }
          nearest = Math.min(nearest, distance);
        }
      }
      pairs.add(left, right, nearest);
    }

    private boolean isFound(int algorithm, int left, int right) {
      Representatives by = representatives[algorithm];
      boolean both = by.stands(left) && by.stands(right);
      return both || by.of(left) == right || by.of(right) == left;
    }

    /** One index for all tasks of a JVM: the broadcast value is shared by them. */
    private synchronized Standing standing(int algorithm) {
      if (standing == null) {
        standing = new Standing[hashes.length];
      }
      if (standing[algorithm] == null) {
        standing[algorithm] =
            new Standing(hashes[algorithm], representatives[algorithm], plans[algorithm]);
      }
      return standing[algorithm];
    }

    Row row(int left, int right, int distance) {
      return RowFactory.create(ids[left], ids[right], distance);
    }
  }

  /** The index of the images that stand for themselves. */
  private static final class Standing {
    // null where all do
    private final int[] places;
    private final BandedIndex index;

    Standing(Hashes hashes, Representatives representatives, BandPlan plan) {
      int[] standing = representatives.standing();
      places = standing.length == hashes.size() ? null : standing;
      Hashes joined = places == null ? hashes : hashes.at(standing);
      index = BandedIndex.of(joined, DistinctHashes.of(joined), plan);
    }

    int place(int position) {
      return places == null ? position : places[position];
    }
  }

  /** The work of one task. */
  private static final class Part implements Serializable {
    private static final long serialVersionUID = 1;

    private final int algorithm;
    private final Stripe stripe;

    /**
     * @param stripe null for the pairs of represented images
     */
    private Part(int algorithm, Stripe stripe) {
      this.algorithm = algorithm;
      this.stripe = stripe;
    }
  }
}
