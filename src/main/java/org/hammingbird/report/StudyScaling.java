package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A study's part on scale: does the whole train split do better, and what do workers bring? */
final class StudyScaling {
  private final int passes;
  private final int parallelism;
  private final List<JsonNode> cells = new ArrayList<>();

  private StudyScaling(JsonNode scaling) {
    this.passes = scaling.path("passes").asInt();
    this.parallelism = scaling.path("parallelism").asInt();
    scaling.path("cells").forEach(cells::add);
    cells.sort(
        Comparator.comparingLong((JsonNode cell) -> images(cell))
            .thenComparingInt(StudyScaling::workers));
  }

  static Section in(Section section, JsonNode scaling) {
    StudyScaling part = new StudyScaling(scaling);
    return part.cells.isEmpty()
        ? section
        : part.findings(section)
            .with(
                part.chart("accuracy", "Accuracy by size and workers", "accuracy")
                    .asShares()
                    .fromLowest())
            .with(part.chart("seconds", "Time by size and workers", "seconds"))
            .with(part.table());
  }

  private Section findings(Section section) {
    JsonNode smallest = cells.get(0);
    JsonNode largest =
        cells.stream()
            .filter(cell -> workers(cell) == workers(smallest))
            .reduce(smallest, (one, other) -> other);
    JsonNode last = cells.get(cells.size() - 1);
    Section more = section;
    if (images(largest) > images(smallest)) {
      more = more.withFinding(size(smallest, largest));
    }
    // sizes are sorted by workers: the first of the largest size has the fewest
    JsonNode fewest =
        cells.stream().filter(cell -> images(cell) == images(last)).findFirst().orElse(last);
    return workers(last) > workers(fewest) ? more.withFinding(workers(fewest, last)) : more;
  }

  private String size(JsonNode smallest, JsonNode largest) {
    double from = StudyText.number(smallest, "accuracy");
    double to = StudyText.number(largest, "accuracy");
    int decimals = StudyText.decimals(from, to, 1);
    return String.format(
        "Training on %s rather than on %s, %s each, %s accuracy by %s points%s, from %s to %s%s, and takes %s rather than %s.",
        Text.count(images(largest), "image", "images"),
        Text.count(images(smallest)),
        Text.count(passes, "pass", "passes"),
        to < from ? "lowers" : "raises",
        Text.decimal(100 * Math.abs(to - from), decimals),
        gain(largest, decimals),
        StudyText.percent(from, decimals),
        StudyText.percent(to, decimals),
        to == from ? "" : StudyText.unsure(largest, "gain"),
        seconds(largest),
        seconds(smallest));
  }

  /** Of seeds in common, so with its signs: its mean need not be that of the accuracies. */
  private static String gain(JsonNode largest, int decimals) {
    String interval = StudyText.interval(largest, "gain", decimals);
    return interval.isEmpty() ? "" : " (of seeds in common, " + interval + ")";
  }

  private String workers(JsonNode fewest, JsonNode most) {
    double difference = StudyText.number(most, "difference");
    return String.format(
        "%s rather than %s train on %s %s times as fast (%s images a second rather than %s)%s.",
        Text.count(workers(most), "worker", "workers"),
        Text.count(workers(fewest)),
        Text.count(images(most), "image", "images"),
        Text.decimal(StudyText.number(most, "speedup"), 2),
        imagesPerSecond(most),
        imagesPerSecond(fewest),
        Double.isNaN(difference)
            ? ""
            : String.format(
                "; their accuracy differs by %s%s",
                StudyText.pointsRange(most, "difference"),
                difference == 0 ? "" : StudyText.unsure(most, "difference")));
  }

  private Chart chart(String figure, String title, String unit) {
    List<String> sizes =
        new ArrayList<>(
            cells.stream()
                .map(cell -> Text.count(images(cell)))
                .distinct()
                .collect(Collectors.toList()));
    Chart chart =
        Chart.of(
                Chart.Kind.LINES,
                title,
                String.format(
                    "Means over seeds of trainings of %s each, shared by the workers, with their 95%% intervals.",
                    Text.count(passes, "pass", "passes")),
                sizes)
            .withAxes("images to train on", unit);
    for (int workers :
        new TreeSet<>(cells.stream().map(StudyScaling::workers).collect(Collectors.toList()))) {
      chart =
          chart.withSeries(
              Text.count(workers, "worker", "workers"),
              figures(sizes, workers, figure),
              figures(sizes, workers, figure + "-low"),
              figures(sizes, workers, figure + "-high"));
    }
    return chart;
  }

  private List<Double> figures(List<String> sizes, int workers, String figure) {
    return sizes.stream().map(size -> figure(size, workers, figure)).collect(Collectors.toList());
  }

  private double figure(String size, int workers, String figure) {
    return cells.stream()
        .filter(cell -> Text.count(images(cell)).equals(size) && workers(cell) == workers)
        .mapToDouble(cell -> StudyText.number(cell, figure))
        .findFirst()
        .orElse(Double.NaN);
  }

  private DataTable table() {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode cell : cells) {
      rows.add(
          List.of(
              cell.path("budget").asText(),
              Text.count(images(cell)),
              Text.count(workers(cell)),
              Text.count(cell.path("trainings").asLong()),
              Text.count(cell.path("steps").asLong()),
              StudyText.percent(cell, "accuracy"),
              cell.has("difference") ? StudyText.points(cell, "difference") : "",
              Text.decimal(StudyText.number(cell, "seconds"), 1),
              imagesPerSecond(cell),
              Text.decimal(StudyText.number(cell, "speedup"), 2)));
    }
    return DataTable.of(
            "Sizes and workers",
            "size",
            "images",
            "workers",
            "trainings",
            "steps of each",
            "accuracy",
            "against the fewest workers",
            "seconds",
            "images a second",
            "speed-up")
        .withRows(rows)
        .withNote(
            String.format(
                "Means over seeds with 95%% intervals by Student's t; seconds of dealing out the images and training; %s could work at a time. Sets are stratified-random ones.",
                Text.count(parallelism, "worker", "workers")));
  }

  private static long images(JsonNode cell) {
    return cell.path("images").asLong();
  }

  private static int workers(JsonNode cell) {
    return cell.path("workers").asInt();
  }

  private static String imagesPerSecond(JsonNode cell) {
    double images = StudyText.number(cell, "images-per-second");
    return Double.isNaN(images) ? "–" : Text.count(Math.round(images));
  }

  private static String seconds(JsonNode cell) {
    return Text.seconds(StudyText.number(cell, "seconds"));
  }
}
