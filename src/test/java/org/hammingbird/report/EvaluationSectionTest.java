package org.hammingbird.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hammingbird.evaluation.ConfusionMatrix;
import org.junit.jupiter.api.Test;

class EvaluationSectionTest {
  @Test
  void anUnevenIntervalIsWrittenFromItsLowToItsHigh() {
    assertThat(section("default").findings().get(0))
        .startsWith(
            "The model m names the class of 100.0% (95%: 72.2% to 100.0%) of 10 test images correctly");
  }

  @Test
  void evaluationsHaveTheirOwnIds() {
    assertThat(section("default").id()).isEqualTo("evaluation");
    assertThat(section("a.b").id()).isNotEqualTo(section("a_b").id());
  }

  private static Section section(String name) {
    return EvaluationSection.of(
        name,
        "m",
        "test",
        ConfusionMatrix.of(List.of("cat", "dog"), new long[] {6, 0, 0, 4}),
        new Gallery("", "", List.of()),
        List.of(),
        List.of());
  }
}
