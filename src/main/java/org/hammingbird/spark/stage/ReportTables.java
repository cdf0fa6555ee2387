package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.evaluation.Histogram;
import org.hammingbird.report.DatasetSection;
import org.hammingbird.report.DistanceSection;
import org.hammingbird.report.Section;
import org.hammingbird.spark.table.RunManifest;

/** The report's sections on the dataset and on hash distances, from aggregates of their tables. */
final class ReportTables {
  private static final String[] REJECT_COLUMNS = {
    "source_id", "label", "split", "address", "cause", "detail"
  };

  private ReportTables() {}

  static Section dataset(ReportInputs inputs, ReportOptions options) {
    if (!inputs.has("hashes")) {
      return DatasetSection.missing();
    }
    Map<String, Long> causes = new TreeMap<>();
    List<List<String>> sample = new ArrayList<>();
    if (inputs.has("rejects")) {
      Dataset<Row> rejects = inputs.table("rejects");
      rejects
          .groupBy("cause")
          .agg(count(lit(1)))
          .collectAsList()
          .forEach(row -> causes.put(row.getString(0), row.getLong(1)));
      for (Row row :
          rejects
              .orderBy("cause", "image_id")
              .select(columns(REJECT_COLUMNS))
              .limit(options.rejects())
              .collectAsList()) {
        sample.add(texts(row));
      }
    }
    return DatasetSection.of(inputs.images(), causes, sample);
  }

  static Section distances(ReportInputs inputs, RunManifest manifest) {
    if (!inputs.has("distance_histograms")) {
      return DistanceSection.missing();
    }
    Map<String, Map<String, long[]>> counts = new TreeMap<>();
    for (Row row :
        inputs
            .table("distance_histograms")
            .filter(col("count").gt(0))
            .select("algorithm", "pair", "distance", "count")
            .orderBy("algorithm", "pair", "distance")
            .limit(100_000)
            .collectAsList()) {
      counts.computeIfAbsent(row.getString(0), name -> new LinkedHashMap<>())
              .computeIfAbsent(row.getString(1), name -> new long[257])[row.getInt(2)] =
          row.getLong(3);
    }
    Map<String, Map<String, Histogram>> histograms = new LinkedHashMap<>();
    counts.forEach((algorithm, pairs) -> histograms.put(algorithm, inOrder(pairs)));
    int classes = inputs.images().size();
    return DistanceSection.of(
        histograms, votes(manifest), classes == 0 ? Double.NaN : 1.0 / classes);
  }

  /** All classes together first. */
  private static Map<String, Histogram> inOrder(Map<String, long[]> pairs) {
    Map<String, Histogram> ordered = new LinkedHashMap<>();
    for (String first : new String[] {"within", "between"}) {
      if (pairs.containsKey(first)) {
        ordered.put(first, Histogram.of(pairs.get(first)));
      }
    }
    pairs.forEach((pair, counts) -> ordered.putIfAbsent(pair, Histogram.of(counts)));
    return ordered;
  }

  /** Accuracy of classifying by the nearest hashes, as the stage {@code distances} measured it. */
  private static Map<String, Double> votes(RunManifest manifest) {
    Map<String, Double> votes = new LinkedHashMap<>();
    Object algorithms = manifest == null ? null : manifest.results().get("algorithms");
    if (algorithms instanceof Map) {
      ((Map<?, ?>) algorithms)
          .forEach(
              (name, summary) -> {
                Object accuracy =
                    summary instanceof Map ? ((Map<?, ?>) summary).get("vote-accuracy") : null;
                if (accuracy instanceof Number) {
                  votes.put(String.valueOf(name), ((Number) accuracy).doubleValue());
                }
              });
    }
    return votes;
  }

  private static List<String> texts(Row row) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      texts.add(row.isNullAt(i) ? "" : row.get(i).toString());
    }
    return texts;
  }

  private static Column[] columns(String... names) {
    Column[] columns = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      columns[i] = col(names[i]);
    }
    return columns;
  }
}
