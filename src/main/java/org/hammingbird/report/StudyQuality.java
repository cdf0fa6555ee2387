package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A study's part on low quality: how far accuracy drops, and whether training on it helps. */
final class StudyQuality {
  private static final double ALPHA = 0.05;
  private static final int TENTHS = 10;

  private StudyQuality() {}

  static Section in(Section section, JsonNode quality) {
    if (quality.path("low-images").asLong() == 0) {
      section =
          section.withFinding(
              "No test image is of low quality by the limits of stage quality: whether such images are named worse is not known.");
    } else if (quality.path("good-images").asLong() == 0) {
      section =
          section.withFinding(
              "All test images are of low quality by the limits of stage quality: there is no rest to compare them with.");
    } else if (quality.has("accuracy-low-quality") && quality.has("accuracy-rest")) {
      section =
          section.withFinding(
              String.format(
                  "On the %s of low quality accuracy is %s, on the rest %s.",
                  Text.count(quality.path("low-images").asLong(), "test image", "test images"),
                  StudyText.percentRange(quality, "accuracy-low-quality"),
                  StudyText.percentRange(quality, "accuracy-rest")));
    }
    if (quality.has("trained")) {
      section = section.withFinding(gain(quality)).with(trained(quality.path("trained")));
    }
    Map<String, List<JsonNode>> measures = new LinkedHashMap<>();
    quality
        .path("deciles")
        .forEach(
            group ->
                measures
                    .computeIfAbsent(group.path("measure").asText(), name -> new ArrayList<>())
                    .add(group));
    // a measure with one value says nothing
    measures.values().removeIf(groups -> groups.size() < 2);
    return measures.isEmpty() ? section : section.with(chart(measures)).with(table(measures));
  }

  private static String gain(JsonNode quality) {
    double p = StudyText.number(quality, "gain-on-low-p");
    double gain = StudyText.number(quality, "gain-on-low");
    JsonNode cell = quality.path("trained").path(0);
    String images = Text.count(cell.path("images").asLong(), "image", "images");
    if (Double.isNaN(gain) || Double.isNaN(p)) {
      return "Too few trainings or test images to say whether training on low-quality images helps.";
    }
    String onRest =
        Double.isNaN(StudyText.number(quality, "gain-on-good"))
            ? ""
            : ", " + StudyText.points(quality, "gain-on-good", false) + " on the rest";
    if (p >= ALPHA) {
      return String.format(
          "Whether training on %s of low quality rather than on as many others helps on low-quality test images is not shown: the difference seen is %s, from %s.",
          images,
          StudyText.pointsRange(quality, "gain-on-low"),
          Text.count(cell.path("trainings").asLong(), "seed", "seeds"));
    }
    return String.format(
        "Training on %s of low quality rather than on as many others %s: %s on low-quality test images%s.",
        images,
        gain > 0 ? "helps" : "harms",
        StudyText.points(quality, "gain-on-low", false),
        onRest);
  }

  private static DataTable trained(JsonNode cells) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode cell : cells) {
      rows.add(
          List.of(
              cell.path("trained-on").asText(),
              cell.path("tested-on").asText(),
              Text.count(cell.path("images").asLong()),
              Text.count(cell.path("trainings").asLong()),
              StudyText.percent(cell, "accuracy")));
    }
    return DataTable.of(
            "Trained and tested on good and low quality",
            "trained on",
            "tested on",
            "training images",
            "trainings",
            "accuracy")
        .withRows(rows)
        .withNote("As many images of the same classes. Means over seeds with 95% intervals.");
  }

  private static Chart chart(Map<String, List<JsonNode>> measures) {
    Chart chart =
        Chart.of(
                Chart.Kind.LINES,
                "Accuracy by measured quality",
                "Test images in tenths by each measure, from its lowest values to its highest; images of one value stay together, in the tenth where they begin.",
                IntStream.rangeClosed(1, TENTHS)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.toList()))
            .withAxes("tenth", "")
            .asShares();
    for (Map.Entry<String, List<JsonNode>> measure : measures.entrySet()) {
      chart = chart.withSeries(measure.getKey(), inTenths(measure.getValue()));
    }
    return chart;
  }

  /** Each group where it begins: those of which there are fewer fill several tenths each. */
  private static List<Double> inTenths(List<JsonNode> groups) {
    long all = groups.stream().mapToLong(group -> group.path("images").asLong()).sum();
    List<Double> values = new ArrayList<>(Collections.nCopies(TENTHS, Double.NaN));
    long before = 0;
    for (JsonNode group : groups) {
      values.set((int) (TENTHS * before / all), StudyText.number(group, "accuracy"));
      before += group.path("images").asLong();
    }
    return values;
  }

  private static DataTable table(Map<String, List<JsonNode>> measures) {
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, List<JsonNode>> measure : measures.entrySet()) {
      for (JsonNode group : measure.getValue()) {
        rows.add(
            List.of(
                measure.getKey(),
                Text.decimal(StudyText.number(group, "from"), 2),
                Text.decimal(StudyText.number(group, "to"), 2),
                Text.count(group.path("images").asLong()),
                StudyText.percentCell(group, "accuracy")));
      }
    }
    return DataTable.of(
            "Accuracy by tenths of each measure", "measure", "from", "to", "images", "accuracy")
        .withRows(rows)
        .withNote("Means over networks with 95% intervals over test images.");
  }
}
