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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.neighbor.BandPlan;
import org.hammingbird.neighbor.BandedIndex;
import org.hammingbird.neighbor.DistinctHashes;
import org.hammingbird.neighbor.Hashes;
import org.hammingbird.neighbor.PairConsumer;
import org.hammingbird.neighbor.Stripe;

/**
 * All pairs of images of which any hash lies within the radius, by broadcast and map: every
 * executor has all hashes, and each task joins one stripe of one band. Nothing is shuffled.
 */
final class CandidateJoin implements Serializable {
  private static final long serialVersionUID = 1;

  /** A pair of images, the lower id left, the smallest of its distances, and its cell. */
  static final StructType CANDIDATES =
      new StructType()
          .add("left", DataTypes.LongType, false)
          .add("right", DataTypes.LongType, false)
          .add("distance", DataTypes.IntegerType, false)
          .add("cell", DataTypes.LongType, false);

  // a task's pairs are held in memory, 9 bytes each: enough tasks to keep that small
  private static final int PAIRS_OF_TASK = 1_000_000;

  private final long[] ids;
  private final long[][] hashes;
  private final int radius;
  private final int imagesOfBlock;
  private final BandPlan[] plans;
  private final int[] distinct;
  private transient BandedIndex[] indexes;

  /**
   * A join.
   *
   * @param ids ascending
   * @param hashes of each algorithm those of all images, in the order of the ids
   * @param imagesOfBlock consecutive images that form a block; a pair's cell is its two blocks
   */
  CandidateJoin(long[] ids, long[][] hashes, int radius, int imagesOfBlock) {
    this.ids = ids;
    this.hashes = hashes;
    this.radius = radius;
    this.imagesOfBlock = imagesOfBlock;
    this.plans = new BandPlan[hashes.length];
    this.distinct = new int[hashes.length];
    this.indexes = new BandedIndex[hashes.length];
    for (int algorithm = 0; algorithm < hashes.length; algorithm++) {
      DistinctHashes collapsed = DistinctHashes.of(Hashes.of(hashes[algorithm]));
      distinct[algorithm] = collapsed.size();
      plans[algorithm] = BandPlan.choose(collapsed, radius);
    }
  }

  /** How the candidates of one algorithm are found. */
  BandPlan plan(int algorithm) {
    return plans[algorithm];
  }

  /** The pairs, each once, as rows of {@link #CANDIDATES}; computed whenever they are used. */
  JavaRDD<Row> run(SparkSession spark, double expectedPairs) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<CandidateJoin> join = context.broadcast(this);
    int tasks =
        (int) Math.max(4.0 * context.defaultParallelism(), 2 * expectedPairs / PAIRS_OF_TASK);
    List<Part> parts = parts(tasks);
    return context
        .parallelize(parts, Math.max(1, parts.size()))
        .flatMap(part -> join.value().join(part));
  }

  private List<Part> parts(int stripesOfBand) {
    List<Part> parts = new ArrayList<>();
    for (int algorithm = 0; algorithm < hashes.length; algorithm++) {
      int bands = plans[algorithm].bands();
      for (Stripe stripe : BandedIndex.stripes(distinct[algorithm], bands, stripesOfBand)) {
        parts.add(new Part(algorithm, stripe));
      }
    }
    // the first stripes of a band have more to do than the last
    Collections.shuffle(parts, new Random(0));
    return parts;
  }

  private Iterator<Row> join(Part part) {
    PairBuffer pairs = new PairBuffer();
    int algorithm = part.algorithm;
    PairConsumer consumer =
        (left, right, distance) -> {
          if (!foundBefore(algorithm, left, right)) {
            pairs.add(left, right, nearest(left, right));
          }
        };
    index(algorithm).join(part.stripe, consumer);
    return pairs.rows(this);
  }

  private boolean foundBefore(int algorithm, int left, int right) {
    for (int earlier = 0; earlier < algorithm; earlier++) {
      if (Long.bitCount(hashes[earlier][left] ^ hashes[earlier][right]) <= radius) {
        return true;
      }
    }
    return false;
  }

  private int nearest(int left, int right) {
    int nearest = Long.SIZE;
    for (long[] one : hashes) {
      nearest = Math.min(nearest, Long.bitCount(one[left] ^ one[right]));
    }
    return nearest;
  }

  /** One index for all tasks of a JVM: the broadcast value is shared by them. */
  private synchronized BandedIndex index(int algorithm) {
    if (indexes == null) {
      indexes = new BandedIndex[hashes.length];
    }
    if (indexes[algorithm] == null) {
      DistinctHashes collapsed = DistinctHashes.of(Hashes.of(hashes[algorithm]));
      indexes[algorithm] =
          BandedIndex.of(Hashes.of(hashes[algorithm]), collapsed, plans[algorithm]);
    }
    return indexes[algorithm];
  }

  private Row row(int left, int right, int distance) {
    long blocks = (ids.length - 1) / imagesOfBlock + 1L;
    long cell = left / imagesOfBlock * blocks + right / imagesOfBlock;
    return RowFactory.create(ids[left], ids[right], distance, cell);
  }

  /** The work of one task. */
  private static final class Part implements Serializable {
    private static final long serialVersionUID = 1;

    private final int algorithm;
    private final Stripe stripe;

    private Part(int algorithm, Stripe stripe) {
      this.algorithm = algorithm;
      this.stripe = stripe;
    }
  }

  /** Pairs in primitive arrays. */
  private static final class PairBuffer {
    private long[] pairs = new long[1024];
    private byte[] distances = new byte[1024];
    private int size;

    void add(int left, int right, int distance) {
      if (size == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * size);
        distances = Arrays.copyOf(distances, 2 * size);
      }
      pairs[size] = (long) left << 32 | right;
      distances[size++] = (byte) distance;
    }

    Iterator<Row> rows(CandidateJoin join) {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < size;
        }

        @Override
        public Row next() {
          long pair = pairs[next];
          return join.row((int) (pair >>> 32), (int) pair, distances[next++]);
        }
      };
    }
  }
}
