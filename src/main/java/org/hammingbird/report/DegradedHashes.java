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
    Section more =
        section.withFinding(
            String.format(
                "Of copies degraded at severity %d, still near their image are %s.",
                STRONGEST, names.stream().map(this::survival).collect(Collectors.joining("; "))));
    for (String name : names) {
      more =
          more.with(
              DegradedFigures.chart(
                  "Copies that stay near by " + name,
                  String.format(
                      "Degraded copies whose %s is still within %s of their image's.",
                      name, bits(radius(name))),
                  keyed(figures.corruptions()),
                  (corruption, severity) ->
                      StudyText.number(
                          DegradedFigures.find(
                              figures.hashes(), corruption, severity, "hash", name),
                          "within")));
    }
    return more.with(hashesTable(names));
  }

  /** Of the strongest degradations. */
  private String survival(String name) {
    List<JsonNode> strongest =
        figures.hashes().stream()
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
    return figures.hashes().stream()
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
        figures.rows(
            (corruption, severity) -> {
              List<String> cells = new ArrayList<>();
              for (String name : names) {
                JsonNode one =
                    DegradedFigures.find(figures.hashes(), corruption, severity, "hash", name);
                cells.add(StudyText.percentCell(one, "within"));
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
