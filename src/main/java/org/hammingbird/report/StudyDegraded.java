package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.hammingbird.evaluation.DegradationCurve;

/**
 * A study's part on degraded images: do the measures recognise them, do their hashes stay near, how
 * far does accuracy drop?
 */
final class StudyDegraded {
  private static final int STRONGEST = DegradationCurve.SEVERITIES;

  /** A measure recognises what it tells from undegraded images so often. */
  private static final double RECOGNISED = 0.9;

  private static final List<String> SEVERITIES =
      IntStream.rangeClosed(1, STRONGEST).mapToObj(Integer::toString).collect(Collectors.toList());

  private final JsonNode degraded;
  private final List<JsonNode> measures;
  private final List<JsonNode> hashes;
  private final List<JsonNode> accuracies;
  private final List<String> corruptions;

  private StudyDegraded(JsonNode degraded) {
    this.degraded = degraded;
    this.measures = list(degraded.path("measures"));
    this.hashes = list(degraded.path("hashes"));
    this.accuracies = list(degraded.path("accuracies"));
    this.corruptions = distinct(measures.isEmpty() ? accuracies : measures, "corruption");
  }

  static Section in(Section section, JsonNode degraded) {
    StudyDegraded part = new StudyDegraded(degraded);
    Section more = section;
    if (!part.measures.isEmpty()) {
      more = part.measures(more);
    }
    if (!part.hashes.isEmpty()) {
      more = part.hashes(more);
    }
    return part.accuracies.isEmpty() ? more : part.accuracies(more);
  }

  private Section measures(Section section) {
    Map<String, String> best = new LinkedHashMap<>();
    for (String corruption : corruptions) {
      measures.stream()
          .filter(one -> is(one, corruption, STRONGEST) && one.has("auc"))
          .max(Comparator.comparingDouble(one -> Math.abs(auc(one) - 0.5)))
          .ifPresent(one -> best.put(corruption, one.path("measure").asText()));
    }
    return section
        .withFinding(recognised(best))
        .with(
            chart(
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
                        Text.words(entry.getKey()),
                        Text.percent(told(entry.getKey(), STRONGEST, entry.getValue()))))
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
        Text.count(degraded.path("images").asLong(), "image", "images"));
  }

  private DataTable measuresTable() {
    List<String> names = distinct(measures, "measure");
    List<String> columns = new ArrayList<>(List.of("corruption", "severity"));
    columns.addAll(names);
    List<List<String>> rows =
        rows(
            (corruption, severity) ->
                names.stream()
                    .map(name -> Text.decimal(auc(measure(corruption, severity, name)), 3))
                    .collect(Collectors.toList()));
    return DataTable.of("Measures of degraded images", columns.toArray(new String[0]))
        .withRows(rows)
        .withNote(
            "The chance that a degraded image's value is the greater one of a degraded and an undegraded image (AUC): 0.5 says nothing, near 0 or 1 tells them apart. "
                + sample());
  }

  private Section hashes(Section section) {
    List<String> names = distinct(hashes, "hash");
    Section more =
        section.withFinding(
            String.format(
                "Of copies degraded at severity %d, still near their image are %s.",
                STRONGEST, names.stream().map(this::survival).collect(Collectors.joining("; "))));
    for (String name : names) {
      more =
          more.with(
              chart(
                  "Copies that stay near by " + name,
                  String.format(
                      "Degraded copies whose %s is still within %s of their image's.",
                      name, bits(radius(name))),
                  keyed(corruptions),
                  (corruption, severity) ->
                      StudyText.number(
                          find(hashes, corruption, severity, "hash", name), "within")));
    }
    return more.with(hashesTable(names));
  }

  /** Of the strongest degradations. */
  private String survival(String name) {
    List<JsonNode> strongest =
        hashes.stream()
            .filter(one -> one.path("hash").asText().equals(name))
            .filter(one -> one.path("severity").asInt() == STRONGEST)
            .sorted(Comparator.comparingDouble(one -> StudyText.number(one, "within")))
            .collect(Collectors.toList());
    double mean =
        strongest.stream()
            .mapToDouble(one -> StudyText.number(one, "within"))
            .average()
            .orElse(Double.NaN);
    JsonNode least = strongest.get(0);
    return String.format(
        "by %s %s (within %s), fewest after %s (%s)",
        name,
        Text.percent(mean),
        bits(radius(name)),
        Text.words(least.path("corruption").asText()),
        Text.percent(StudyText.number(least, "within")));
  }

  private int radius(String name) {
    return hashes.stream()
        .filter(one -> one.path("hash").asText().equals(name))
        .mapToInt(one -> one.path("radius").asInt())
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  private DataTable hashesTable(List<String> names) {
    List<String> columns = new ArrayList<>(List.of("corruption", "severity"));
    for (String name : names) {
      columns.add(name + ", within " + bits(radius(name)));
      columns.add(name + ", mean distance");
    }
    List<List<String>> rows =
        rows(
            (corruption, severity) -> {
              List<String> cells = new ArrayList<>();
              for (String name : names) {
                JsonNode one = find(hashes, corruption, severity, "hash", name);
                cells.add(range(one, "within"));
                cells.add(Text.decimal(StudyText.number(one, "mean-distance"), 2));
              }
              return cells;
            });
    return DataTable.of("Hashes of degraded copies", columns.toArray(new String[0]))
        .withRows(rows)
        .withNote(
            "Shares of the copies with 95% intervals by Wilson; mean distances in bits, of a copy from its image. "
                + sample());
  }

  private Section accuracies(Section section) {
    double clean = StudyText.number(degraded, "accuracy");
    return section.withFinding(drop(clean)).with(accuracyChart(clean)).with(accuracyTable());
  }

  private String drop(double clean) {
    List<JsonNode> strongest =
        accuracies.stream()
            .filter(one -> one.path("severity").asInt() == STRONGEST)
            .sorted(Comparator.comparingDouble(one -> -StudyText.number(one, "drop")))
            .collect(Collectors.toList());
    JsonNode most = strongest.get(0);
    JsonNode least = strongest.get(strongest.size() - 1);
    double to = StudyText.number(most, "accuracy");
    int decimals = StudyText.decimals(clean, to);
    double drop = StudyText.number(most, "drop");
    return String.format(
        "Degraded at severity %d, test images cost accuracy most by %s: it %s by %s points (%s), from %s to %s; least by %s, where it %s by %s.",
        STRONGEST,
        Text.words(most.path("corruption").asText()),
        drop < 0 ? "rises" : "falls",
        Text.decimal(100 * Math.abs(drop), decimals),
        StudyText.interval(most, "drop", decimals),
        StudyText.percent(clean, decimals),
        StudyText.percent(to, decimals),
        Text.words(least.path("corruption").asText()),
        StudyText.number(least, "drop") < 0 ? "rises" : "falls",
        StudyText.points(least, "drop", true));
  }

  private Chart accuracyChart(double clean) {
    List<String> severities = new ArrayList<>(List.of("clean"));
    severities.addAll(SEVERITIES);
    Chart chart =
        Chart.of(
                Chart.Kind.LINES,
                "Accuracy on degraded test images",
                String.format(
                    "Mean of %s trained on %s; the same test images, degraded at the side that the networks take.",
                    Text.count(degraded.path("networks").asLong(), "network", "networks"),
                    Text.count(degraded.path("trained-on").asLong(), "image", "images")),
                severities)
            .withAxes("severity", "")
            .asShares();
    for (String corruption : corruptions) {
      List<Double> values = new ArrayList<>(List.of(clean));
      for (int severity = 1; severity <= STRONGEST; severity++) {
        values.add(StudyText.number(find(accuracies, corruption, severity, "", ""), "accuracy"));
      }
      chart = chart.withSeries(Text.words(corruption), values);
    }
    return chart;
  }

  private DataTable accuracyTable() {
    return DataTable.of("Drop by corruption", "corruption", "severity", "accuracy", "drop")
        .withRows(
            rows(
                (corruption, severity) -> {
                  JsonNode one = find(accuracies, corruption, severity, "", "");
                  return List.of(
                      StudyText.percent(one, "accuracy"), StudyText.points(one, "drop", false));
                }))
        .withNote(
            String.format(
                "%s, %s. Means over networks; 95%% intervals over images, of drops of pairs of an image and its copy.",
                Text.count(degraded.path("networks").asLong(), "network", "networks"),
                Text.count(degraded.path("test-images").asLong(), "test image", "test images")));
  }

  private String sample() {
    long unreadable = degraded.path("unreadable").asLong();
    return String.format(
        "%s%s, decoded from their files and degraded at a shorter side of %d pixels at most%s.",
        Text.count(degraded.path("images").asLong(), "image", "images"),
        degraded.path("sampled").asBoolean() ? ", a sample of those there are" : "",
        degraded.path("side").asInt(),
        unreadable == 0
            ? ""
            : String.format(
                "; %s drawn could not be read", Text.count(unreadable, "other", "others")));
  }

  /** A figure of one corruption at one severity. */
  private interface At<T> {
    T of(String corruption, int severity);
  }

  /**
   * @param names what a series is called besides its corruption; all of them, or nothing
   */
  private static Chart chart(
      String title, String summary, Map<String, String> names, At<Double> value) {
    Chart chart =
        Chart.of(Chart.Kind.LINES, title, summary, SEVERITIES).withAxes("severity", "").asShares();
    for (Map.Entry<String, String> entry : names.entrySet()) {
      String name = Text.words(entry.getKey());
      chart =
          chart.withSeries(
              entry.getValue().isEmpty() ? name : name + ": " + Text.words(entry.getValue()),
              IntStream.rangeClosed(1, STRONGEST)
                  .mapToObj(severity -> value.of(entry.getKey(), severity))
                  .collect(Collectors.toList()));
    }
    return chart;
  }

  private List<List<String>> rows(At<List<String>> cells) {
    List<List<String>> rows = new ArrayList<>();
    for (String corruption : corruptions) {
      for (int severity = 1; severity <= STRONGEST; severity++) {
        List<String> row =
            new ArrayList<>(List.of(unbroken(Text.words(corruption)), Integer.toString(severity)));
        cells.of(corruption, severity).forEach(cell -> row.add(unbroken(cell)));
        rows.add(row);
      }
    }
    return rows;
  }

  private static Map<String, String> keyed(List<String> names) {
    return names.stream()
        .collect(
            Collectors.toMap(
                Function.identity(), name -> "", (one, other) -> one, LinkedHashMap::new));
  }

  private JsonNode measure(String corruption, int severity, String measure) {
    return find(measures, corruption, severity, "measure", measure);
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

  private static JsonNode find(
      List<JsonNode> list, String corruption, int severity, String key, String value) {
    return list.stream()
        .filter(one -> is(one, corruption, severity) && one.path(key).asText().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The study has nothing of " + corruption + " " + severity + " " + value));
  }

  private static boolean is(JsonNode one, String corruption, int severity) {
    return one.path("corruption").asText().equals(corruption)
        && one.path("severity").asInt() == severity;
  }

  private static List<JsonNode> list(JsonNode nodes) {
    return StreamSupport.stream(nodes.spliterator(), false).collect(Collectors.toList());
  }

  private static List<String> distinct(List<JsonNode> nodes, String key) {
    Set<String> values = new LinkedHashSet<>();
    nodes.forEach(node -> values.add(node.path(key).asText()));
    return new ArrayList<>(values);
  }

  /** A share with its interval, which lies unevenly where the share is near 0 or 1. */
  private static String range(JsonNode one, String key) {
    return String.format(
        "%s (%s to %s)",
        Text.percent(StudyText.number(one, key)),
        Text.percent(StudyText.number(one, key + "-low")),
        Text.percent(StudyText.number(one, key + "-high")));
  }

  /** For a cell of its table, which would else be broken to make room for columns. */
  private static String unbroken(String text) {
    return text.replace(' ', '\u00a0');
  }

  private static String bits(int radius) {
    return Text.count(radius, "bit", "bits");
  }
}
