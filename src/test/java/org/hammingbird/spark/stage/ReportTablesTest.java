package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTablesTest {
  @Test
  void chanceIsThatOfTheLargestClassOfTrain() {
    assertThat(
            ReportTables.largestClass(
                Map.of(
                    "cat", Map.of("train", 30L, "test", 5L),
                    "dog", Map.of("train", 10L, "test", 15L))))
        .isEqualTo(0.25);
    assertThat(ReportTables.largestClass(Map.of("cat", Map.of("train", 30L)))).isNaN();
    assertThat(ReportTables.largestClass(Map.of("cat", Map.of("test", 30L)))).isNaN();
  }
}
