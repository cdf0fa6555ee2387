package org.hammingbird.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class DegradationCurveTest {
  @Test
  void dropIsCleanLessDegraded() {
    DegradationCurve curve =
        DegradationCurve.of("pixelate", 200, 160).with(1, 200, 150).with(5, 200, 70);
    assertThat(curve.accuracy(0)).isEqualTo(0.8);
    assertThat(curve.drop(1)).isCloseTo(0.05, within(1e-12));
    assertThat(curve.drop(5)).isCloseTo(0.45, within(1e-12));
    assertThat(curve.accuracy(3)).isNaN();
    assertThat(curve.measured()).containsExactly(1, 5);
    assertThat(curve.meanError()).isCloseTo(1 - (0.75 + 0.35) / 2, within(1e-12));
  }

  @Test
  void partsAddUpToTheWhole() {
    DegradationCurve left = DegradationCurve.of("contrast", 10, 9).with(2, 10, 4);
    DegradationCurve right = DegradationCurve.of("contrast", 30, 20).with(2, 30, 11);
    assertThat(left.add(right))
        .isEqualTo(DegradationCurve.of("contrast", 40, 29).with(2, 40, 15))
        .hasSameHashCodeAs(DegradationCurve.of("contrast", 40, 29).with(2, 40, 15));
  }

  @Test
  void refusesWhatDoesNotFit() {
    DegradationCurve curve = DegradationCurve.of("contrast", 1, 1);
    assertThatThrownBy(() -> curve.with(6, 1, 1))
        .hasMessage("Invalid severity: 6 (must be 1 to 5)");
    assertThatThrownBy(() -> curve.with(1, 1, 2)).hasMessageContaining("2 of 1");
    assertThatThrownBy(() -> curve.add(DegradationCurve.of("pixelate", 1, 1)))
        .hasMessageContaining("different corruptions");
  }
}
