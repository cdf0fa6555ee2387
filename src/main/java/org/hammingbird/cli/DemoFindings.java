package org.hammingbird.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.hammingbird.UserException;
import org.hammingbird.demo.Findings;
import org.hammingbird.spark.table.Workspace;

/** What the stages left in a workspace, as the demo sums it up; all of it fits in memory. */
final class DemoFindings {
  private final Workspace workspace;
  private final String evaluation;

  /**
   * @param evaluation the table of the model's accuracy, such as {@code evaluations/default}
   */
  DemoFindings(Workspace workspace, String evaluation) {
    this.workspace = workspace;
    this.evaluation = evaluation;
  }

  /** By image id, for the comparison with what was planted. */
  Findings collect() {
    Findings found = new Findings();
    for (Row row : rows("hashes", "image_id")) {
      found.hashed(row.getLong(0));
    }
    for (Row row : rows("low_quality", "image_id", "reason")) {
      found.lowQuality(row.getLong(0), row.getString(1));
    }
    for (Row row : rows("rejects", "image_id", "cause")) {
      found.rejected(row.getLong(0), row.getString(1));
    }
    for (Row row : rows("pairs", "left", "right")) {
      found.pair(row.getLong(0), row.getLong(1));
    }
    for (Row row : rows("leakage", "test_id")) {
      found.leakedTest(row.getLong(0));
    }
    for (Row row : rows("label_conflicts", "left", "right")) {
      found.conflict(row.getLong(0), row.getLong(1));
    }
    found.accuracy(clean().getDouble(1));
    return found;
  }

  /** Lines of two columns: what, and how many. */
  String table() {
    StringBuilder text = new StringBuilder();
    line(text, "images hashed", count("hashes"));
    line(text, "images rejected", count("rejects"));
    Map<String, Integer> causes = new TreeMap<>();
    for (Row row : rows("rejects", "cause")) {
      causes.merge(row.getString(0), 1, Integer::sum);
    }
    causes.forEach((cause, rejects) -> line(text, "  " + cause, String.valueOf(rejects)));
    long low = workspace.table("low_quality").read().select("image_id").distinct().count();
    line(text, "images of low quality", String.format("%,d", low));
    line(text, "near-duplicate pairs", count("pairs"));
    long leaked = workspace.table("leakage").read().select("test_id").distinct().count();
    line(text, "test images with a near-duplicate in train", String.format("%,d", leaked));
    line(text, "near-duplicate pairs of different labels", count("label_conflicts"));
    Row clean = clean();
    line(
        text,
        "top-1 accuracy on " + clean.getLong(0) + " test images",
        String.format(Locale.ROOT, "%.1f%%", 100 * clean.getDouble(1)));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String value) {
    text.append(String.format("  %-46s %10s%n", what, value));
  }

  private String count(String table) {
    return String.format("%,d", workspace.table(table).read().count());
  }

  private Row clean() {
    List<Row> rows =
        workspace
            .table(evaluation)
            .read()
            .where(functions.col("condition").equalTo("clean"))
            .select("images", "top1")
            .collectAsList();
    if (rows.size() != 1) {
      throw new UserException(
          "The table " + evaluation + " has no line for clean images: run the demo with --force");
    }
    return rows.get(0);
  }

  private List<Row> rows(String table, String first, String... more) {
    return workspace.table(table).read().select(first, more).collectAsList();
  }
}
