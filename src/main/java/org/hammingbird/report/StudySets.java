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
  private static final String SIZE = "images to train on, as a part of the train split";

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
    section =
        section.with(
            series(
                Chart.of(
                        Chart.Kind.LINES,
                        "Accuracy against the training set's size",
                        "Means over seeds with their 95% intervals; tests are in the table below.",
                        distinct(cells, "budget"))
                    .withAxes(SIZE, "accuracy")
                    .asShares()
                    .fromLowest(),
                cells,
                "accuracy"));
    List<JsonNode> compared = compared(cells);
    if (!compared.isEmpty()) {
      section =
          section.with(
              series(
                  Chart.of(
                          Chart.Kind.POINTS,
                          "Better or worse than " + baseline,
                          "Mean differences of trainings of one seed with their 95% intervals, which are not corrected for the number of comparisons: the table below is.",
                          distinct(compared, "budget"))
                      .withAxes(SIZE, "points better (+) or worse (−)")
                      .asPoints(),
                  compared,
                  "difference"));
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
    findings.add(
        (better.isEmpty() ? none(cells, baseline) : better(cells, better, baseline))
            + String.format(
                " (%s, p < 5%% after Holm's correction.)",
                Text.count(comparisons, "comparison", "comparisons")));
    if (!worse.isEmpty()) {
      findings.add(
          Text.capitalised(named(worse, "is worse than " + baseline + " at"))
              + " of the train split.");
    }
    return findings;
  }

  private static String better(List<JsonNode> cells, List<JsonNode> better, String baseline) {
    boolean everywhere =
        cells.stream()
            .filter(cell -> cell.has("p-corrected"))
            .allMatch(cell -> isAmong(better, cell.path("budget").asText()));
    return Text.capitalised(named(better, "beats " + baseline + " at"))
        + " of the train split"
        + (everywhere ? "." : "; at the other sizes no rule is shown to be better.");
  }

  private static boolean isAmong(List<JsonNode> cells, String budget) {
    return cells.stream().anyMatch(cell -> cell.path("budget").asText().equals(budget));
  }

  /**
   * That none is shown to be better is no proof that none is: so with what was seen, and how often.
   */
  private static String none(List<JsonNode> cells, String baseline) {
    JsonNode largest =
        cells.stream()
            .filter(cell -> cell.has("p-corrected"))
            .max(Comparator.comparingDouble(cell -> StudyText.number(cell, "difference")))
            .orElseThrow(IllegalArgumentException::new);
    return String.format(
        "No rule is shown to beat %s at any size: the largest difference seen is %s, of %s at %s of the train split, from %s.",
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

  /** Those that differ from the baseline, in their order: by size. */
  private static List<JsonNode> differing(List<JsonNode> cells, int sign) {
    return cells.stream()
        .filter(cell -> cell.has("p-corrected") && cell.path("p-corrected").asDouble() < ALPHA)
        .filter(cell -> sign * cell.path("difference").asDouble() > 0)
        .collect(Collectors.toList());
  }

  /** Each rule with its sizes: {@code medoid beats random at 1% (+2.2 ± 1.1 points) and 5% (…)}. */
  private static String named(List<JsonNode> cells, String verb) {
    List<String> rules = new ArrayList<>();
    for (String rule : distinct(cells, "rule")) {
      List<String> sizes = new ArrayList<>();
      for (JsonNode cell : cells) {
        if (cell.path("rule").asText().equals(rule)) {
          sizes.add(size(cell, rules.isEmpty() && sizes.isEmpty()));
        }
      }
      rules.add(rule + " " + (rules.isEmpty() ? verb : "at") + " " + Text.list(sizes));
    }
    return String.join("; ", rules);
  }

  /** The first one of a sentence says what is counted. */
  private static String size(JsonNode cell, boolean first) {
    return String.format(
        "%s (%s)",
        cell.path("budget").asText(),
        first ? StudyText.points(cell, "difference") : StudyText.pointsAlone(cell, "difference"));
  }

  /** One for each rule, with intervals. */
  private static Chart series(Chart chart, List<JsonNode> cells, String figure) {
    List<String> budgets = distinct(cells, "budget");
    Chart more = chart;
    for (String rule : distinct(cells, "rule")) {
      more =
          more.withSeries(
              rule,
              figures(cells, budgets, rule, figure),
              figures(cells, budgets, rule, figure + "-low"),
              figures(cells, budgets, rule, figure + "-high"));
    }
    return more;
  }

  private static List<Double> figures(
      List<JsonNode> cells, List<String> budgets, String rule, String figure) {
    return budgets.stream()
        .map(budget -> figure(cells, budget, rule, figure))
        .collect(Collectors.toList());
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
              cell.has("difference") ? StudyText.points(cell, "difference") : "",
              Double.isNaN(p) ? "" : Text.chance(p)));
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
