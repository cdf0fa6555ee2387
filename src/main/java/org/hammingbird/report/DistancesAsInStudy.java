package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Distances counted and plotted as the study did that this program goes back to. */
final class DistancesAsInStudy {
  private DistancesAsInStudy() {}

  /**
   * @param pairs by pair of classes, as the stage {@code distances} has them under {@code
   *     as-in-study}
   */
  static Section in(Section section, JsonNode pairs) {
    int images = 0;
    List<List<String>> rows = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> each = pairs.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> pair = each.next();
      images = Math.max(images, pair.getValue().path("plotted").size());
      rows.add(
          List.of(
              pair.getKey(),
              Text.count(pair.getValue().path("pairs").asLong()),
              Text.decimal(StudyText.number(pair.getValue(), "mean"), 2),
              Text.decimal(StudyText.number(pair.getValue(), "standard-deviation"), 2)));
    }
    return images == 0
        ? section
        : section
            .with(chart(pairs, images))
            .with(
                DataTable.of(
                        "As the study counted",
                        "classes",
                        "pairs",
                        "mean distance",
                        "standard deviation")
                    .withRows(rows)
                    .withNote(
                        "Differing hex digits of average hashes, 16 each: the first 100 images of one class by id against the first 100 of the other."));
  }

  private static Chart chart(JsonNode pairs, int images) {
    Chart chart =
        Chart.of(
                Chart.Kind.POINTS,
                "As the study plotted",
                DistanceSection.summary(
                    "Differing hex digits of average hashes: the first image of one class against the first 100 of the other.",
                    pairs.size()),
                IntStream.rangeClosed(1, images)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.toList()))
            .withAxes("image of the other class", "differing hex digits");
    int series = 0;
    for (Iterator<Map.Entry<String, JsonNode>> each = pairs.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> pair = each.next();
      if (series++ < DistanceSection.MOST_SERIES) {
        chart = chart.withSeries(pair.getKey(), digits(pair.getValue().path("plotted"), images));
      }
    }
    return chart;
  }

  /** A class may have fewer images than the others. */
  private static List<Double> digits(JsonNode plotted, int images) {
    return IntStream.range(0, images)
        .mapToObj(place -> plotted.path(place).asDouble(Double.NaN))
        .collect(Collectors.toList());
  }
}
