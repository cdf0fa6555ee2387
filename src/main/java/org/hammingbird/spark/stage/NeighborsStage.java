package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.UserException;
import org.hammingbird.neighbor.DistinctHashes;
import org.hammingbird.neighbor.Hashes;
import org.hammingbird.neighbor.PairEstimate;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Table;

/**
 * Finds near-duplicates: candidates within a radius by any of some hashes, verified on the pixels;
 * then clusters of verified pairs with keepers, test images that leaked into train, and pairs whose
 * labels differ. Reads {@code hashes} and {@code pixels}; writes {@code pairs}, {@code clusters},
 * {@code leakage} and {@code label_conflicts}.
 *
 * <p>Results of the manifest: {@code images}, {@code estimated-candidates}, {@code candidates},
 * {@code pairs}, {@code clusters}, {@code clustered-images}, {@code largest-cluster}, {@code
 * dropped} (members that are not kept), {@code leaked-test-images}, {@code label-conflicts} (all
 * counts), and {@code plans}, how the candidates were found, by hash.
 */
public final class NeighborsStage implements Stage {
  // 1 KB an image: a verifying task holds two blocks, 32 MB
  private static final int IMAGES_OF_BLOCK = 16_384;
  private static final int MIN_BLOCKS = 3;

  private final StageContext context;
  private final NeighborsOptions options;
  private final Map<String, Object> results = new LinkedHashMap<>();

  public NeighborsStage(StageContext context, NeighborsOptions options) {
    this.context = context;
    this.options = options;
  }

  @Override
  public RunManifest run() {
    StageRun run = StageRun.of(context, "neighbors", "default", "neighbors", "seed");
    Dataset<Row> hashes = HashColumns.byAlgorithm(run.input("hashes"));
    Dataset<Row> pixels = run.input("pixels");
    Optional<RunManifest> done = run.upToDate();
    if (done.isPresent()) {
      return done.get();
    }
    HashColumns.require(hashes, options.algorithms());
    CandidateJoin join = prepare(hashes);
    Dataset<Row> pairs = findPairs(run, join, pixels);
    formClusters(run, pairs, hashes);
    compareLabels(run, pairs, hashes);
    context.spark().sparkContext().setJobDescription(null);
    return run.complete(results);
  }

  private CandidateJoin prepare(Dataset<Row> hashes) {
    describe("collect the hashes");
    long images = hashes.count();
    if (images > options.maxImages()) {
      throw new UserException(
          String.format(
              "Cannot join %,d images: more than neighbors.max-images, %,d; with enough memory on driver and executors (%,d MB each) raise it",
              images, options.maxImages(), images * 8 * (1 + options.algorithms().size()) >> 20));
    }
    Column[] columns = new Column[1 + options.algorithms().size()];
    columns[0] = col("image_id");
    for (int i = 1; i < columns.length; i++) {
      columns[i] = col(options.algorithms().get(i - 1).column());
    }
    long[][] collected = LongColumns.collect(hashes.select(columns));
    LongColumns.sortById(collected);
    long[][] byAlgorithm = Arrays.copyOfRange(collected, 1, collected.length);
    results.put("images", images);
    checkEstimate(byAlgorithm);
    int block = Math.min(IMAGES_OF_BLOCK, (int) images / MIN_BLOCKS + 1);
    return new CandidateJoin(collected[0], byAlgorithm, options.radius(), block);
  }

  private void checkEstimate(long[][] hashes) {
    long equal = 0;
    int largest = 0;
    for (long[] one : hashes) {
      DistinctHashes distinct = DistinctHashes.of(Hashes.of(one));
      equal = Math.max(equal, distinct.equalPairs());
      largest = Math.max(largest, distinct.largestGroup());
    }
    PairEstimate estimate = PairEstimate.of(hashes, equal, options.seed());
    double expected = estimate.pairs(options.radius());
    results.put("estimated-candidates", Math.round(expected));
    if (expected <= options.maxPairs()) {
      return;
    }
    int feasible = estimate.radiusFor(options.maxPairs());
    String wayOut =
        feasible >= 0
            ? "a neighbors.radius of "
                + feasible
                + " would stay below; or raise neighbors.max-pairs"
            : String.format(
                "%,d images share one hash, blank ones perhaps; take other neighbors.algorithms, or raise neighbors.max-pairs",
                largest);
    throw new UserException(
        String.format(
            "About %,.0f candidate pairs lie within %d bits, more than neighbors.max-pairs, %,d: %s",
            expected, options.radius(), options.maxPairs(), wayOut));
  }

  private Dataset<Row> findPairs(StageRun run, CandidateJoin join, Dataset<Row> pixels) {
    describe("join the hashes");
    Map<String, Object> plans = new LinkedHashMap<>();
    for (int i = 0; i < options.algorithms().size(); i++) {
      plans.put(options.algorithms().get(i).column(), join.plan(i).toString());
    }
    results.put("plans", plans);
    plans.forEach((hash, plan) -> print("%s within %d: %s", hash, options.radius(), plan));
    double expected = ((Number) results.get("estimated-candidates")).doubleValue();
    JavaRDD<Row> candidates =
        join.run(context.spark(), expected).persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      results.put("candidates", candidates.count());
      print("%,d candidate pairs of %,d images", results.get("candidates"), results.get("images"));
      describe("verify candidates");
      Dataset<Row> verified = PairVerification.verify(candidates, pixels, options.minSimilarity());
      Dataset<Row> pairs = write(run, "pairs", verified);
      results.put("pairs", pairs.count());
      print(
          "%,d pairs verified (similarity at least %s)",
          results.get("pairs"), options.minSimilarity());
      return pairs;
    } finally {
      candidates.unpersist();
    }
  }

  private void formClusters(StageRun run, Dataset<Row> pairs, Dataset<Row> hashes) {
    describe("form clusters");
    Dataset<Row> members = ClusterTables.members(pairs, options.maxImages());
    Dataset<Row> clusters = write(run, "clusters", ClusterTables.keepers(members, hashes));
    Dataset<Row> sizes = clusters.groupBy("cluster").count();
    Row summary = sizes.selectExpr("count(*)", "sum(count)", "max(count)").first();
    long count = summary.getLong(0);
    long clustered = summary.isNullAt(1) ? 0L : summary.getLong(1);
    results.put("clusters", count);
    results.put("clustered-images", clustered);
    results.put("largest-cluster", summary.isNullAt(2) ? 0L : summary.getLong(2));
    results.put("dropped", clustered - count);
    print(
        "%,d clusters of %,d images; the largest has %,d",
        count, clustered, results.get("largest-cluster"));
  }

  private void compareLabels(StageRun run, Dataset<Row> pairs, Dataset<Row> hashes) {
    describe("compare labels and splits");
    Dataset<Row> labeled = ClusterTables.labeled(pairs, hashes).persist();
    try {
      Dataset<Row> leakage = write(run, "leakage", ClusterTables.leakage(labeled));
      Dataset<Row> conflicts = write(run, "label_conflicts", ClusterTables.labelConflicts(labeled));
      results.put("leaked-test-images", leakage.agg(countDistinct("test_id")).first().getLong(0));
      results.put("label-conflicts", conflicts.count());
    } finally {
      labeled.unpersist();
    }
    print(
        "%,d test images have a near-duplicate in train; %,d pairs have different labels",
        results.get("leaked-test-images"), results.get("label-conflicts"));
  }

  private Dataset<Row> write(StageRun run, String name, Dataset<Row> rows) {
    Table table = context.workspace().table(name);
    long version = table.overwrite(rows);
    run.output(name, version);
    return table.read(version);
  }

  private void describe(String what) {
    context.spark().sparkContext().setJobDescription("neighbors: " + what);
  }

  private void print(String format, Object... values) {
    context.out().printf("neighbors: " + format + "%n", values);
  }
}
