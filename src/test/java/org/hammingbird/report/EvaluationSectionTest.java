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
            "The model m names the class of 100.0% of 10 test images correctly (72.2% to 100.0%)");
  }

  @Test
  void evaluationsHaveTheirOwnIds() {
    assertThat(section("default").id()).isEqualTo("evaluation");
    assertThat(section("a.b").id()).isNotEqualTo(section("a_b").id());
  }

  @Test
  void evaluationsThatAreNotShownAreNamed() {
    List<Section> sections = List.of(section("a"), section("b"));
    assertThat(EvaluationSection.withOthers(sections, List.of())).isEqualTo(sections);
    List<Section> noted = EvaluationSection.withOthers(sections, List.of("c", "d"));
    assertThat(noted.get(0)).isSameAs(sections.get(0));
    List<Block> blocks = noted.get(1).blocks();
    assertThat(((Note) blocks.get(blocks.size() - 1)).text())
        .isEqualTo("The first 2 evaluations are shown, not 2 others: c, d.");
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
