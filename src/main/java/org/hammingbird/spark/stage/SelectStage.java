package org.hammingbird.spark.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.selection.SelectionRule;
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
    Dataset<Row> hashes = HashColumns.input(run);
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
    Dataset<Row> wanted =
        lowQuality.map(low -> SetChoice.ofQuality(train, low, options.quality())).orElse(train);
    Dataset<Row> eligible =
        clusters.map(members -> SetChoice.withoutDuplicates(wanted, members)).orElse(wanted);
    Map<String, Long> sizes = SetChoice.sizes(wanted);
    Map<String, Long> eligibleSizes = rule.keepersOnly() ? SetChoice.sizes(eligible) : sizes;
    long available = SetChoice.sum(eligibleSizes);
    if (available < budget) {
      print("only %,d of %,d train images are eligible: all of them are taken", available, images);
    }
    Table table = context.workspace().table("selections/" + options.name());
    Map<String, Integer> shares = SetChoice.shares(rule, sizes, eligibleSizes, budget);
    SetChoice choice = new SetChoice(rule, options.algorithm(), options.seed());
    long version = table.overwrite(choice.of(eligible, shares));
    run.output("selections/" + options.name(), version);
    Map<String, Long> selected = SetChoice.sizes(hashes.join(table.read(version), "image_id"));
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

  private Map<String, Object> results(
      long images, long eligible, long budget, Map<String, Long> selected) {
    long total = SetChoice.sum(selected);
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
