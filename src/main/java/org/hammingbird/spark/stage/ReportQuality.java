package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.hammingbird.report.Gallery;
import org.hammingbird.report.Picture;
import org.hammingbird.report.QualitySection;
import org.hammingbird.report.Section;
import org.hammingbird.report.Text;
import org.hammingbird.spark.table.RunManifest;

/** The report's section on image quality, from the table and the manifest of its stage. */
final class ReportQuality {
  /** Pictures shown of each reason. */
  private static final int MOST_PICTURES = 8;

  private ReportQuality() {}

  static Section section(ReportInputs inputs, ReportOptions options, RunManifest manifest) {
    if (manifest == null || !inputs.has(QualityStage.TABLE) || !inputs.has("hashes")) {
      return QualitySection.missing();
    }
    Map<String, Object> results = manifest.results();
    long images = ((Number) results.get("images")).longValue();
    List<List<String>> rules = new ArrayList<>();
    Map<String, Long> counts = new LinkedHashMap<>();
    ((Map<?, ?>) results.get("reasons"))
        .forEach((reason, count) -> counts.put((String) reason, ((Number) count).longValue()));
    for (Object rule : (List<?>) results.get("rules")) {
      rules.add(row((Map<?, ?>) rule, images));
    }
    return QualitySection.of(
        images,
        ((Number) results.get("low-quality-images")).longValue(),
        rules,
        gallery(inputs, options, counts));
  }

  private static List<String> row(Map<?, ?> rule, long images) {
    long found = ((Number) rule.get("images")).longValue();
    return List.of(
        words(String.valueOf(rule.get("reason"))),
        String.valueOf(rule.get("measure")),
        String.valueOf(rule.get("condition")),
        Text.count(found),
        Text.percent(found, images));
  }

  private static Gallery gallery(
      ReportInputs inputs, ReportOptions options, Map<String, Long> counts) {
    List<Row> worst = options.galleryGroups() == 0 ? List.of() : worst(inputs);
    ReportPictures pictures =
        ReportPictures.of(
            inputs.table("hashes"),
            inputs.has("pixels") ? inputs.table("pixels") : null,
            worst.stream().map(row -> row.getLong(1)).collect(Collectors.toSet()),
            options.thumbnailSide());
    List<Gallery.Group> groups = new ArrayList<>();
    counts.forEach(
        (reason, count) -> {
          List<Picture> shown = new ArrayList<>();
          for (Row row : worst) {
            if (row.getString(0).equals(reason)) {
              shown.add(pictures.picture(row.getLong(1), note(row)));
            }
          }
          if (!shown.isEmpty()) {
            groups.add(
                new Gallery.Group(words(reason), Text.count(count, "image", "images"), shown));
          }
        });
    return new Gallery("The worst", "Of each reason the worst images.", groups);
  }

  /** Reason, image, measure and value, the worst first; an image once for each reason. */
  private static List<Row> worst(ReportInputs inputs) {
    return inputs
        .table(QualityStage.TABLE)
        // only these can be among the first
        .where(col("rank").leq(2 * MOST_PICTURES))
        .withColumn(
            "turn",
            row_number().over(Window.partitionBy("reason", "image_id").orderBy("rank", "measure")))
        .where("turn = 1")
        .withColumn(
            "place",
            row_number().over(Window.partitionBy("reason").orderBy("rank", "measure", "image_id")))
        .where(col("place").leq(MOST_PICTURES))
        .orderBy("reason", "place")
        .select("reason", "image_id", "measure", "value")
        .collectAsList();
  }

  private static String note(Row row) {
    return String.format(Locale.ROOT, "%s %.4g", row.getString(2), row.getDouble(3));
  }

  private static String words(String reason) {
    String text = reason.replace('-', ' ');
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
