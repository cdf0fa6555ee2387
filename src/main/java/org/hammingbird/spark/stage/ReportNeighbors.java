package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.hammingbird.report.Gallery;
import org.hammingbird.report.NeighborSection;
import org.hammingbird.report.Section;
import org.hammingbird.report.Text;
import org.hammingbird.spark.table.RunManifest;

/** The report's section on near-duplicates, from the tables of the stage {@code neighbors}. */
final class ReportNeighbors {
  /** Pictures shown of one cluster. */
  private static final int MOST_MEMBERS = 6;

  private final ReportInputs inputs;
  private final ReportOptions options;
  private final List<Row> clusters = new ArrayList<>();
  private final Map<Long, List<Row>> members = new LinkedHashMap<>();
  private final Map<Long, SortedSet<Integer>> distances = new HashMap<>();
  private final List<Row> leaks = new ArrayList<>();
  private final List<Row> conflicts = new ArrayList<>();
  private NeighborSection.Counts counts;
  private long clusterCount;
  private long leaked;
  private long disagreeing;

  private ReportNeighbors(ReportInputs inputs, ReportOptions options) {
    this.inputs = inputs;
    this.options = options;
  }

  static Section section(ReportInputs inputs, ReportOptions options, RunManifest manifest) {
    if (!inputs.has("pairs") || !inputs.has("clusters") || !inputs.has("hashes")) {
      return NeighborSection.missing();
    }
    return new ReportNeighbors(inputs, options).build(manifest);
  }

  private Section build(RunManifest manifest) {
    Dataset<Row> hashes = inputs.table("hashes");
    Dataset<Row> clustered = inputs.table("clusters");
    Row totals = clustered.agg(count(lit(1)), countDistinct("cluster")).first();
    clusterCount = totals.getLong(1);
    counts =
        NeighborSection.Counts.of(inputs.images(null), inputs.images("test"))
            .clusters(inputs.table("pairs").count(), totals.getLong(1), totals.getLong(0));
    sampleClusters(clustered);
    sampleTrouble();
    Dataset<Row> pixels = inputs.has("pixels") ? inputs.table("pixels") : null;
    ReportPictures pictures = ReportPictures.of(hashes, pixels, ids(), options.thumbnailSide());
    return NeighborSection.of(
        counts,
        rule(manifest),
        Arrays.asList(clusterGallery(pictures), leakGallery(pictures), conflictGallery(pictures)));
  }

  private void sampleClusters(Dataset<Row> clustered) {
    clusters.addAll(
        clustered
            .groupBy("cluster")
            .agg(count(lit(1)).as("size"))
            .orderBy(desc("size"), col("cluster"))
            .limit(options.galleryGroups())
            .collectAsList());
    List<Long> chosen = new ArrayList<>();
    clusters.forEach(row -> chosen.add(row.getLong(0)));
    if (chosen.isEmpty()) {
      return;
    }
    clustered
        .filter(col("cluster").isInCollection(chosen))
        .withColumn(
            "rank",
            row_number()
                .over(Window.partitionBy("cluster").orderBy(desc("keeper"), col("image_id"))))
        .filter(col("rank").leq(MOST_MEMBERS))
        .orderBy("cluster", "rank")
        .select("cluster", "image_id", "keeper", "reason")
        .collectAsList()
        .forEach(row -> members.computeIfAbsent(row.getLong(0), id -> new ArrayList<>()).add(row));
    measureClusters();
  }

  /** Least and greatest distance of the pairs among the members that are shown. */
  private void measureClusters() {
    Map<Long, Long> clusterOf = new HashMap<>();
    members.forEach((cluster, rows) -> rows.forEach(row -> clusterOf.put(row.getLong(1), cluster)));
    inputs
        .table("pairs")
        .filter(
            col("left")
                .isInCollection(clusterOf.keySet())
                .and(col("right").isInCollection(clusterOf.keySet())))
        .select("left", "distance")
        .collectAsList()
        .forEach(
            row ->
                distances
                    .computeIfAbsent(clusterOf.get(row.getLong(0)), id -> new TreeSet<>())
                    .add(row.getInt(1)));
  }

  private void sampleTrouble() {
    if (inputs.has("leakage")) {
      Dataset<Row> leakage = inputs.table("leakage");
      leaked = leakage.agg(countDistinct("test_id")).first().getLong(0);
      leaks.addAll(
          leakage
              .withColumn(
                  "rank",
                  row_number()
                      .over(
                          Window.partitionBy("test_id")
                              .orderBy(desc("similarity"), col("distance"), col("train_id"))))
              .filter(col("rank").equalTo(1))
              .orderBy(col("distance"), desc("similarity"), col("test_id"))
              .select("test_id", "train_id", "distance", "similarity")
              .limit(options.galleryGroups())
              .collectAsList());
    }
    if (inputs.has("label_conflicts")) {
      Dataset<Row> table = inputs.table("label_conflicts");
      disagreeing = table.count();
      conflicts.addAll(
          table
              .orderBy(desc("similarity"), col("left"), col("right"))
              .select("left", "right", "distance", "similarity")
              .limit(options.galleryGroups())
              .collectAsList());
    }
    counts = counts.trouble(leaked, disagreeing);
  }

  private Set<Long> ids() {
    Set<Long> ids = new TreeSet<>();
    members.values().forEach(rows -> rows.forEach(row -> ids.add(row.getLong(1))));
    leaks.forEach(row -> ids.addAll(List.of(row.getLong(0), row.getLong(1))));
    conflicts.forEach(row -> ids.addAll(List.of(row.getLong(0), row.getLong(1))));
    return ids;
  }

  private Gallery clusterGallery(ReportPictures pictures) {
    List<Gallery.Group> groups = new ArrayList<>();
    for (Row cluster : clusters) {
      List<Row> rows = members.getOrDefault(cluster.getLong(0), List.of());
      List<org.hammingbird.report.Picture> shown = new ArrayList<>();
      for (Row row : rows) {
        String note = row.getBoolean(2) ? row.getString(3) : "";
        shown.add(pictures.picture(row.getLong(1), note));
      }
      String detail =
          cluster.getLong(1) > rows.size()
              ? rows.size() + " of " + Text.count(cluster.getLong(1)) + " shown"
              : Text.count(cluster.getLong(1), "image", "images");
      groups.add(
          new Gallery.Group(label(rows, pictures), detail + distance(cluster.getLong(0)), shown));
    }
    return new Gallery(
        "Clusters", note(groups.size(), clusterCount, "clusters, the largest first"), groups);
  }

  private String distance(long cluster) {
    SortedSet<Integer> found = distances.getOrDefault(cluster, new TreeSet<>());
    if (found.isEmpty()) {
      return "";
    }
    return found.size() == 1
        ? ", distance " + found.first()
        : ", distance " + found.first() + " to " + found.last();
  }

  private static String label(List<Row> rows, ReportPictures pictures) {
    Set<String> labels = new TreeSet<>();
    rows.forEach(row -> labels.add(pictures.label(row.getLong(1))));
    return String.join(" / ", labels);
  }

  private Gallery leakGallery(ReportPictures pictures) {
    return new Gallery(
        "Leaked test images",
        note(leaks.size(), leaked, "test images, each beside its most similar training image"),
        pairs(leaks, pictures));
  }

  private Gallery conflictGallery(ReportPictures pictures) {
    return new Gallery(
        "Label conflicts",
        note(conflicts.size(), disagreeing, "pairs of near-duplicates with different labels"),
        pairs(conflicts, pictures));
  }

  private static List<Gallery.Group> pairs(List<Row> rows, ReportPictures pictures) {
    List<Gallery.Group> groups = new ArrayList<>();
    for (Row row : rows) {
      String left = pictures.label(row.getLong(0));
      String right = pictures.label(row.getLong(1));
      groups.add(
          new Gallery.Group(
              left.equals(right) ? left : left + " / " + right,
              String.format(
                  Locale.ROOT, "distance %d, similarity %.2f", row.getInt(2), row.getDouble(3)),
              List.of(pictures.picture(row.getLong(0), ""), pictures.picture(row.getLong(1), ""))));
    }
    return groups;
  }

  private static String note(long shown, long all, String what) {
    return (shown < all ? Text.count(shown) + " of " : "") + Text.count(all) + " " + what + ".";
  }

  private static String rule(RunManifest manifest) {
    if (manifest == null) {
      return "";
    }
    String radius = manifest.settings().get("neighbors.radius");
    String similarity = manifest.settings().get("neighbors.min-similarity");
    return radius == null || similarity == null
        ? ""
        : String.format(
            "Two images are a pair where a hash differs in at most %s bits and the gradients of their thumbnails correlate by %s or more.",
            radius, similarity);
  }
}
