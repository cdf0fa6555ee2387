package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.hammingbird.UserException;
import org.hammingbird.selection.Budget;
import org.hammingbird.selection.SelectionRule;
import org.hammingbird.selection.Stratum;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Table;

/**
 * Chooses a training set from the train split by a rule, to a budget. Reads {@code hashes}, {@code
 * clusters} where the rule keeps one image of each, and {@code low_quality} where only good or only
 * low quality may be chosen; writes {@code selections/NAME}.
 *
 * <p>Results of the manifest: {@code rule}, {@code train-images}, {@code eligible} (those that the
 * rule may choose), {@code budget}, {@code selected}, and {@code classes}, the number selected of
 * each.
 */
public final class SelectStage implements Stage {
  private static final String ALL = "";
  private static final String LOW_QUALITY = "low_quality";

  private final StageContext context;
  private final SelectOptions options;

  public SelectStage(StageContext context, SelectOptions options) {
    this.context = context;
    this.options = options;
  }

  @Override
  public RunManifest run() {
    StageRun run = StageRun.of(context, "select", options.name(), "selection", "seed");
    SelectionRule rule = options.rule();
    Dataset<Row> hashes = HashColumns.byAlgorithm(run.input("hashes"));
    Optional<Dataset<Row>> clusters =
        rule.keepersOnly() ? Optional.of(run.input("clusters")) : Optional.empty();
    Optional<Dataset<Row>> lowQuality =
        options.quality().equals(SelectOptions.ANY)
            ? Optional.empty()
            : Optional.of(run.input(LOW_QUALITY));
    Optional<RunManifest> done = run.upToDate();
    if (done.isPresent()) {
      return done.get();
    }
    HashColumns.require(hashes, List.of(options.algorithm()));
    context.spark().sparkContext().setJobDescription("select: " + rule.id());
    Dataset<Row> train = hashes.where("split = 'train'");
    long images = train.count();
    long budget = budget(images);
    Dataset<Row> wanted = lowQuality.map(low -> ofQuality(train, low)).orElse(train);
    Dataset<Row> eligible =
        clusters.map(members -> withoutDuplicates(wanted, members)).orElse(wanted);
    Map<String, Long> sizes = sizes(eligible);
    long available = sizes.values().stream().mapToLong(Long::longValue).sum();
    if (available < budget) {
      print("only %,d of %,d train images are eligible: all of them are taken", available, images);
    }
    Table table = context.workspace().table("selections/" + options.name());
    long version = table.overwrite(choose(eligible, sizes, Math.min(budget, available)));
    run.output("selections/" + options.name(), version);
    Map<String, Long> selected = sizes(hashes.join(table.read(version), "image_id"));
    context.spark().sparkContext().setJobDescription(null);
    return run.complete(results(images, available, budget, selected));
  }

  private long budget(long images) {
    if (images == 0) {
      throw new UserException(
          "Cannot select: no image of the table hashes is in split train; name a split rule (split.at or split.test-fraction)");
    }
    long budget = options.budget().of(images);
    if (budget > images) {
      throw new UserException(
          String.format(
              "Invalid selection.budget: %,d (the train split has %,d images)", budget, images));
    }
    return budget;
  }

  private Dataset<Row> ofQuality(Dataset<Row> train, Dataset<Row> lowQuality) {
    String join = options.quality().equals(SelectOptions.GOOD) ? "leftanti" : "leftsemi";
    return train.join(lowQuality, train.col("image_id").equalTo(lowQuality.col("image_id")), join);
  }

  /**
   * The train images that are in no cluster, and of each cluster its best train image: the keeper
   * where that is a train image.
   */
  static Dataset<Row> withoutDuplicates(Dataset<Row> train, Dataset<Row> clusters) {
    // the lowest rank among the train images: the rank of the whole cluster may be a test image's
    return train
        .join(clusters.select("image_id", "cluster", "rank"), "image_id")
        .withColumn("rank", row_number().over(Window.partitionBy("cluster").orderBy(col("rank"))))
        .where("rank = 1")
        .select(train.columns()[0], rest(train))
        .union(
            train.join(
                clusters, train.col("image_id").equalTo(clusters.col("image_id")), "leftanti"));
  }

  private static String[] rest(Dataset<Row> rows) {
    String[] columns = rows.columns();
    return Arrays.copyOfRange(columns, 1, columns.length);
  }

  private static Map<String, Long> sizes(Dataset<Row> images) {
    Map<String, Long> sizes = new TreeMap<>();
    for (Row row : images.groupBy("label").count().collectAsList()) {
      sizes.put(row.getString(0), row.getLong(1));
    }
    return sizes;
  }

  private Dataset<Row> choose(Dataset<Row> eligible, Map<String, Long> sizes, long budget) {
    SelectionRule rule = options.rule();
    Map<String, Integer> shares =
        rule.stratified()
            ? new TreeMap<>(Budget.shares(sizes, budget))
            : new TreeMap<>(Map.of(ALL, Math.toIntExact(budget)));
    String id = rule.id();
    long seed = options.seed();
    MapFunction<Row, String> stratum = row -> row.getString(0);
    FlatMapGroupsFunction<String, Row, Long> choose =
        (label, rows) -> choose(id, rows, shares.get(label), seed);
    return eligible
        .select(
            rule.stratified() ? col("label") : lit(ALL).as("label"),
            col("image_id"),
            col(options.algorithm().column()))
        .groupByKey(stratum, Encoders.STRING())
        .flatMapGroups(choose, Encoders.LONG())
        .toDF("image_id");
  }

  private static Iterator<Long> choose(String rule, Iterator<Row> rows, int budget, long seed) {
    List<long[]> images = new ArrayList<>();
    rows.forEachRemaining(row -> images.add(new long[] {row.getLong(1), row.getLong(2)}));
    images.sort((a, b) -> Long.compare(a[0], b[0]));
    Stratum stratum =
        new Stratum(
            images.stream().mapToLong(image -> image[0]).toArray(),
            images.stream().mapToLong(image -> image[1]).toArray());
    List<Long> chosen = new ArrayList<>();
    // the rule is found by its name: rules are no concern of serialization
    for (long id : SelectionRule.of(rule).orElseThrow().select(stratum, budget, seed)) {
      chosen.add(id);
    }
    return chosen.iterator();
  }

  private Map<String, Object> results(
      long images, long eligible, long budget, Map<String, Long> selected) {
    long total = selected.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("rule", options.rule().id());
    results.put("train-images", images);
    results.put("eligible", eligible);
    results.put("budget", budget);
    results.put("selected", total);
    results.put("classes", selected);
    print(
        "%s: %s chose %,d of %,d train images", options.name(), results.get("rule"), total, images);
    return results;
  }

  private void print(String format, Object... values) {
    context.out().printf("select: " + format + "%n", values);
  }
}
