package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
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
    JsonNode results =
        manifest == null
            ? MissingNode.getInstance()
            : new ObjectMapper().valueToTree(manifest.results());
    return DistanceSection.of(histograms, results, largestClass(inputs.images()));
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

  /**
   * The share of the test images that have the train split's most frequent class; NaN without
   * either.
   */
  static double largestClass(Map<String, Map<String, Long>> images) {
    long most = 0;
    long right = 0;
    long all = 0;
    for (Map<String, Long> splits : images.values()) {
      long train = splits.getOrDefault("train", 0L);
      long test = splits.getOrDefault("test", 0L);
      if (train > most) {
        most = train;
        right = test;
      }
      all += test;
    }
    return most == 0 || all == 0 ? Double.NaN : (double) right / all;
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
