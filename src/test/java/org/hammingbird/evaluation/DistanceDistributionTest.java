package org.hammingbird.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistanceDistributionTest {
  @Test
  void histogramEqualsNaiveMoments() {
    Random random = new Random(1);
    int[] values = random.ints(5000, 3, 60).toArray();
    Histogram histogram = histogram(values);
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).mapToDouble(v -> (v - mean) * (v - mean)).sum() / 5000;
    assertThat(histogram.total()).isEqualTo(5000);
    assertThat(histogram.mean()).isCloseTo(mean, within(1e-9));
    assertThat(histogram.standardDeviation()).isCloseTo(Math.sqrt(variance), within(1e-9));
  }

  @Test
  void histogramsAddUp() {
    Histogram a = histogram(1, 2, 2);
    Histogram b = histogram(2, 64);
    assertThat(a.add(b)).isEqualTo(histogram(1, 2, 2, 2, 64));
    assertThat(a.add(b).count(2)).isEqualTo(3);
    assertThat(Histogram.empty(3).add(Histogram.of(new long[] {0, 0, 0, 0, 7})).maximum())
        .isEqualTo(4);
    assertThat(a.count(-1)).isZero();
    assertThat(Histogram.empty(64).mean()).isNaN();
  }

  @Test
  void histogramRefusesNegativeCounts() {
    assertThatThrownBy(() -> Histogram.of(new long[] {1, -2}))
        .hasMessage("Invalid count of 1: -2 (must not be negative)");
  }

  @Test
  void aucEqualsComparisonOfAllPairs() {
    Random random = new Random(2);
    for (int round = 0; round < 200; round++) {
      int[] within = random.ints(1 + random.nextInt(40), 0, 20).toArray();
      int[] between = random.ints(1 + random.nextInt(40), 0, 30).toArray();
      double wins = 0;
      for (int w : within) {
        for (int b : between) {
          wins += w < b ? 1 : w == b ? 0.5 : 0;
        }
      }
      double naive = wins / (within.length * between.length);
      assertThat(new DistanceDistribution(histogram(within), histogram(between)).auc())
          .isCloseTo(naive, within(1e-12));
    }
  }

  @Test
  void effectSizeIsTheDifferenceInPooledDeviations() {
    // 1, 3: mean 2, variance 1; 5, 9: mean 7, variance 4; pooled variance 2.5
    DistanceDistribution apart = new DistanceDistribution(histogram(1, 3), histogram(5, 9));
    assertThat(apart.effectSize()).isCloseTo(5 / Math.sqrt(2.5), within(1e-12));
    assertThat(apart.auc()).isEqualTo(1);
    DistanceDistribution empty = new DistanceDistribution(histogram(1), Histogram.empty(64));
    assertThat(empty.auc()).isNaN();
    assertThat(empty.effectSize()).isNaN();
  }

  private static Histogram histogram(int... values) {
    long[] counts = new long[65];
    for (int value : values) {
      counts[value]++;
    }
    return Histogram.of(counts);
  }
}
