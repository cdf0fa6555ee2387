package org.hammingbird.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hammingbird.evaluation.Histogram;
import org.junit.jupiter.api.Test;

class DistanceSectionTest {
  private static final Map<String, Map<String, Histogram>> NEARER =
      Map.of(
          "ahash64",
          Map.of(
              "within",
              Histogram.of(new long[] {58, 42, 0}),
              "between",
              Histogram.of(new long[] {42, 58, 0})));

  @Test
  void aSampleAndHashesLeftOutAreNamed() {
    Section section = DistanceSection.of(NEARER, SampleReport.distanceResults(), 0.095);
    assertThat(section.lead())
        .endsWith(
            "All pairs of 100,000 images, a seeded sample of those there are. Only hashes of 64 bits are compared, not PDQ.");
    assertThat(section.findings())
        .containsExactly(
            "Two images of one class are a little more alike than two of different classes: by aHash, the pair of one class is the nearer in 58.0% of cases (57.3% to 58.1%); chance is 50%.",
            "The nearest hashes by aHash name 33.1% (32.2% to 34.0%) of the images correctly. Always naming the largest class names 9.5%.");
    assertThat(DistanceSection.of(NEARER, MissingNode.getInstance(), Double.NaN).lead())
        .endsWith("would stand to the left.");
  }

  @Test
  void whatTheStudyPlottedIsDrawn() {
    Section section = DistanceSection.of(NEARER, SampleReport.distanceResults(), 0.1);
    Chart chart = (Chart) section.blocks().get(3);
    assertThat(chart.data()).containsEntry("kind", "POINTS");
    assertThat((List<?>) chart.data().get("series")).hasSize(3);
    assertThat((List<?>) chart.data().get("categories")).hasSize(100);
    assertThat(((DataTable) section.blocks().get(4)).rows().get(0))
        .containsExactly("cat-cat", "10,000", "13.90", "1.80");
  }

  @Test
  void aChartSaysThatItShowsSomePairsAlone() {
    Map<String, Histogram> pairs = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      pairs.put("cat-" + i, Histogram.of(new long[] {1, 2}));
    }
    Section section =
        DistanceSection.of(Map.of("ahash64", pairs), MissingNode.getInstance(), Double.NaN);
    Chart chart = (Chart) section.blocks().get(0);
    assertThat(chart.summary()).contains("The first 12 of 20 pairs of classes are shown.");
    assertThat((List<?>) chart.data().get("series")).hasSize(12);
  }
}
