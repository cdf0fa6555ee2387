package org.hammingbird.report;

import static org.hammingbird.report.DegradedFigures.STRONGEST;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether measures of quality recognise degraded images. */
final class DegradedMeasures {
  /** A measure recognises what it tells from undegraded images so often. */
  private static final double RECOGNISED = 0.9;

  private final DegradedFigures figures;

  private DegradedMeasures(DegradedFigures figures) {
    this.figures = figures;
  }

  static Section in(Section section, DegradedFigures figures) {
    return figures.measures().isEmpty() ? section : new DegradedMeasures(figures).in(section);
  }

  private Section in(Section section) {
    Map<String, String> best = new LinkedHashMap<>();
    for (String corruption : figures.corruptions()) {
      figures.measures().stream()
          .filter(one -> DegradedFigures.is(one, corruption, STRONGEST) && one.has("auc"))
          .max(Comparator.comparingDouble(one -> Math.abs(auc(one) - 0.5)))
          .ifPresent(one -> best.put(corruption, one.path("measure").asText()));
    }
    return section
        .withFinding(recognised(best))
        .with(
            DegradedFigures.chart(
                "How well degraded images are recognised",
                "The chance that the measure which tells the strongest degradation best also tells a degraded image of this severity from an undegraded one; 50% would be chance for a measure chosen without looking.",
                best,
                (corruption, severity) -> told(corruption, severity, best.get(corruption))))
        .with(measuresTable());
  }

  private String recognised(Map<String, String> best) {
    int severity = (STRONGEST + 1) / 2;
    List<String> told =
        best.entrySet().stream()
            .filter(entry -> told(entry.getKey(), severity, entry.getValue()) >= RECOGNISED)
            .map(entry -> Text.words(entry.getKey()) + " by " + Text.words(entry.getValue()))
            .collect(Collectors.toList());
    List<String> hidden =
        best.entrySet().stream()
            .filter(entry -> told(entry.getKey(), STRONGEST, entry.getValue()) < RECOGNISED)
            .map(
                entry ->
                    String.format(
                        "%s (%s)",
                        Text.words(entry.getKey()), toldAtMost(entry.getKey(), entry.getValue())))
            .collect(Collectors.toList());
    return String.format(
        "%d of %s are recognised at severity %d: of a degraded and an undegraded image a measure tells which is which in at least %.0f cases of 100%s%s (%s).",
        told.size(),
        Text.count(best.size(), "way to degrade", "ways to degrade"),
        severity,
        100 * RECOGNISED,
        told.isEmpty() ? "" : " (" + String.join(", ", told) + ")",
        hidden.isEmpty()
            ? ""
            : String.format("; not even at severity %d: %s", STRONGEST, String.join(", ", hidden)),
        Text.count(figures.all().path("images").asLong(), "image", "images"));
  }

  private DataTable measuresTable() {
    List<String> names = DegradedFigures.distinct(figures.measures(), "measure");
    List<String> columns = new ArrayList<>(List.of("corruption", "severity"));
    columns.addAll(names);
    List<List<String>> rows =
        figures.rows(
            (corruption, severity) ->
                names.stream()
                    .map(name -> range(measure(corruption, severity, name)))
                    .collect(Collectors.toList()));
    return DataTable.of("Measures of degraded images", columns.toArray(new String[0]))
        .withRows(rows)
        .withNote(
            "The chance that a degraded image's value is the greater one of a degraded and an undegraded image (AUC): 0.5 says nothing, near 0 or 1 tells them apart. 95% intervals by Newcombe's method, as if copies were of other images than they are compared with. "
                + figures.sample());
  }

  private JsonNode measure(String corruption, int severity, String measure) {
    return DegradedFigures.find(figures.measures(), corruption, severity, "measure", measure);
  }

  private static String range(JsonNode measure) {
    String auc = Text.decimal(auc(measure), 3);
    return measure.has("auc-low")
        ? String.format(
            "%s (%s to %s)",
            auc,
            Text.decimal(StudyText.number(measure, "auc-low"), 3),
            Text.decimal(StudyText.number(measure, "auc-high"), 3))
        : auc;
  }

  /** How often the strongest degradation is told, with the interval. */
  private String toldAtMost(String corruption, String name) {
    JsonNode measure = measure(corruption, STRONGEST, name);
    String told = Text.percent(told(corruption, STRONGEST, name));
    if (!measure.has("auc-low")) {
      return told;
    }
    boolean greater = auc(measure) >= 0.5;
    double low = StudyText.number(measure, "auc-low");
    double high = StudyText.number(measure, "auc-high");
    return String.format(
        "%s, 95%%: %s to %s",
        told, Text.percent(greater ? low : 1 - high), Text.percent(greater ? high : 1 - low));
  }

  private static double auc(JsonNode measure) {
    return StudyText.number(measure, "auc");
  }

  /**
   * How often the measure is right about which of two images, a degraded and an undegraded one, is
   * the degraded one: that with the greater value or that with the lower, as at the strongest
   * degradation.
   */
  private double told(String corruption, int severity, String measure) {
    double auc = auc(measure(corruption, severity, measure));
    return auc(measure(corruption, STRONGEST, measure)) >= 0.5 ? auc : 1 - auc;
  }
}
