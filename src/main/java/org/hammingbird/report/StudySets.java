package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A study's part on training sets: does choosing by hash beat chance? */
final class StudySets {
  private static final double ALPHA = 0.05;
  private static final int MOST_NAMED = 4;

  private StudySets() {}

  static Section in(Section section, JsonNode sets) {
    List<JsonNode> cells = new ArrayList<>();
    sets.path("cells").forEach(cells::add);
    String baseline = sets.path("baseline").asText();
    if (cells.isEmpty()) {
      return section.withFinding("None of the trainings on chosen sets is done yet.");
    }
    for (String finding : findings(cells, baseline, sets.path("comparisons").asInt())) {
      section = section.withFinding(finding);
    }
    section = section.with(chart(cells, "accuracy", "Accuracy against the training set's size"));
    List<JsonNode> compared = compared(cells);
    if (!compared.isEmpty()) {
      section = section.with(chart(compared, "difference", "Better or worse than " + baseline));
    }
    return section.with(table(cells, baseline));
  }

  /** Those that there is a set of the baseline for, of the same size and seed. */
  private static List<JsonNode> compared(List<JsonNode> cells) {
    return cells.stream().filter(cell -> cell.has("difference")).collect(Collectors.toList());
  }

  private static List<String> findings(List<JsonNode> cells, String baseline, int comparisons) {
    List<String> findings = new ArrayList<>();
    if (compared(cells).isEmpty()) {
      findings.add(
          String.format(
              "Whether chosen training sets beat random ones was not compared: there is no pair of a %s set and another of the same size and seed.",
              baseline));
      return findings;
    }
    if (comparisons == 0) {
      findings.add(
          "Too few trainings to say whether chosen training sets beat random ones: it takes two seeds at least whose differences are not the same.");
      return findings;
    }
    List<JsonNode> better = differing(cells, 1);
    List<JsonNode> worse = differing(cells, -1);
    if (better.isEmpty()) {
      findings.add(none(cells, baseline, comparisons));
    } else {
      findings.add(
          String.format(
              "Better than %s sets of the same size: %s (%s, paired by seed, 5%% in all).",
              baseline, named(better), Text.count(comparisons, "comparison", "comparisons")));
    }
    if (!worse.isEmpty()) {
      findings.add(
          String.format("Worse than %s sets of the same size: %s.", baseline, named(worse)));
    }
    return findings;
  }

  /**
   * That none is shown to be better is no proof that none is: so with what was seen, and how often.
   */
  private static String none(List<JsonNode> cells, String baseline, int comparisons) {
    JsonNode largest =
        cells.stream()
            .filter(cell -> cell.has("p-corrected"))
            .max(Comparator.comparingDouble(cell -> StudyText.number(cell, "difference")))
            .orElseThrow(IllegalArgumentException::new);
    return String.format(
        "%s a set better than %s's (paired by seed, 5%% in all); the largest difference seen is %s, of %s at %s from %s.",
        comparisons == 1
            ? "The one comparison does not show"
            : "None of " + Text.count(comparisons) + " comparisons shows",
        baseline,
        StudyText.pointsRange(largest, "difference"),
        largest.path("rule").asText(),
        largest.path("budget").asText(),
        Text.count(pairs(cells, largest, baseline), "seed", "seeds"));
  }

  /** Seeds that a cell and the baseline's have in common: trainings begin with the same ones. */
  private static long pairs(List<JsonNode> cells, JsonNode cell, String baseline) {
    double others = figure(cells, cell.path("budget").asText(), baseline, "trainings");
    return (long) Math.min(cell.path("trainings").asLong(), others);
  }

  /** Those that differ from the baseline, the greatest differences first. */
  private static List<JsonNode> differing(List<JsonNode> cells, int sign) {
    return cells.stream()
        .filter(cell -> cell.has("p-corrected") && cell.path("p-corrected").asDouble() < ALPHA)
        .filter(cell -> sign * cell.path("difference").asDouble() > 0)
        .sorted(
            Comparator.comparingDouble(
                (JsonNode cell) -> -Math.abs(cell.path("difference").asDouble())))
        .collect(Collectors.toList());
  }

  private static String named(List<JsonNode> cells) {
    String named =
        cells.stream()
            .limit(MOST_NAMED)
            .map(
                cell ->
                    String.format(
                        "%s at %s by %s",
                        cell.path("rule").asText(),
                        cell.path("budget").asText(),
                        StudyText.points(cell, "difference", true)))
            .collect(Collectors.joining(", "));
    int more = cells.size() - MOST_NAMED;
    return more > 0 ? named + " and " + Text.count(more) + " more" : named;
  }

  private static Chart chart(List<JsonNode> cells, String figure, String title) {
    List<String> budgets = distinct(cells, "budget");
    Chart chart =
        Chart.of(
                Chart.Kind.LINES,
                title,
                "Means over seeds; intervals and tests are in the table below.",
                budgets)
            .withAxes("images to train on, as a part of the train split", "")
            .asShares();
    for (String rule : distinct(cells, "rule")) {
      chart =
          chart.withSeries(
              rule,
              budgets.stream()
                  .map(budget -> figure(cells, budget, rule, figure))
                  .collect(Collectors.toList()));
    }
    return chart;
  }

  private static List<String> distinct(List<JsonNode> cells, String what) {
    Set<String> values = new LinkedHashSet<>();
    cells.stream()
        .sorted(Comparator.comparingLong((JsonNode cell) -> cell.path("images").asLong()))
        .forEach(cell -> values.add(cell.path(what).asText()));
    return new ArrayList<>(values);
  }

  private static double figure(List<JsonNode> cells, String budget, String rule, String figure) {
    return cells.stream()
        .filter(cell -> cell.path("budget").asText().equals(budget))
        .filter(cell -> cell.path("rule").asText().equals(rule))
        .mapToDouble(cell -> StudyText.number(cell, figure))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static DataTable table(List<JsonNode> cells, String baseline) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode cell : cells) {
      double p = StudyText.number(cell, "p-corrected");
      rows.add(
          List.of(
              cell.path("budget").asText(),
              cell.path("rule").asText(),
              Text.count(cell.path("images").asLong()),
              Text.count(cell.path("trainings").asLong()),
              StudyText.percent(cell, "accuracy"),
              cell.has("difference") ? StudyText.points(cell, "difference", false) : "",
              Double.isNaN(p) ? "" : p < 0.0001 ? "< 0.0001" : Text.decimal(p, 4)));
    }
    return DataTable.of(
            "Training sets",
            "size",
            "rule",
            "images",
            "trainings",
            "accuracy",
            "against " + baseline,
            "p, corrected")
        .withRows(rows)
        .withNote(
            String.format(
                Locale.ROOT,
                "Means with 95%% intervals by Student's t, differences of trainings of one seed; p of the paired t-test, corrected by Holm's method. Where everything is chosen all rules choose the same, but for deduplicated."));
  }
}
