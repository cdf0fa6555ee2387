package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.neighbor.Hashes;
import org.hammingbird.neighbor.PairEstimate;
import org.hammingbird.neighbor.Representatives;
import org.hammingbird.neighbor.View;
import org.hammingbird.spark.training.DriverMemory;

/**
 * Looks at the hashes before they are joined: refuses what cannot be joined, estimates the number
 * of candidates, and chooses the way of joining all with all.
 */
final class JoinChoice implements AutoCloseable {
  private static final int SAMPLE = 200_000;
  private static final double SHARE_OF_HEAP = 0.4;

  /** Of the results that the driver may collect: what is not hashes has room beside them. */
  private static final double SHARE_OF_RESULT = 0.9;

  private final SparkSession spark;
  private final NeighborsOptions options;
  private final Dataset<Row> images;
  private long count;
  private double estimated;
  private String reason;
  private boolean broadcast;
  private CandidateJoin join;
  private final List<CandidateJoin> made = new ArrayList<>();

  private JoinChoice(SparkSession spark, NeighborsOptions options, Dataset<Row> images) {
    this.spark = spark;
    this.options = options;
    this.images = images;
  }

  /**
   * Looks at the hashes.
   *
   * @param hashes of the columns that the options name, under the names of their algorithms
   * @throws UserException where hashes are missing
   */
  static JoinChoice of(SparkSession spark, NeighborsOptions options, Dataset<Row> hashes) {
    long images = HashColumns.requireAll(hashes, options.algorithms());
    List<Column> columns = new ArrayList<>();
    columns.add(col("image_id"));
    options.algorithms().forEach(algorithm -> columns.add(col(algorithm.column())));
    JoinChoice choice =
        new JoinChoice(spark, options, hashes.select(columns.toArray(new Column[0])));
    choice.count = images;
    choice.requireIdsForViews();
    return choice;
  }

  /** Number of images. */
  long images() {
    return count;
  }

  /** Candidates that are to be expected. */
  double estimated() {
    return estimated;
  }

  /** For people: which way is taken, and why. */
  String reason() {
    return reason;
  }

  /** The join of the whole images. */
  CandidateJoin join() {
    return join;
  }

  /** image_id, and a column for each algorithm. */
  Dataset<Row> wholes() {
    return images;
  }

  int radius() {
    return options.radius();
  }

  /**
   * A join of other hashes by the same way.
   *
   * @param others columns as {@link #wholes} has, ids unique
   */
  CandidateJoin joinOf(Dataset<Row> others, int radius) {
    CandidateJoin join =
        broadcast ? Collected.of(others, options).join(this, radius) : shuffled(others, radius);
    made.add(join);
    return join;
  }

  @Override
  public void close() {
    made.forEach(CandidateJoin::close);
  }

  /** Wholes and views get ids of twice the images'. */
  private void requireIdsForViews() {
    if (!options.views().isEmpty() && !images.filter("image_id < 0").isEmpty()) {
      throw new UserException(
          "There are negative ids, with which neighbors.crops and neighbors.mirrored do not work: set both to false");
    }
  }

  /**
   * Chooses, after which there are {@link #join}, {@link #estimated} and {@link #reason}.
   *
   * @throws UserException where ids are not unique, or more candidates are to be expected than
   *     {@code neighbors.max-pairs}
   */
  JoinChoice choose() {
    // of each view the hashes of wholes and views together
    long joined = count * (1 + 2L * options.views().size());
    long needed = BroadcastJoin.bytes(joined, options.algorithms().size());
    long limit = broadcastLimit();
    long rows = options.views().isEmpty() ? count : 2 * count;
    long collected = LongColumns.bytes(rows, 1 + options.algorithms().size());
    boolean fits = needed <= limit && collected <= mostCollected() && count < Integer.MAX_VALUE / 4;
    String asked = options.join();
    if (asked.equals("broadcast") && collected > mostCollected()) {
      throw new UserException(
          String.format(
              "Cannot broadcast the hashes of %,d images: the driver would collect %,d MB, more than spark.driver.maxResultSize allows; raise it, or take neighbors.join = shuffle",
              count, collected >> 20));
    }
    if (asked.equals("broadcast") && !fits) {
      throw new UserException(
          String.format(
              "Cannot broadcast the hashes of %,d images: they need %,d MB and neighbors.broadcast-memory is %,d MB; take neighbors.join = shuffle",
              count, needed >> 20, limit >> 20));
    }
    broadcast = fits && !asked.equals("shuffle");
    reason =
        String.format(
            "by %s: the hashes of %,d images%s take %,d MB of each executor, %s",
            broadcast ? "broadcast" : "shuffle",
            count,
            options.views().isEmpty()
                ? ""
                : String.format(" and of %d views of each", options.views().size()),
            needed >> 20,
            why(asked, needed <= limit, fits, limit));
    join = broadcast ? broadcastJoin() : shuffleJoin();
    made.add(join);
    return this;
  }

  private static String why(String asked, boolean small, boolean fits, long limit) {
    if (!asked.equals("auto")) {
      return "neighbors.join asks for it";
    }
    return small && !fits
        ? "less than allowed, but the driver may not collect as many (spark.driver.maxResultSize)"
        : String.format("%s than the %,d MB allowed", small ? "less" : "more", limit >> 20);
  }

  /** Bytes of hashes that the driver may collect at once. */
  private long mostCollected() {
    return (long) (DriverMemory.mostCollected(spark.sparkContext().getConf()) * SHARE_OF_RESULT);
  }

  /** Whether the hashes of so many images and of their views may be sent to all executors. */
  boolean fits(long others) {
    int looks = 1 + options.views().size();
    int algorithms = options.algorithms().size();
    return BroadcastJoin.bytes(others * looks, algorithms) <= broadcastLimit()
        && LongColumns.bytes(others, 1 + looks * algorithms) <= mostCollected();
  }

  private long broadcastLimit() {
    return options.broadcastBytes().orElseGet(this::shareOfHeap);
  }

  /** Of the driver's heap or an executor's, whichever is smaller. */
  private long shareOfHeap() {
    long heap = Runtime.getRuntime().maxMemory();
    if (!spark.sparkContext().isLocal()) {
      String executor = spark.sparkContext().getConf().get("spark.executor.memory", "1g");
      // as Spark reads it: a number without a unit is in MiB
      heap = Math.min(heap, JavaUtils.byteStringAsMb(executor) << 20);
    }
    return (long) (heap * SHARE_OF_HEAP);
  }

  private CandidateJoin broadcastJoin() {
    Collected collected = Collected.of(images, options);
    PairEstimate estimate =
        PairEstimate.of(collected.hashes, collected.representatives, options.seed());
    require(estimate, collected.largest());
    return collected.join(this, options.radius());
  }

  private CandidateJoin shuffleJoin() {
    Dataset<Row> twice = images.groupBy("image_id").count().filter(col("count").gt(1)).limit(1);
    twice
        .collectAsList()
        .forEach(
            row -> {
              throw LongColumns.twice(row.getLong(0));
            });
    long equal = 0;
    long largest = 0;
    for (HashAlgorithm algorithm : options.algorithms()) {
      Column members = col("members");
      Column pairs =
          when(members.gt(options.maxEqual()), members.minus(1))
              .otherwise(members.multiply(members.minus(1)).divide(2));
      Row row =
          images
              .groupBy(algorithm.column())
              .agg(count(lit(1)).as("members"))
              .agg(sum(pairs.cast("long")), max("members"))
              .first();
      equal = Math.max(equal, row.isNullAt(0) ? 0 : row.getLong(0));
      largest = Math.max(largest, row.isNullAt(1) ? 0 : row.getLong(1));
    }
    double fraction = Math.min(1, (double) SAMPLE / Math.max(1, count));
    Dataset<Row> drawn = fraction < 1 ? images.sample(false, fraction, options.seed()) : images;
    long[][] sample = LongColumns.collect(drawn);
    Hashes[] hashes = new Hashes[sample.length - 1];
    Representatives[] representatives = new Representatives[hashes.length];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = Hashes.of(sample[i + 1]);
      // what is a large group among all is one of fewer in a sample
      int mostEqual = (int) Math.max(1, options.maxEqual() * fraction);
      representatives[i] = Representatives.of(hashes[i], mostEqual);
    }
    double share = Math.max(1, (double) count / Math.max(1, sample[0].length));
    require(PairEstimate.ofSample(hashes, representatives, share, equal, options.seed()), largest);
    return shuffled(images, options.radius());
  }

  private CandidateJoin shuffled(Dataset<Row> hashes, int radius) {
    return new ShuffleJoin(
        hashes, options.algorithms(), radius, options.maxEqual(), options.seed());
  }

  /** Of wholes and of views, those that several find counted by each. */
  private double candidates(PairEstimate estimate, int radius) {
    double candidates = estimate.pairs(radius);
    for (View view : options.views()) {
      // whole against view: twice as many comparisons as whole against whole
      candidates += 2 * estimate.pairs(view.radius(radius));
    }
    return candidates;
  }

  private void require(PairEstimate estimate, long largest) {
    estimated = candidates(estimate, options.radius());
    if (estimated <= options.maxPairs()) {
      return;
    }
    int feasible = options.radius() - 1;
    while (feasible >= 0 && candidates(estimate, feasible) > options.maxPairs()) {
      feasible--;
    }
    String wayOut =
        feasible >= 0
            ? "a neighbors.radius of "
                + feasible
                + " would stay below; or raise neighbors.max-pairs (--max-pairs)"
            : String.format(
                "%,d images share one hash, blank ones perhaps; take other neighbors.algorithms, lower neighbors.max-equal, or raise neighbors.max-pairs (--max-pairs)",
                largest);
    throw new UserException(
        String.format(
            "About %,.0f candidate pairs lie within %d bits, more than neighbors.max-pairs, %,d: %s",
            estimated, options.radius(), options.maxPairs(), wayOut));
  }

  /** Hashes in the driver's memory. */
  private static final class Collected {
    private final long[] ids;
    private final Hashes[] hashes;
    private final Representatives[] representatives;

    private Collected(long[] ids, Hashes[] hashes, Representatives[] representatives) {
      this.ids = ids;
      this.hashes = hashes;
      this.representatives = representatives;
    }

    static Collected of(Dataset<Row> images, NeighborsOptions options) {
      long[][] columns = LongColumns.collect(images);
      LongColumns.sortById(columns);
      Hashes[] hashes = new Hashes[columns.length - 1];
      Representatives[] representatives = new Representatives[hashes.length];
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = Hashes.of(columns[i + 1]);
        representatives[i] = Representatives.of(hashes[i], options.maxEqual());
      }
      return new Collected(columns[0], hashes, representatives);
    }

    int largest() {
      return Arrays.stream(representatives).mapToInt(Representatives::largest).max().orElse(0);
    }

    CandidateJoin join(JoinChoice choice, int radius) {
      return new BroadcastJoin(
          choice.spark, ids, hashes, representatives, radius, choice.estimated);
    }
  }
}
