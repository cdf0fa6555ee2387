package org.hammingbird.report;

import static org.hammingbird.report.DegradedFigures.STRONGEST;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether measures of quality recognise degraded images: on the side of their values on which stage
 * {@code quality} lists images, since nothing would come of the other one.
 */
final class DegradedMeasures {
  /** A measure recognises what it tells from undegraded images so often. */
  private static final double RECOGNISED = 0.9;

  /** In the middle of all severities. */
  private static final int MIDDLE = (STRONGEST + 1) / 2;

  private final DegradedFigures figures;
  private final JsonNode listedWhen;

  private DegradedMeasures(DegradedFigures figures) {
    this.figures = figures;
    this.listedWhen = figures.all().path("listed-when");
  }

  static Section in(Section section, DegradedFigures figures) {
    return figures.measures().isEmpty() ? section : new DegradedMeasures(figures).in(section);
  }

  private Section in(Section section) {
    Map<String, String> best = best();
    if (best.isEmpty()) {
      return section
          .with(
              new Note(
                  listedWhen.isMissingNode()
                      ? "Whether stage quality would list degraded images is not said: an earlier version made this study; run it again."
                      : "Whether stage quality would list degraded images is not said: none of the measures has a limit."))
          .with(measuresTable());
    }
    return section
        .withFinding(recognised(best))
        .with(
            DegradedFigures.chart(
                "How well degraded images are recognised",
                "How often the measure that tells the strongest degradation best is right about which of two images, a degraded and an undegraded one, is the degraded one; 50% is chance. Each measure on the side on which stage quality lists images.",
                best,
                (corruption, severity) -> told(corruption, severity, best.get(corruption))))
        .with(measuresTable());
  }

  /** The measure of each corruption that tells the strongest one most often. */
  private Map<String, String> best() {
    Map<String, String> best = new LinkedHashMap<>();
    for (String corruption : figures.corruptions()) {
      figures.measures().stream()
          .filter(one -> DegradedFigures.is(one, corruption, STRONGEST) && one.has("auc"))
          .map(one -> one.path("measure").asText())
          .filter(listedWhen::has)
          .max(Comparator.comparingDouble(measure -> told(corruption, STRONGEST, measure)))
          .ifPresent(measure -> best.put(corruption, measure));
    }
    return best;
  }

  private String recognised(Map<String, String> best) {
    List<String> soon = new ArrayList<>();
    List<String> late = new ArrayList<>();
    List<String> never = new ArrayList<>();
    best.forEach(
        (corruption, measure) -> {
          double most = told(corruption, STRONGEST, measure);
          String by = Text.words(corruption) + " (by " + Text.words(measure);
          if (told(corruption, MIDDLE, measure) >= RECOGNISED) {
            soon.add(by + ")");
          } else if (most >= RECOGNISED) {
            late.add(by + ")");
          } else {
            never.add(by + " in " + Text.percent(most) + ")");
          }
        });
    List<String> parts = new ArrayList<>();
    parts.add("at severity " + MIDDLE + " " + (soon.isEmpty() ? "none" : Text.list(soon)));
    if (!late.isEmpty()) {
      parts.add("only beyond it " + Text.list(late));
    }
    if (!never.isEmpty()) {
      parts.add("not even at severity " + STRONGEST + " " + Text.list(never));
    }
    return String.format(
        "Recognised, that is told from an undegraded image in %.0f%% of cases or more, are %s.",
        100 * RECOGNISED, String.join("; ", parts));
  }

  private DataTable measuresTable() {
    List<String> names = DegradedFigures.distinct(figures.measures(), "measure");
    List<String> columns = new ArrayList<>(List.of("corruption", "severity"));
    names.forEach(name -> columns.add(Text.words(name)));
    List<List<String>> rows =
        figures.rows(
            (corruption, severity) ->
                names.stream()
                    .map(name -> StudyText.decimalCell(measure(corruption, severity, name), "auc"))
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

  /**
   * How often the measure is right about which of two images is the degraded one: that which stage
   * {@code quality} would list first. Where it lists images on either side, that on the side of the
   * strongest degradation.
   */
  private double told(String corruption, int severity, String measure) {
    double auc = auc(corruption, severity, measure);
    return isAbove(corruption, measure) ? auc : 1 - auc;
  }

  private boolean isAbove(String corruption, String measure) {
    String side = listedWhen.path(measure).asText();
    return side.equals("either") ? auc(corruption, STRONGEST, measure) > 0.5 : side.equals("above");
  }

  private double auc(String corruption, int severity, String measure) {
    return StudyText.number(measure(corruption, severity, measure), "auc");
  }
}
