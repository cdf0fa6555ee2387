package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.neighbor.Tuning;
import org.hammingbird.neighbor.Tuning.JudgedPair;
import org.hammingbird.neighbor.Tuning.Outcome;
import org.hammingbird.neighbor.View;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;

/**
 * Which settings of {@code neighbors} find what a person calls near-duplicates: precision and
 * recall on pairs that were judged, for a grid of hashes, crops, radius and least similarity. Reads
 * {@code hashes} and {@code pixels}; writes {@code tuning} and prints the setting to take.
 *
 * <p>Results of the manifest: {@code pairs}, {@code near-duplicates} (of the list), and of the
 * recommended setting {@code algorithms}, {@code crops}, {@code radius}, {@code min-similarity},
 * {@code precision} and {@code recall}.
 */
public final class TuneStage implements Stage {
  private static final String PAIRS = "tune.pairs";
  private static final String JUDGEMENT = "near_duplicate";

  /** Judged pairs come to the driver, about 100 bytes each. */
  private static final long MOST_PAIRS = 1_000_000;

  private static final int BAR = 40;

  private final StageContext context;
  private final TuneOptions options;

  public TuneStage(StageContext context, TuneOptions options) {
    this.context = context;
    this.options = options;
  }

  @Override
  public RunManifest run() {
    StageRun run = StageRun.of(context, "tune", "default", "tune", "neighbors.algorithms");
    Dataset<Row> hashes = HashColumns.input(run);
    Dataset<Row> pixels = run.input("pixels");
    PairFile file = PairFile.open(context.spark(), PAIRS, options.pairs());
    run.inputDigest(PAIRS, file.digest());
    Optional<RunManifest> done = run.upToDate();
    if (done.isPresent()) {
      return done.get();
    }
    HashColumns.requireAll(hashes, options.algorithms());
    context.spark().sparkContext().setJobDescription("tune: measure the judged pairs");
    List<JudgedPair> pairs = judged(file.read(hashes, JUDGEMENT), hashes, pixels);
    context.spark().sparkContext().setJobDescription(null);
    Tuning tuning = tuning(pairs);
    List<Outcome> grid =
        tuning.grid(
            choices(), new boolean[] {false, true}, options.radii(), options.minSimilarities());
    Outcome best = Tuning.best(grid, options.precision());
    print(tuning, pairs.size(), grid, best);
    List<Row> rows =
        grid.stream()
            .map(outcome -> row(outcome, tuning.nearDuplicates(), outcome == best))
            .collect(Collectors.toList());
    run.output(
        "tuning",
        context
            .workspace()
            .table("tuning")
            .overwrite(context.spark().createDataFrame(rows, Schemas.TUNING).coalesce(1)));
    return run.complete(results(tuning, pairs.size(), best));
  }

  private static Tuning tuning(List<JudgedPair> pairs) {
    try {
      return new Tuning(pairs);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot tune: " + e.getMessage() + "; the file of " + PAIRS + " needs some", e);
    }
  }

  private List<JudgedPair> judged(Dataset<Row> pairs, Dataset<Row> hashes, Dataset<Row> pixels) {
    Dataset<Row> judged = pairs.persist();
    long count = judged.count();
    if (count > MOST_PAIRS) {
      throw new UserException(
          String.format("Cannot tune on %,d pairs: at most %,d are taken", count, MOST_PAIRS));
    }
    long invalid =
        judged
            .where(col(JUDGEMENT).isNull().or(col(JUDGEMENT).isin("0", "1").equalTo(false)))
            .count();
    if (invalid > 0) {
      throw new UserException(
          String.format(
              "The file of %s has %,d rows whose %s is neither 1 nor 0",
              PAIRS, invalid, JUDGEMENT));
    }
    List<JudgedPair> measured = new ArrayList<>();
    int algorithms = options.algorithms().size();
    List<View> crops = List.copyOf(View.crops());
    Dataset<Row> ids =
        judged.select(col("left").as("image_id")).union(judged.select("right")).distinct();
    Dataset<Row> views =
        ViewCandidates.hashes(pixels.join(ids, "image_id"), crops, options.algorithms());
    for (Row row : measure(judged, hashes.join(views, "image_id"), crops, pixels).collectAsList()) {
      int[] distances = new int[algorithms];
      int[] cropDistances = new int[algorithms];
      for (int i = 0; i < algorithms; i++) {
        distances[i] = row.getInt(2 + i);
        cropDistances[i] = row.getInt(2 + algorithms + i);
      }
      measured.add(
          new JudgedPair(row.getString(0).equals("1"), distances, cropDistances, row.getDouble(1)));
    }
    judged.unpersist();
    views.unpersist();
    return measured;
  }

  /**
   * Judgement, similarity, distances of the wholes, then those of crops, by algorithm.
   *
   * @param all hashes of images and of their crops
   */
  private Dataset<Row> measure(
      Dataset<Row> judged, Dataset<Row> all, List<View> crops, Dataset<Row> pixels) {
    Dataset<Row> similarities =
        PairVerification.verify(
                judged.select(col("left"), col("right"), lit(0), lit(false)).javaRDD(),
                pixels,
                pixels.count(),
                -1)
            .select("left", "right", "similarity");
    List<Column> columns = new ArrayList<>(List.of(col(JUDGEMENT), col("similarity")));
    options.algorithms().forEach(hash -> columns.add(distance(hash.column(), hash.column())));
    options.algorithms().forEach(hash -> columns.add(cropDistance(crops, hash)));
    return judged
        .join(similarities, PairFile.BOTH_IDS, "inner")
        .join(all.as("l"), col("left").equalTo(col("l.image_id")))
        .join(all.as("r"), col("right").equalTo(col("r.image_id")))
        .select(columns.toArray(new Column[0]));
  }

  private static Column distance(String left, String right) {
    return expr("bit_count(l." + left + " ^ r." + right + ")");
  }

  private static Column cropDistance(List<View> crops, HashAlgorithm hash) {
    List<Column> distances = new ArrayList<>();
    for (View crop : crops) {
      distances.add(distance(ViewCandidates.column(crop, hash), hash.column()));
      distances.add(distance(hash.column(), ViewCandidates.column(crop, hash)));
    }
    return functions.least(distances.toArray(new Column[0]));
  }

  /** Each hash alone, and all of them. */
  private List<int[]> choices() {
    int count = options.algorithms().size();
    List<int[]> choices =
        IntStream.range(0, count).mapToObj(i -> new int[] {i}).collect(Collectors.toList());
    if (count > 1) {
      choices.add(IntStream.range(0, count).toArray());
    }
    return choices;
  }

  private String names(int[] hashes) {
    return Arrays.stream(hashes)
        .mapToObj(i -> options.algorithms().get(i).column())
        .collect(Collectors.joining(","));
  }

  private Row row(Outcome outcome, long nearDuplicates, boolean recommended) {
    return RowFactory.create(
        names(outcome.setting().hashes()),
        outcome.setting().crops(),
        outcome.setting().radius(),
        outcome.setting().leastSimilarity(),
        outcome.found(),
        outcome.right(),
        nearDuplicates,
        outcome.found() == 0 ? null : outcome.precision(),
        outcome.recall(),
        recommended);
  }

  private void print(Tuning tuning, int pairs, List<Outcome> grid, Outcome best) {
    line("%,d judged pairs, %,d of them near-duplicates", pairs, tuning.nearDuplicates());
    TextTable table =
        new TextTable("hashes", "crops", "radius", "min-similarity", "precision", "recall");
    int step = options.minSimilarities().length;
    for (int from = 0; from < grid.size(); from += step) {
      Outcome outcome = Tuning.best(grid.subList(from, from + step), options.precision());
      table.add(
          List.of(
              names(outcome.setting().hashes()),
              String.valueOf(outcome.setting().crops()),
              String.valueOf(outcome.setting().radius()),
              TextTable.number(outcome.setting().leastSimilarity()),
              share(outcome.precision()),
              share(outcome.recall())));
    }
    context.out().println(table);
    line(
        "the curve of %s%s within %d, by least similarity (precision, recall):",
        names(best.setting().hashes()),
        best.setting().crops() ? " with crops" : "",
        best.setting().radius());
    for (double least : options.minSimilarities()) {
      Outcome outcome =
          tuning.outcome(
              new Tuning.Setting(
                  best.setting().hashes(), best.setting().crops(), best.setting().radius(), least));
      context
          .out()
          .printf(
              Locale.ROOT,
              "  %5.2f  %s  %s  %s%n",
              least,
              share(outcome.precision()),
              share(outcome.recall()),
              "#".repeat((int) Math.round(BAR * outcome.recall())));
    }
    if (!(best.precision() >= options.precision())) {
      line("no setting reaches a precision of %s; the best by F1 is:", options.precision());
    }
    line(
        "recommended: --algorithms %s --crops %s --radius %d --min-similarity %s: precision %s, recall %s",
        names(best.setting().hashes()),
        best.setting().crops(),
        best.setting().radius(),
        TextTable.number(best.setting().leastSimilarity()),
        share(best.precision()),
        share(best.recall()));
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private Map<String, Object> results(Tuning tuning, int pairs, Outcome best) {
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("pairs", (long) pairs);
    results.put("near-duplicates", tuning.nearDuplicates());
    results.put("algorithms", names(best.setting().hashes()));
    results.put("crops", best.setting().crops());
    results.put("radius", best.setting().radius());
    results.put("min-similarity", best.setting().leastSimilarity());
    results.put("precision", best.found() == 0 ? 0.0 : best.precision());
    results.put("recall", best.recall());
    return results;
  }

  private void line(String format, Object... values) {
    context.out().printf("tune: " + format + "%n", values);
  }
}
