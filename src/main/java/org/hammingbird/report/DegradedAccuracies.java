package org.hammingbird.report;

import static org.hammingbird.report.DegradedFigures.STRONGEST;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** How far accuracy drops on degraded images. */
final class DegradedAccuracies {
  private final DegradedFigures figures;

  private DegradedAccuracies(DegradedFigures figures) {
    this.figures = figures;
  }

  static Section in(Section section, DegradedFigures figures) {
    return figures.accuracies().isEmpty() ? section : new DegradedAccuracies(figures).in(section);
  }

  private Section in(Section section) {
    double clean = StudyText.number(figures.all(), "accuracy");
    return section
        .withFinding(Finding.Topic.DEGRADED, drop(clean))
        .with(accuracyChart(clean))
        .with(accuracyTable());
  }

  private String drop(double clean) {
    List<JsonNode> strongest =
        figures.accuracies().stream()
            .filter(one -> one.path("severity").asInt() == STRONGEST)
            .sorted(Comparator.comparingDouble(one -> -StudyText.number(one, "drop")))
            .collect(Collectors.toList());
    JsonNode most = strongest.get(0);
    JsonNode least = strongest.get(strongest.size() - 1);
    double to = StudyText.number(most, "accuracy");
    int decimals = StudyText.decimals(clean, to, 1);
    boolean falls = StudyText.number(most, "drop") >= 0;
    return String.format(
        "At severity %d %s %s the accuracy of the study's networks %s, by %s, from %s to %s%s%s.",
        STRONGEST,
        Text.words(most.path("corruption").asText()),
        falls ? "lowers" : "raises",
        falls ? "most" : "least",
        StudyText.change(most, "drop", true, decimals),
        StudyText.percent(clean, decimals),
        StudyText.percent(to, decimals),
        StudyText.unsure(most, "drop"),
        strongest.size() == 1 ? "" : "; " + least(least, falls));
  }

  private static String least(JsonNode least, boolean falls) {
    String corruption = Text.words(least.path("corruption").asText());
    double drop = StudyText.number(least, "drop");
    String change = StudyText.change(least, "drop", true, 1);
    return drop >= 0
        ? corruption + " least, by " + change + StudyText.unsure(least, "drop")
        : String.format(
            "%s raises it%s, by %s%s",
            corruption, falls ? "" : " most", change, StudyText.unsure(least, "drop"));
  }

  private Chart accuracyChart(double clean) {
    List<String> severities = new ArrayList<>(List.of("clean"));
    severities.addAll(DegradedFigures.SEVERITIES);
    Chart chart =
        Chart.of(
                Chart.Kind.LINES,
                "Accuracy on degraded test images",
                String.format(
                    "Mean of %s trained on %s; the same test images, degraded at the side that the networks take.",
                    Text.count(figures.all().path("networks").asLong(), "network", "networks"),
                    Text.count(figures.all().path("trained-on").asLong(), "image", "images")),
                severities)
            .withAxes("severity", "accuracy")
            .asShares();
    for (String corruption : figures.corruptions()) {
      List<Double> values = new ArrayList<>(List.of(clean));
      for (int severity = 1; severity <= STRONGEST; severity++) {
        values.add(
            StudyText.number(
                DegradedFigures.find(figures.accuracies(), corruption, severity, "", ""),
                "accuracy"));
      }
      chart = chart.withSeries(Text.words(corruption), values);
    }
    return chart;
  }

  private DataTable accuracyTable() {
    return DataTable.of("Drop by corruption", "corruption", "severity", "accuracy", "drop")
        .withRows(
            figures.rows(
                (corruption, severity) -> {
                  JsonNode one =
                      DegradedFigures.find(figures.accuracies(), corruption, severity, "", "");
                  return List.of(
                      StudyText.percentRange(one, "accuracy"), StudyText.pointsRange(one, "drop"));
                }))
        .withNote(
            String.format(
                "%s, %s. Means over networks; 95%% intervals over images, of drops of pairs of an image and its copy.",
                Text.count(figures.all().path("networks").asLong(), "network", "networks"),
                Text.count(
                    figures.all().path("test-images").asLong(), "test image", "test images")));
  }
}
