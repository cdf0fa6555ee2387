package org.hammingbird.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
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
  void aMeanOfSharesIsTakenAsOneOfAnswers() {
    assertThat(Interval.ofMean(0.5, 10)).isEqualTo(Interval.wilson(5, 10));
    assertThat(Interval.ofMean(0, 3).low()).isZero();
    assertThat(Interval.ofMean(1, 6).high()).isEqualTo(1);
    // six of six: anything from .61 on may be behind it
    assertThat(Interval.ofMean(1, 6).low()).isCloseTo(0.6096657, within(1e-6));
    assertThatThrownBy(() -> Interval.ofMean(1.1, 6)).hasMessage("Invalid mean: 1.1 of 6 trials");
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

  @Test
  void areasAreHeldByTheirIntervalsAsOftenAsIsSaid() {
    Random random = new Random(5);
    for (double chance : new double[] {0.5, 0.8, 0.97}) {
      int held = 0;
      for (int round = 0; round < 1000; round++) {
        // exponentials with means in the ratio of odds: the model that Hanley and McNeil take
        double[] one = random.doubles(40).map(u -> -Math.log(1 - u)).toArray();
        double[] other =
            random.doubles(60).map(u -> -Math.log(1 - u) * chance / (1 - chance)).toArray();
        held += Interval.ofAuc(RankAuc.of(one, other), 40, 60).contains(chance) ? 1 : 0;
      }
      assertThat(held).as("of 1000 at " + chance).isBetween(935, 985);
    }
  }

  @Test
  void areasOfGroupsApartKeepAWidth() {
    Interval apart = Interval.ofAuc(1, 20, 20);
    assertThat(apart.high()).isEqualTo(1);
    assertThat(apart.low()).isBetween(0.8, 0.95);
    assertThat(Interval.ofAuc(1, 2000, 2000).low()).isGreaterThan(0.998);
    Interval near = Interval.ofAuc(0.3, 50, 70);
    Interval mirrored = Interval.ofAuc(0.7, 70, 50);
    assertThat(near.low()).isCloseTo(1 - mirrored.high(), within(1e-9));
    assertThatThrownBy(() -> Interval.ofAuc(Double.NaN, 3, 3)).hasMessageContaining("Invalid area");
  }
}
