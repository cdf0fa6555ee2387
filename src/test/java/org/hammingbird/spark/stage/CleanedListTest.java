package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CleanedListTest {
  @Test
  void plainIdsAreQuotedAndOthersGoAsBytes() {
    assertThat(CleanedList.literal("42")).isEqualTo("'42'");
    assertThat(CleanedList.literal("birds/a b_1.jpg")).isEqualTo("'birds/a b_1.jpg'");
    assertThat(CleanedList.literal("a'; DROP TABLE x; --"))
        .isEqualTo("CONVERT(X'61273B2044524F50205441424C4520783B202D2D' USING utf8mb4)");
    assertThat(CleanedList.literal("\\")).isEqualTo("CONVERT(X'5C' USING utf8mb4)");
    assertThat(CleanedList.literal("ü")).isEqualTo("CONVERT(X'C3BC' USING utf8mb4)");
  }
}
