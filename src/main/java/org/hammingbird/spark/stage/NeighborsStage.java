package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.not;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.hammingbird.UserException;
import org.hammingbird.neighbor.View;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Table;

/**
 * Finds near-duplicates: candidates within a radius by any of some hashes, of whole images and of
 * {@link View}s, verified on the pixels; then clusters of verified pairs with keepers, test images
 * that leaked into train and those that did not, and pairs and clusters whose labels differ. Reads
 * {@code hashes} and {@code pixels}; writes {@code pairs}, {@code clusters}, {@code leakage},
 * {@code unleaked}, {@code label_conflicts} and {@code cluster_labels}.
 *
 * <p>Where only a few images have come or changed since the last run, these are compared with all,
 * and the pairs of the others stay: the tables are those of a run from the beginning.
 *
 * <p>Results of the manifest: {@code images}, {@code new-images} (that were compared with all),
 * {@code largest-equal} (most images, or images and views, of one hash; after a run of new images
 * an upper bound), {@code candidates}, {@code judged-different} (pairs left out for that by this
 * run), {@code pairs}, {@code clusters}, {@code clustered-images}, {@code largest-cluster}, {@code
 * dropped} (members that are not kept), {@code leaked-test-images}, {@code label-conflicts}, {@code
 * disputed-clusters} (of more than one label; all counts), and {@code join}, how the candidates
 * were found. Where all were compared with all, {@code estimated-candidates}, too, and {@code
 * plans}, by hash.
 */
public final class NeighborsStage implements Stage {
  private static final String DIFFERENT = "neighbors.different";
  private static final Set<String> SHAPING_PIXELS =
      Set.of("hash.decode", "hash.orientation", "images.jpeg-decoder", "pixels.side");

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
    Dataset<Row> hashes = HashColumns.input(run);
    Dataset<Row> pixels = run.input("pixels");
    run.inputDigest("settings of hash", madeWith(run.settingsOfMaker("pixels")));
    Optional<PairFile> different = differentPairs(run);
    Optional<RunManifest> done = run.upToDate();
    if (done.isPresent()) {
      return done.get();
    }
    describe("look at the hashes");
    Optional<Dataset<Row>> exempt = different.map(file -> file.readKnown(hashes, context.out()));
    try (JoinChoice choice = JoinChoice.of(context.spark(), options, hashes)) {
      results.put("images", choice.images());
      requirePixels(choice.images(), pixels);
      Dataset<Row> pairs = findPairs(run, choice, hashes, pixels, exempt);
      followUp(run, pairs, hashes, exempt);
    }
    context.spark().sparkContext().setJobDescription(null);
    return run.complete(results);
  }

  private static void requirePixels(long images, Dataset<Row> pixels) {
    long copies = pixels.count();
    if (copies != images) {
      throw new UserException(
          String.format(
              "The table pixels has %,d images and hashes %,d: run `hammingbird hash --force`",
              copies, images));
    }
  }

  /** What shapes the pixels of an image besides its file. */
  private static String madeWith(Map<String, String> settings) {
    Map<String, String> shaping = new TreeMap<>(settings);
    shaping.keySet().retainAll(SHAPING_PIXELS);
    return shaping.toString();
  }

  private Optional<PairFile> differentPairs(StageRun run) {
    if (options.different().isEmpty()) {
      return Optional.empty();
    }
    PairFile file = PairFile.open(context.spark(), DIFFERENT, options.different());
    run.inputDigest(DIFFERENT, file.digest());
    return Optional.of(file);
  }

  private Dataset<Row> findPairs(
      StageRun run,
      JoinChoice choice,
      Dataset<Row> hashes,
      Dataset<Row> pixels,
      Optional<Dataset<Row>> different) {
    try (ViewCandidates views = new ViewCandidates(pixels, options.views(), options.algorithms());
        LargeGroups groups = new LargeGroups(choice, options)) {
      Optional<EarlierPairs> earlier =
          EarlierPairs.of(context, run, options, choice, views, hashes, pixels);
      JavaRDD<Row> candidates =
          (earlier.isPresent() ? ofNew(earlier.get(), choice) : ofAll(choice, views))
              .persist(StorageLevel.MEMORY_AND_DISK_SER());
      try {
        Dataset<Row> found = verify(candidates, choice, groups, pixels);
        return leaveOut(run, earlier.map(e -> found.union(e.pairs())).orElse(found), different);
      } finally {
        candidates.unpersist();
        earlier.ifPresent(EarlierPairs::close);
      }
    }
  }

  private JavaRDD<Row> ofAll(JoinChoice choice, ViewCandidates views) {
    choice.choose();
    results.put("new-images", choice.images());
    results.put("estimated-candidates", Math.round(choice.estimated()));
    results.put("join", choice.reason());
    print("%s", choice.reason());
    Map<String, Object> plans = new LinkedHashMap<>();
    for (int i = 0; i < options.algorithms().size(); i++) {
      plans.put(options.algorithms().get(i).column(), choice.join().plans().get(i));
    }
    results.put("plans", plans);
    plans.forEach((hash, plan) -> print("%s within %d: %s", hash, options.radius(), plan));
    describe("join the hashes");
    JavaRDD<Row> candidates = views.addTo(choice);
    results.put(EarlierPairs.LARGEST_EQUAL, views.largestGroup());
    return candidates;
  }

  private JavaRDD<Row> ofNew(EarlierPairs earlier, JoinChoice choice) {
    results.put("new-images", earlier.count());
    results.put(EarlierPairs.LARGEST_EQUAL, earlier.largestEqual());
    results.put("join", "of what is new with all");
    print(
        "%,d images are new or have changed since the last run and are compared with all %,d; --force compares all with all",
        earlier.count(), choice.images());
    describe("join the hashes");
    return earlier.candidates();
  }

  private Dataset<Row> verify(
      JavaRDD<Row> candidates, JoinChoice choice, LargeGroups groups, Dataset<Row> pixels) {
    results.put("candidates", candidates.count());
    print("%,d candidate pairs of %,d images", results.get("candidates"), results.get("images"));
    describe("verify candidates");
    Dataset<Row> found =
        PairVerification.verify(candidates, pixels, choice.images(), options.minSimilarity());
    long largest = ((Number) results.get(EarlierPairs.LARGEST_EQUAL)).longValue();
    if (largest <= options.maxEqual()) {
      return found;
    }
    print(
        "%,d images have one hash: of more than %,d (neighbors.max-equal) the first stands for all that are like it",
        largest, options.maxEqual());
    return groups.complete(found, pixels);
  }

  /** Writes the pairs but for those that a person has judged different. */
  private Dataset<Row> leaveOut(
      StageRun run, Dataset<Row> verified, Optional<Dataset<Row>> different) {
    Dataset<Row> pairs;
    if (different.isPresent()) {
      Dataset<Row> kept = verified.persist(StorageLevel.MEMORY_AND_DISK());
      long all = kept.count();
      pairs = write(run, "pairs", kept.join(different.get(), PairFile.BOTH_IDS, "leftanti"));
      results.put("pairs", pairs.count());
      results.put("judged-different", all - pairs.count());
      kept.unpersist();
    } else {
      pairs = write(run, "pairs", verified);
      results.put("pairs", pairs.count());
      results.put("judged-different", 0L);
    }
    print(
        "%,d pairs verified (similarity at least %s)",
        results.get("pairs"), options.minSimilarity());
    if (different.isPresent()) {
      print("%,d pairs left out, judged different", results.get("judged-different"));
    }
    return pairs;
  }

  /** Small tables, whose cost is mostly Spark's planning: made side by side. */
  private void followUp(
      StageRun run, Dataset<Row> pairs, Dataset<Row> hashes, Optional<Dataset<Row>> different) {
    Map<String, Object> clusters = new LinkedHashMap<>();
    Map<String, Object> leaks = new LinkedHashMap<>();
    Map<String, Object> conflicts = new LinkedHashMap<>();
    Dataset<Row> labeled = ClusterTables.labeled(pairs, hashes).persist();
    try {
      Together.run(
          () -> formClusters(run, pairs, hashes, different, clusters),
          () -> findLeaks(run, labeled, hashes, leaks),
          () -> findConflicts(run, labeled, conflicts));
    } finally {
      labeled.unpersist();
    }
    results.putAll(clusters);
    results.putAll(leaks);
    results.putAll(conflicts);
    print(
        "%,d clusters of %,d images; the largest has %,d",
        results.get("clusters"), results.get("clustered-images"), results.get("largest-cluster"));
    print(
        "%,d test images have a near-duplicate in train; %,d pairs and %,d clusters have different labels",
        results.get("leaked-test-images"),
        results.get("label-conflicts"),
        results.get("disputed-clusters"));
  }

  private void formClusters(
      StageRun run,
      Dataset<Row> pairs,
      Dataset<Row> hashes,
      Optional<Dataset<Row>> different,
      Map<String, Object> found) {
    describe("form clusters");
    Dataset<Row> members = Components.members(pairs, Components.DRIVER_EDGES);
    Dataset<Row> ranked = ClusterTables.keepers(members, hashes, options.keepers());
    Dataset<Row> clusters =
        write(
            run,
            "clusters",
            different.map(list -> ClusterTables.keepingDifferent(ranked, list)).orElse(ranked));
    Dataset<Row> labels =
        write(run, "cluster_labels", ClusterTables.clusterLabels(clusters, hashes));
    Dataset<Row> sizes =
        clusters
            .groupBy("cluster")
            .agg(count("*").as("size"), count_if(not(col("keeper"))).as("dropped"));
    Row summary = sizes.selectExpr("count(*)", "sum(size)", "max(size)", "sum(dropped)").first();
    long count = summary.getLong(0);
    long clustered = summary.isNullAt(1) ? 0L : summary.getLong(1);
    found.put("clusters", count);
    found.put("clustered-images", clustered);
    found.put("largest-cluster", summary.isNullAt(2) ? 0L : summary.getLong(2));
    found.put("dropped", summary.isNullAt(3) ? 0L : summary.getLong(3));
    found.put("disputed-clusters", labels.agg(countDistinct("cluster")).first().getLong(0));
  }

  private void findLeaks(
      StageRun run, Dataset<Row> labeled, Dataset<Row> hashes, Map<String, Object> found) {
    describe("find leaks");
    Dataset<Row> leakage = write(run, "leakage", ClusterTables.leakage(labeled));
    write(run, "unleaked", ClusterTables.unleaked(leakage, hashes));
    found.put("leaked-test-images", leakage.agg(countDistinct("test_id")).first().getLong(0));
  }

  private void findConflicts(StageRun run, Dataset<Row> labeled, Map<String, Object> found) {
    describe("compare labels");
    Dataset<Row> conflicts = write(run, "label_conflicts", ClusterTables.labelConflicts(labeled));
    found.put("label-conflicts", conflicts.count());
  }

  private Dataset<Row> write(StageRun run, String name, Dataset<Row> rows) {
    Table table = context.workspace().table(name);
    // a table of an earlier version may have fewer columns
    table.replace(rows.schema());
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
