package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairEstimateTest {
  @Test
  void smallSetsAreCountedExactlyByTheNearestHash() {
    Random random = new Random(1);
    long[] first = HashSets.draw(8, 300, random);
    long[] second = HashSets.draw(8, 300, random);
    PairEstimate estimate = PairEstimate.of(new long[][] {first, second}, 0, 1);
    for (int radius : new int[] {0, 5, 12, 30, 64}) {
      long pairs = 0;
      for (int i = 0; i < 300; i++) {
        for (int j = i + 1; j < 300; j++) {
          int nearest =
              Math.min(Long.bitCount(first[i] ^ first[j]), Long.bitCount(second[i] ^ second[j]));
          pairs += nearest <= radius ? 1 : 0;
        }
      }
      assertThat(estimate.pairs(radius)).isEqualTo(pairs);
    }
  }

  @Test
  void largerSetsAreEstimatedFromASample() {
    long[] hashes = HashSets.realistic(12_000, 2);
    long[] pairs = new long[1];
    BandedIndex.of(Hashes.of(hashes), 20).forEachPair((left, right, distance) -> pairs[0]++);
    double estimate = PairEstimate.of(new long[][] {hashes}, 0, 1).pairs(20);
    assertThat(estimate / pairs[0]).isBetween(0.85, 1.15);
  }

  @Test
  void equalHashesCountAlthoughTheSampleMayMissThem() {
    PairEstimate estimate = PairEstimate.of(new long[][] {new long[] {1, ~1L}}, 500, 1);
    assertThat(estimate.pairs(0)).isEqualTo(500);
    assertThat(estimate.radiusFor(499)).isEqualTo(-1);
    assertThat(estimate.radiusFor(500)).isEqualTo(64);
  }

  @Test
  void radiusForIsTheGreatestThatStaysBelow() {
    PairEstimate estimate =
        PairEstimate.of(new long[][] {HashSets.draw(0, 500, new Random(3))}, 0, 1);
    int radius = estimate.radiusFor(5000);
    assertThat(estimate.pairs(radius)).isLessThanOrEqualTo(5000);
    assertThat(estimate.pairs(radius + 1)).isGreaterThan(5000);
    assertThat(PairEstimate.of(new long[][] {new long[0]}, 0, 1).pairs(64)).isZero();
  }
}
