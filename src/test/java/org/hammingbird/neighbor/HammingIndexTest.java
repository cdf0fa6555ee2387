package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HammingIndexTest {
  private static final int[] RADII = {0, 1, 2, 3, 4, 6, 8, 10, 13, 20, 31, 63, 64};

  @Test
  void linearIndexFindsWhatTwoNestedLoopsFind() {
    Random random = new Random(1);
    for (int round = 0; round < 600; round++) {
      long[] hashes = HashSets.draw(round % HashSets.KINDS, random.nextInt(120), random);
      int radius = RADII[random.nextInt(RADII.length)];
      assertThat(found(new LinearIndex(Hashes.of(hashes), radius)))
          .as("round %d, %d hashes, radius %d", round, hashes.length, radius)
          .isEqualTo(naive(hashes, radius));
    }
  }

  @Test
  void linearIndexCrossesTilesAndBlocks() {
    for (int size : new int[] {2047, 2048, 2049, 4100}) {
      long[] hashes = HashSets.realistic(size, size);
      assertThat(found(new LinearIndex(Hashes.of(hashes), 5))).isEqualTo(naive(hashes, 5));
    }
  }

  @Test
  void bandedIndexEqualsLinearIndexForEveryNumberOfBands() {
    Random random = new Random(2);
    for (int round = 0; round < 1500; round++) {
      long[] hashes = HashSets.draw(round % HashSets.KINDS, random.nextInt(90), random);
      int radius = random.nextInt(12);
      // three bands have 2^22 buckets: tested apart, to keep this one quick
      int bands = 4 + round % 5;
      if (bands == 4 && round % 10 != 0) {
        continue;
      }
      assertBandedEqualsLinear(hashes, radius, bands);
    }
  }

  @Test
  void bandedIndexEqualsLinearIndexWithThreeBands() {
    assertBandedEqualsLinear(HashSets.realistic(3000, 7), 6, 3);
  }

  @Test
  void bandedIndexEqualsLinearIndexAtLargeRadii() {
    Random random = new Random(3);
    for (int radius : new int[] {20, 31, 63, 64}) {
      assertBandedEqualsLinear(HashSets.draw(8, 40, random), radius, 8);
    }
  }

  @Test
  void chosenPlanEqualsLinearIndex() {
    Random random = new Random(4);
    for (int round = 0; round < 1500; round++) {
      long[] hashes = HashSets.draw(round % HashSets.KINDS, random.nextInt(60), random);
      int radius = RADII[random.nextInt(RADII.length)];
      assertThat(found(BandedIndex.of(Hashes.of(hashes), radius)))
          .as("round %d, radius %d", round, radius)
          .isEqualTo(found(new LinearIndex(Hashes.of(hashes), radius)));
    }
  }

  @Test
  void chosenPlanOfManyHashesIsBandedAndExact() {
    for (int kind : new int[] {0, 4}) {
      long[] hashes = HashSets.draw(kind, 20_000, new Random(kind));
      BandedIndex index = BandedIndex.of(Hashes.of(hashes), 4);
      assertThat(index.plan().bands()).as(index.plan().toString()).isGreaterThan(1);
      assertThat(found(index)).isEqualTo(found(new LinearIndex(Hashes.of(hashes), 4)));
    }
  }

  @Test
  void halfOfTheDistinctHashesInOneBucketIsExactAndDivided() {
    Random random = new Random(5);
    Band band = Band.lattice(1, 4).get(0);
    long mask = 0;
    for (int bit = 0; bit < 64; bit++) {
      mask |= band.distance(new long[] {1L << bit}) == 1 ? 1L << bit : 0;
    }
    long[] hashes = new long[12_000];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = i % 2 == 0 ? random.nextLong() & ~mask : random.nextLong();
    }
    DistinctHashes distinct = DistinctHashes.of(Hashes.of(hashes));
    BandedIndex index =
        BandedIndex.of(Hashes.of(hashes), distinct, BandPlan.banded(distinct, 6, 4));
    assertThat(inStripes(index, distinct, 7))
        .isEqualTo(found(new LinearIndex(Hashes.of(hashes), 6)));
  }

  @Test
  void stripesTogetherFindWhatTheWholeFinds() {
    long[] hashes = HashSets.realistic(15_000, 11);
    DistinctHashes distinct = DistinctHashes.of(Hashes.of(hashes));
    BandedIndex index = BandedIndex.of(Hashes.of(hashes), distinct, BandPlan.choose(distinct, 5));
    assertThat(inStripes(index, distinct, 13)).isEqualTo(found(index));
  }

  @Test
  void equalHashesCostOneEntry() {
    long[] hashes = new long[100_000];
    Arrays.fill(hashes, 42);
    DistinctHashes distinct = DistinctHashes.of(Hashes.of(hashes));
    assertThat(distinct.size()).isEqualTo(1);
    assertThat(distinct.equalPairs()).isEqualTo(100_000L * 99_999 / 2);
    assertThat(distinct.largestGroup()).isEqualTo(100_000);
    assertThat(BandPlan.choose(distinct, 10).candidates()).isZero();
  }

  @Test
  void emptyAndSingleSetsHaveNoPairs() {
    for (int radius : new int[] {0, 8, 64}) {
      assertThat(found(BandedIndex.of(Hashes.of(new long[0]), radius))).isEmpty();
      assertThat(found(BandedIndex.of(Hashes.of(new long[] {5}), radius))).isEmpty();
      assertThat(found(new LinearIndex(Hashes.of(new long[0]), radius))).isEmpty();
    }
  }

  @Test
  void invalidRadiusIsRefused() {
    assertThatThrownBy(() -> BandedIndex.of(Hashes.of(new long[0]), 65))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid radius: 65 (must be 0 to 64)");
    assertThatThrownBy(() -> new LinearIndex(Hashes.of(new long[0]), -1))
        .hasMessage("Invalid radius: -1 (must be 0 to 64)");
  }

  @Test
  void bandsPartitionTheBits() {
    for (int words : new int[] {1, 4}) {
      int bits = words * 64;
      for (int count = Band.minCount(bits); count <= Band.maxCount(bits); count++) {
        int sum = 0;
        for (Band band : Band.lattice(words, count)) {
          sum += band.bits();
          assertThat(band.bits()).isBetween(bits / count - 3, Band.MAX_BITS);
          assertThat(band.bucket(Hashes.of(new long[] {-1, -1, -1, -1}, words), 0))
              .isEqualTo((1 << band.bits()) - 1);
        }
        assertThat(sum).isEqualTo(bits);
        for (int bit = 0; bit < bits; bit++) {
          long[] difference = new long[words];
          difference[bit / 64] = 1L << bit;
          long holders =
              Band.lattice(words, count).stream()
                  .filter(band -> band.distance(difference) == 1)
                  .count();
          assertThat(holders).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void spectrumEqualsCountedPairs() {
    long[] hashes = Arrays.stream(HashSets.realistic(900, 3)).distinct().toArray();
    Band band = Band.lattice(1, 8).get(2);
    BandSpectrum spectrum = BandSpectrum.of(band.histogram(Hashes.of(hashes)));
    long[] counted = new long[band.bits() + 1];
    for (int i = 0; i < hashes.length; i++) {
      for (int j = i + 1; j < hashes.length; j++) {
        counted[band.distance(new long[] {hashes[i] ^ hashes[j]})]++;
      }
    }
    for (int distance = 0; distance <= band.bits(); distance++) {
      assertThat(Math.round(spectrum.pairs(distance))).isEqualTo(counted[distance]);
    }
  }

  private static void assertBandedEqualsLinear(long[] hashes, int radius, int bands) {
    DistinctHashes distinct = DistinctHashes.of(Hashes.of(hashes));
    BandPlan plan = BandPlan.banded(distinct, radius, bands);
    assertThat(found(BandedIndex.of(Hashes.of(hashes), distinct, plan)))
        .as("%s, %d hashes", plan, hashes.length)
        .isEqualTo(found(new LinearIndex(Hashes.of(hashes), radius)));
  }

  private static long[] inStripes(BandedIndex index, DistinctHashes distinct, int stripes) {
    Pairs pairs = new Pairs();
    for (Stripe stripe : BandedIndex.stripes(distinct.size(), index.plan().bands(), stripes)) {
      index.join(stripe, pairs);
    }
    return pairs.sorted();
  }

  private static long[] found(HammingIndex index) {
    Pairs pairs = new Pairs();
    index.forEachPair(pairs);
    return pairs.sorted();
  }

  private static long[] naive(long[] hashes, int radius) {
    Pairs pairs = new Pairs();
    for (int i = 0; i < hashes.length; i++) {
      for (int j = i + 1; j < hashes.length; j++) {
        int distance = Long.bitCount(hashes[i] ^ hashes[j]);
        if (distance <= radius) {
          pairs.accept(i, j, distance);
        }
      }
    }
    return pairs.sorted();
  }

  /** Pairs packed into longs, kept with their repetitions. */
  private static final class Pairs implements PairConsumer {
    private final LongStream.Builder builder = LongStream.builder();

    @Override
    public void accept(int left, int right, int distance) {
      assertThat(left).isLessThan(right);
      builder.add((long) left << 40 | (long) right << 8 | distance);
    }

    long[] sorted() {
      return builder.build().sorted().toArray();
    }
  }
}
