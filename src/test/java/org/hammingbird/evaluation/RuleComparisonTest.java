package org.hammingbird.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuleComparisonTest {
  private static final double[] RANDOM = {.50, .52, .51, .49, .53};
  private static final double[] BETTER = {.55, .58, .56, .55, .58};
  private static final double[] ALIKE = {.51, .51, .50, .50, .53};

  @Test
  void rulesAreComparedSeedBySeedAndCorrectedTogether() {
    RuleComparison.Builder builder = new RuleComparison.Builder("random");
    for (int seed = 0; seed < 5; seed++) {
      builder.add("1%", "random", 400, seed, RANDOM[seed]);
      builder.add("1%", "better", 400, seed, BETTER[seed]);
      builder.add("1%", "alike", 400, seed, ALIKE[seed]);
    }
    RuleComparison comparison = builder.build();
    List<RuleComparison.Cell> cells = comparison.cells();
    assertThat(cells.stream().map(RuleComparison.Cell::rule).collect(Collectors.toList()))
        .containsExactly("random", "better", "alike");
    RuleComparison.Cell better = cells.get(1);
    assertThat(better.accuracy().mean()).isCloseTo(.564, within(1e-12));
    assertThat(better.difference().mean()).isCloseTo(.054, within(1e-12));
    assertThat(comparison.comparisons()).isEqualTo(2);
    // the smaller of two p-values counts twice
    assertThat(better.adjustedP()).isCloseTo(2 * better.difference().pValue(), within(1e-15));
    assertThat(better.differs()).isTrue();
    assertThat(cells.get(2).differs()).isFalse();
    assertThat(cells.get(0).difference().mean()).isNaN();
    assertThat(cells.get(0).adjustedP()).isNaN();
  }

  @Test
  void onlyCommonSeedsArePaired() {
    RuleComparison comparison =
        new RuleComparison.Builder("random")
            .add("5%", "random", 10, 1, .5)
            .add("5%", "random", 10, 2, .6)
            .add("5%", "other", 10, 2, .7)
            .add("5%", "other", 10, 3, .9)
            .add("50%", "other", 100, 1, .9)
            .build();
    RuleComparison.Cell other = comparison.cells().get(1);
    assertThat(other.difference().count()).isEqualTo(1);
    assertThat(other.difference().mean()).isCloseTo(.1, within(1e-12));
    assertThat(other.accuracy().count()).isEqualTo(2);
    assertThat(comparison.cells().get(2).difference().count()).isZero();
    assertThat(comparison.comparisons()).isZero();
    assertThatThrownBy(
            () ->
                new RuleComparison.Builder("random")
                    .add("5%", "random", 10, 1, .5)
                    .add("5%", "random", 10, 1, .6))
        .hasMessage("Two trainings of random at 5% with seed 1");
  }
}
