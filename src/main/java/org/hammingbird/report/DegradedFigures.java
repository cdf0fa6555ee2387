package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.hammingbird.evaluation.DegradationCurve;

/** A study's figures on degraded images, by corruption and severity. Immutable. */
final class DegradedFigures {
  static final int STRONGEST = DegradationCurve.SEVERITIES;
  static final List<String> SEVERITIES =
      IntStream.rangeClosed(1, STRONGEST).mapToObj(Integer::toString).collect(Collectors.toList());

  private static final char NO_BREAK = '\u00a0';

  private final JsonNode degraded;
  private final List<JsonNode> measures;
  private final List<JsonNode> hashes;
  private final List<JsonNode> accuracies;
  private final List<String> corruptions;

  /**
   * @param degraded the finding of that name
   */
  DegradedFigures(JsonNode degraded) {
    this.degraded = degraded;
    this.measures = list(degraded.path("measures"));
    this.hashes = list(degraded.path("hashes"));
    this.accuracies = list(degraded.path("accuracies"));
    this.corruptions = distinct(measures.isEmpty() ? accuracies : measures, "corruption");
  }

  /** What is said of all of them. */
  JsonNode all() {
    return degraded;
  }

  List<JsonNode> measures() {
    return measures;
  }

  List<JsonNode> hashes() {
    return hashes;
  }

  List<JsonNode> accuracies() {
    return accuracies;
  }

  List<String> corruptions() {
    return corruptions;
  }

  /** The images whose copies were measured and hashed, a sentence. */
  String sample() {
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
  interface At<T> {
    T of(String corruption, int severity);
  }

  /**
   * @param names what a series is called besides its corruption; all of them, or nothing
   */
  static Chart chart(String title, String summary, Map<String, String> names, At<Double> value) {
    Chart chart =
        Chart.of(Chart.Kind.LINES, title, summary, SEVERITIES)
            .withAxes("severity", "")
            .asShares()
            .fromLowest();
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

  /** A row for each corruption and severity, which stand before its cells. */
  List<List<String>> rows(At<List<String>> cells) {
    List<List<String>> rows = new ArrayList<>();
    for (String corruption : corruptions) {
      for (int severity = 1; severity <= STRONGEST; severity++) {
        List<String> row =
            new ArrayList<>(
                List.of(Text.words(corruption).replace(' ', NO_BREAK), Integer.toString(severity)));
        // where a cell takes several lines, on paper, an interval's ends stay whole
        cells
            .of(corruption, severity)
            .forEach(cell -> row.add(cell.replace(" to ", NO_BREAK + "to ")));
        rows.add(row);
      }
    }
    return rows;
  }

  /**
   * The one of a list that has a value under a key.
   *
   * @throws IllegalArgumentException where there is none
   */
  static JsonNode find(
      List<JsonNode> list, String corruption, int severity, String key, String value) {
    return list.stream()
        .filter(one -> is(one, corruption, severity) && one.path(key).asText().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The study has nothing of " + corruption + " " + severity + " " + value));
  }

  static boolean is(JsonNode one, String corruption, int severity) {
    return one.path("corruption").asText().equals(corruption)
        && one.path("severity").asInt() == severity;
  }

  private static List<JsonNode> list(JsonNode nodes) {
    return StreamSupport.stream(nodes.spliterator(), false).collect(Collectors.toList());
  }

  /** Values of a key, in the order in which they come first. */
  static List<String> distinct(List<JsonNode> nodes, String key) {
    Set<String> values = new LinkedHashSet<>();
    nodes.forEach(node -> values.add(node.path(key).asText()));
    return new ArrayList<>(values);
  }
}
