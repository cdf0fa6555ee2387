package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A study's part on low quality: how far accuracy drops, and whether training on it helps. */
final class StudyQuality {
  private static final int TENTHS = 10;

  private StudyQuality() {}

  static Section in(Section section, JsonNode quality, TestImages tests) {
    if (quality.path("low-images").asLong() == 0) {
      section =
          found(
              section,
              tests.none()
                  + " is of low quality by the limits of stage quality: whether such images are named worse is not known.");
    } else if (quality.path("good-images").asLong() == 0) {
      section =
          found(
              section,
              tests.all()
                  + " are of low quality by the limits of stage quality: there is no rest to compare them with.");
    } else if (quality.has("accuracy-low-quality") && quality.has("accuracy-rest")) {
      section = found(section, accuracies(quality, tests));
    }
    if (quality.has("trained")) {
      section = found(section, gain(quality)).with(trained(quality.path("trained")));
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

  private static Section found(Section section, String sentence) {
    return section.withFinding(Finding.Topic.QUALITY, sentence);
  }

  private static String accuracies(JsonNode quality, TestImages tests) {
    long low = quality.path("low-images").asLong();
    boolean compared = quality.has("difference");
    return String.format(
        "%s %s named correctly in %s, the rest in %s%s.",
        Text.capitalised(tests.some("low-quality", low)),
        low == 1 ? "is" : "are",
        accuracy(quality, "accuracy-low-quality", compared),
        accuracy(quality, "accuracy-rest", compared),
        compared
            ? String.format(
                ": a difference of %s%s",
                StudyText.pointsRange(quality, "difference"),
                StudyText.unsure(quality, "difference"))
            : "");
  }

  /** With its own interval where there is none of the difference. */
  private static String accuracy(JsonNode quality, String key, boolean alone) {
    return alone
        ? Text.percent(StudyText.number(quality, key))
        : StudyText.percentRange(quality, key);
  }

  private static String gain(JsonNode quality) {
    JsonNode cell = quality.path("trained").path(0);
    String images = Text.count(cell.path("images").asLong());
    if (!StudyText.isIntervalKnown(quality, "gain-on-low")) {
      return "Too few trainings or test images to say whether training on low-quality images helps.";
    }
    if (!StudyText.isSure(quality, "gain-on-low")) {
      return String.format(
          "Whether training on %s low-quality images rather than on as many others helps on low-quality test images is not shown: the difference seen is %s, from %s%s.",
          images,
          StudyText.pointsRange(quality, "gain-on-low"),
          Text.count(cell.path("trainings").asLong(), "seed", "seeds"),
          StudyText.isSure(quality, "gain-on-good")
              ? "; all others are then named " + change(quality, "gain-on-good")
              : "");
    }
    return String.format(
        "Networks trained on %s low-quality images name low-quality test images %s%s than networks trained on as many others.",
        images,
        change(quality, "gain-on-low"),
        StudyText.isSure(quality, "gain-on-good")
            ? " and all others " + change(quality, "gain-on-good")
            : "");
  }

  private static String change(JsonNode quality, String key) {
    return String.format(
        "%s (%s)",
        StudyText.number(quality, key) > 0 ? "better" : "worse", StudyText.points(quality, key));
  }

  /** A row for each kind of set, a column for each kind of test image. */
  private static DataTable trained(JsonNode cells) {
    Set<String> distinct =
        new LinkedHashSet<>(List.of("trained on", "training images", "trainings"));
    cells.forEach(cell -> distinct.add(tested(cell)));
    List<String> columns = new ArrayList<>(distinct);
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (JsonNode cell : cells) {
      String kind = cell.path("trained-on").asText();
      rows.computeIfAbsent(kind, name -> row(name, cell, columns.size()))
          .set(columns.indexOf(tested(cell)), StudyText.percent(cell, "accuracy"));
    }
    return DataTable.of(
            "Trained and tested on good and low quality", columns.toArray(new String[0]))
        .withRows(new ArrayList<>(rows.values()))
        .withNote("As many images of the same classes. Means over seeds with 95% intervals.");
  }

  private static List<String> row(String kind, JsonNode cell, int columns) {
    List<String> row = new ArrayList<>(Collections.nCopies(columns, "–"));
    row.set(0, kind(kind) + " images");
    row.set(1, Text.count(cell.path("images").asLong()));
    row.set(2, Text.count(cell.path("trainings").asLong()));
    return row;
  }

  private static String tested(JsonNode cell) {
    return "accuracy on " + kind(cell.path("tested-on").asText()) + " test images";
  }

  private static String kind(String quality) {
    return quality.equals("low") ? "low-quality" : quality;
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
            .withAxes("tenth", "accuracy")
            .asShares()
            .fromLowest();
    for (Map.Entry<String, List<JsonNode>> measure : measures.entrySet()) {
      chart = chart.withSeries(Text.words(measure.getKey()), inTenths(measure.getValue()));
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
                Text.words(measure.getKey()),
                Text.decimal(StudyText.number(group, "from"), 2),
                Text.decimal(StudyText.number(group, "to"), 2),
                Text.count(group.path("images").asLong()),
                StudyText.percentRange(group, "accuracy")));
      }
    }
    return DataTable.of(
            "Accuracy by tenths of each measure", "measure", "from", "to", "images", "accuracy")
        .withRows(rows)
        .withNote("Means over networks with 95% intervals over test images.");
  }
}
