package org.hammingbird.report;

import static org.hammingbird.report.DegradedFigures.STRONGEST;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether hashes of degraded copies stay near those of their images. */
final class DegradedHashes {
  private final DegradedFigures figures;

  private DegradedHashes(DegradedFigures figures) {
    this.figures = figures;
  }

  static Section in(Section section, DegradedFigures figures) {
    return figures.hashes().isEmpty() ? section : new DegradedHashes(figures).in(section);
  }

  private Section in(Section section) {
    List<String> names = DegradedFigures.distinct(figures.hashes(), "hash");
    Section more = section.withFinding(survival(names));
    for (String name : names) {
      more =
          more.with(
              DegradedFigures.chart(
                  "Copies that stay near by " + DistanceSection.name(name),
                  String.format(
                      "Degraded copies whose %s is still within %s of their image's.",
                      DistanceSection.name(name), bits(radius(name))),
                  keyed(figures.corruptions()),
                  (corruption, severity) ->
                      StudyText.number(
                          DegradedFigures.find(
                              figures.hashes(), corruption, severity, "hash", name),
                          "within")));
    }
    return more.with(hashesTable(names));
  }

  private String survival(List<String> names) {
    boolean alike = names.stream().mapToInt(this::radius).distinct().count() == 1;
    JsonNode least =
        strongest(names)
            .min(Comparator.comparingDouble(DegradedHashes::within))
            .orElseThrow(IllegalArgumentException::new);
    String hash = least.path("hash").asText();
    return String.format(
        "After the strongest degradation (severity %d) the hash is still within %s of the original's for %s of copies by %s; %s moves %s most (%s stay).",
        STRONGEST,
        alike ? bits(radius(hash)) : "its radius",
        Text.percent(mean(names.get(0))),
        names.stream()
            .map(name -> survival(name, name.equals(names.get(0)), alike))
            .collect(Collectors.joining(", ")),
        Text.words(least.path("corruption").asText()),
        DistanceSection.name(hash),
        Text.percent(within(least)));
  }

  private String survival(String name, boolean first, boolean alike) {
    return (first ? "" : Text.percent(mean(name)) + " by ")
        + DistanceSection.name(name)
        + (alike ? "" : " (" + bits(radius(name)) + ")");
  }

  /** Of all ways to degrade. */
  private double mean(String name) {
    return strongest(List.of(name))
        .mapToDouble(DegradedHashes::within)
        .average()
        .orElse(Double.NaN);
  }

  private Stream<JsonNode> strongest(List<String> names) {
    return figures.hashes().stream()
        .filter(one -> names.contains(one.path("hash").asText()))
        .filter(one -> one.path("severity").asInt() == STRONGEST);
  }

  private static double within(JsonNode one) {
    return StudyText.number(one, "within");
  }

  private int radius(String name) {
    return figures.hashes().stream()
        .filter(one -> one.path("hash").asText().equals(name))
        .mapToInt(one -> one.path("radius").asInt())
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  private DataTable hashesTable(List<String> names) {
    List<String> columns = new ArrayList<>(List.of("corruption", "severity"));
    for (String name : names) {
      columns.add(DistanceSection.name(name) + ", within " + bits(radius(name)));
      columns.add(DistanceSection.name(name) + ", mean distance");
    }
    List<List<String>> rows =
        figures.rows(
            (corruption, severity) -> {
              List<String> cells = new ArrayList<>();
              for (String name : names) {
                JsonNode one =
                    DegradedFigures.find(figures.hashes(), corruption, severity, "hash", name);
                cells.add(StudyText.percentRange(one, "within"));
                cells.add(Text.decimal(StudyText.number(one, "mean-distance"), 2));
              }
              return cells;
            });
    return DataTable.of("Hashes of degraded copies", columns.toArray(new String[0]))
        .withRows(rows)
        .withNote(
            "Shares of the copies with 95% intervals by Wilson; mean distances in bits, of a copy from its image. "
                + figures.sample());
  }

  private static Map<String, String> keyed(List<String> names) {
    return names.stream()
        .collect(
            Collectors.toMap(
                Function.identity(), name -> "", (one, other) -> one, LinkedHashMap::new));
  }

  private static String bits(int radius) {
    return Text.count(radius, "bit", "bits");
  }
}
