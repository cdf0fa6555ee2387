package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Table;

/**
 * Lists images of low quality with the reason. Reads {@code hashes}; writes {@code low_quality}: a
 * row for each image and rule that it breaks.
 *
 * <p>A rule compares a measure with a limit, which is a setting; where {@code quality.worst-share}
 * is above 0 and the share's quantile in this collection is laxer than the setting, the limit is
 * that quantile. Grey images are listed only where most of the collection has colour.
 *
 * <p>Results of the manifest: {@code images}, {@code low-quality-images} (distinct ones), {@code
 * reasons} (distinct images of each), and {@code rules} (list of maps: reason, measure, condition,
 * images).
 */
public final class QualityStage implements Stage {
  static final String STAGE = "quality";
  static final String TABLE = "low_quality";

  private static final double QUANTILE_ERROR = 0.001;

  private final StageContext context;
  private final QualityOptions options;

  public QualityStage(StageContext context, QualityOptions options) {
    this.context = context;
    this.options = options;
  }

  @Override
  public RunManifest run() {
    StageRun run = StageRun.of(context, STAGE, "default", "quality");
    Dataset<Row> hashes = run.input("hashes");
    Optional<RunManifest> done = run.upToDate();
    if (done.isPresent()) {
      return done.get();
    }
    context.spark().sparkContext().setJobDescription("quality: list images of low quality");
    List<QualityRule> rules = applicable(hashes, withQuantiles(hashes));
    Table table = context.workspace().table(TABLE);
    long version = table.overwrite(list(hashes, rules));
    run.output(TABLE, version);
    Map<String, Object> results = results(hashes.count(), table.read(version), rules);
    context.spark().sparkContext().setJobDescription(null);
    return run.complete(results);
  }

  private List<QualityRule> withQuantiles(Dataset<Row> hashes) {
    double share = options.worstShare();
    if (share == 0) {
      return options.rules();
    }
    List<QualityRule> rules = options.rules();
    String[] names = new String[rules.size()];
    Column[] values = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = "rule" + i;
      values[i] = rules.get(i).value().as(names[i]);
    }
    double[][] quantiles =
        hashes
            .select(values)
            .stat()
            .approxQuantile(names, new double[] {share, 1 - share}, QUANTILE_ERROR);
    List<QualityRule> laxer = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      QualityRule rule = rules.get(i);
      // no quantile where no image has the measure
      laxer.add(
          quantiles[i].length == 0
              ? rule
              : rule.orAt(quantiles[i][rule.quantile(share) == share ? 0 : 1]));
    }
    return laxer;
  }

  /** Without the rule on grey images, where half of all are grey: there it says nothing. */
  private static List<QualityRule> applicable(Dataset<Row> hashes, List<QualityRule> rules) {
    List<QualityRule> kept = new ArrayList<>();
    for (QualityRule rule : rules) {
      if (!rule.reason().equals(QualityRule.GREY) || share(hashes, rule) < 0.5) {
        kept.add(rule);
      }
    }
    return kept;
  }

  private static double share(Dataset<Row> hashes, QualityRule rule) {
    Row row = hashes.agg(avg(rule.broken().cast(DataTypes.DoubleType))).first();
    return row.isNullAt(0) ? 0 : row.getDouble(0);
  }

  /** Rows of {@code Schemas.LOW_QUALITY}, in one pass over the hashes. */
  static Dataset<Row> list(Dataset<Row> hashes, List<QualityRule> rules) {
    Column[] broken =
        rules.stream()
            .map(
                rule ->
                    when(
                        rule.broken(),
                        struct(
                            lit(rule.reason()).as("reason"),
                            lit(rule.measure()).as("measure"),
                            rule.value().as("value"),
                            lit(rule.limit()).as("threshold"),
                            rule.order().as("order"))))
            .toArray(Column[]::new);
    return hashes
        .select(col("image_id"), explode(array(broken)).as("broken"))
        .where("broken is not null")
        .select("image_id", "broken.*")
        .withColumn(
            "rank",
            row_number()
                .over(Window.partitionBy("reason", "measure").orderBy("order", "image_id"))
                .cast(DataTypes.LongType))
        .drop("order");
  }

  private Map<String, Object> results(long images, Dataset<Row> listed, List<QualityRule> rules) {
    Map<String, Long> byRule = new HashMap<>();
    for (Row row :
        listed.groupBy("reason", "measure").agg(count(lit(1)).as("images")).collectAsList()) {
      byRule.put(row.getString(0) + " " + row.getString(1), row.getLong(2));
    }
    Map<String, Long> byReason = new HashMap<>();
    for (Row row :
        listed.groupBy("reason").agg(countDistinct("image_id").as("images")).collectAsList()) {
      byReason.put(row.getString(0), row.getLong(1));
    }
    Map<String, Long> reasons = new LinkedHashMap<>();
    List<Map<String, Object>> details = new ArrayList<>();
    TextTable table = new TextTable("reason", "measure", "limit", "images", "share");
    for (QualityRule rule : rules) {
      long found = byRule.getOrDefault(rule.reason() + " " + rule.measure(), 0L);
      reasons.put(rule.reason(), byReason.getOrDefault(rule.reason(), 0L));
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("reason", rule.reason());
      detail.put("measure", rule.measure());
      detail.put("condition", rule.condition());
      detail.put("images", found);
      details.add(detail);
      table.add(
          List.of(
              rule.reason(),
              rule.measure(),
              rule.condition(),
              String.format("%,d", found),
              String.format(Locale.ROOT, "%.2f%%", 100.0 * found / Math.max(1, images))));
    }
    long low = listed.agg(countDistinct("image_id")).first().getLong(0);
    context.out().println(table);
    context.out().printf("quality: %,d of %,d images are of low quality%n", low, images);
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("images", images);
    results.put("low-quality-images", low);
    results.put("reasons", reasons);
    results.put("rules", details);
    return results;
  }
}
