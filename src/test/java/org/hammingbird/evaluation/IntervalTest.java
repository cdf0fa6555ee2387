package org.hammingbird.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class IntervalTest {
  @Test
  void isWilsons() {
    // figures of R's prop.test(x, n, correct = FALSE)
    assertThat(Interval.wilson(5, 10).low()).isCloseTo(0.2365931, within(1e-6));
    assertThat(Interval.wilson(5, 10).high()).isCloseTo(0.7634069, within(1e-6));
    assertThat(Interval.wilson(0, 20).low()).isZero();
    assertThat(Interval.wilson(0, 20).high()).isCloseTo(0.1611252, within(1e-6));
    assertThat(Interval.wilson(20, 20).high()).isEqualTo(1);
  }

  @Test
  void holdsTheShareAndNarrowsWithTrials() {
    double width = 1;
    for (long trials = 10; trials < 1_000_000; trials *= 10) {
      Interval interval = Interval.wilson(trials * 7 / 10, trials);
      assertThat(interval.contains(0.7)).isTrue();
      assertThat(interval.halfWidth()).isLessThan(width);
      width = interval.halfWidth();
    }
  }

  @Test
  void withoutTrialsAnythingIsPossible() {
    assertThat(Interval.wilson(0, 0).low()).isZero();
    assertThat(Interval.wilson(0, 0).high()).isEqualTo(1);
  }

  @Test
  void refusesMoreSuccessesThanTrials() {
    assertThatThrownBy(() -> Interval.wilson(3, 2))
        .hasMessage("Invalid share: 3 of 2 (must be 0 to trials)");
  }
}
