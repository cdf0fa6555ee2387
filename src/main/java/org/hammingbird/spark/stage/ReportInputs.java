package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tables that a report reads, each opened once, and what several sections need of them. */
final class ReportInputs {
  /** Classes times splits that are counted; the smallest of more are left out. */
  private static final int MOST_COUNTS = 6000;

  private static final List<String> TABLES =
      List.of(
          "hashes",
          "pixels",
          "rejects",
          "low_quality",
          "distance_histograms",
          "pairs",
          "clusters",
          "leakage",
          "label_conflicts");

  private final Map<String, Dataset<Row>> tables = new HashMap<>();
  private Map<String, Map<String, Long>> images;

  /** Names those tables that there are as the run's inputs, before it asks whether it is needed. */
  ReportInputs(StageRun run) {
    for (String table : TABLES) {
      if (run.hasInput(table)) {
        tables.put(table, run.input(table));
      }
    }
  }

  /** Whether a run has published this table. */
  boolean has(String table) {
    return tables.containsKey(table);
  }

  Dataset<Row> table(String table) {
    return tables.get(table);
  }

  /** Hashed images by class, then split; empty where there is no table of hashes. */
  Map<String, Map<String, Long>> images() {
    if (images == null) {
      images = new TreeMap<>();
      if (has("hashes")) {
        table("hashes")
            .groupBy("label", "split")
            .agg(count(lit(1)).as("images"))
            .orderBy(col("images").desc(), col("label"), col("split"))
            .limit(MOST_COUNTS)
            .collectAsList()
            .forEach(
                row ->
                    images
                        .computeIfAbsent(String.valueOf(row.get(0)), name -> new TreeMap<>())
                        .put(String.valueOf(row.get(1)), row.getLong(2)));
      }
    }
    return images;
  }

  /** Hashed images of a split; of all splits for null. */
  long images(String split) {
    return images().values().stream()
        .flatMap(splits -> splits.entrySet().stream())
        .filter(e -> split == null || split.equals(e.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
