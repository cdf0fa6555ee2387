package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairEstimateTest {
  @Test
  void smallSetsAreCountedExactlyByTheNearestHash() {
    Random random = new Random(1);
    long[] first = HashSets.draw(8, 300, random);
    long[] second = HashSets.draw(8, 300, random);
    PairEstimate estimate = estimate(1000, first, second);
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
    double estimate = estimate(1000, hashes).pairs(20);
    assertThat(estimate / pairs[0]).isBetween(0.85, 1.15);
  }

  @Test
  void ofVeryManyAPartIsDrawn() {
    long[] hashes = HashSets.realistic(400_000, 3);
    Arrays.fill(hashes, 1000, 41_000, 7L);
    long[] pairs = new long[1];
    long[] standing = Arrays.stream(hashes).filter(hash -> hash != 7).toArray();
    BandedIndex.of(Hashes.of(standing), 12).forEachPair((left, right, distance) -> pairs[0]++);
    assertThat(estimate(1000, hashes).pairs(12) / pairs[0]).isBetween(0.8, 1.25);
  }

  @Test
  void equalHashesCountAlthoughTheSampleMayMissThem() {
    long[] hashes = HashSets.draw(0, 200_000, new Random(4));
    Arrays.fill(hashes, 0, 30, 7L);
    assertThat(estimate(1000, hashes).pairs(0)).isEqualTo(30 * 29 / 2);
  }

  @Test
  void largeGroupsAreRepresentedByTheirFirst() {
    long[] hashes = HashSets.draw(0, 1000, new Random(5));
    Arrays.fill(hashes, 100, 300, 7L);
    Representatives representatives = Representatives.of(Hashes.of(hashes), 50);
    assertThat(representatives.represented()).isEqualTo(199);
    assertThat(representatives.largest()).isEqualTo(200);
    assertThat(representatives.of(299)).isEqualTo(100);
    assertThat(representatives.of(300)).isEqualTo(300);
    assertThat(representatives.equalPairs()).isEqualTo(199);
    assertThat(estimate(50, hashes).pairs(0)).isEqualTo(199);
    assertThat(estimate(200, hashes).pairs(0)).isEqualTo(200 * 199 / 2);
    assertThat(estimate(50, hashes).pairs(64)).isEqualTo(801 * 800 / 2);
  }

  @Test
  void nothingHasNoPairs() {
    assertThat(estimate(1000, new long[0]).pairs(64)).isZero();
  }

  private static PairEstimate estimate(int mostEqual, long[]... hashes) {
    Hashes[] all = Arrays.stream(hashes).map(Hashes::of).toArray(Hashes[]::new);
    Representatives[] representatives =
        Arrays.stream(all)
            .map(one -> Representatives.of(one, mostEqual))
            .toArray(Representatives[]::new);
    return PairEstimate.of(all, representatives, 1);
  }
}
