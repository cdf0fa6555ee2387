package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  @Test
  void hashesOf256BitsAreJoinedByTheSameCode() {
    Random random = new Random(6);
    int[] radii = {0, 1, 7, 16, 31, 60, 255, 256};
    for (int round = 0; round < 600; round++) {
      Hashes hashes = HashSets.wide(round % HashSets.KINDS, random.nextInt(60), random);
      int radius = radii[random.nextInt(radii.length)];
      long[] expected = naive(hashes, radius);
      assertThat(found(new LinearIndex(hashes, radius))).isEqualTo(expected);
      assertThat(found(BandedIndex.of(hashes, radius))).isEqualTo(expected);
      if (radius < 40) {
        DistinctHashes distinct = DistinctHashes.of(hashes);
        BandPlan plan = BandPlan.banded(distinct, radius, 24 + round % 9);
        assertThat(found(BandedIndex.of(hashes, distinct, plan)))
            .as("round %d, %s", round, plan)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void chosenPlanOfManyHashesOf256BitsIsBandedAndExact() {
    Hashes hashes = HashSets.wide(4, 12_000, new Random(7));
    BandedIndex index = BandedIndex.of(hashes, 20);
    assertThat(index.plan().bands()).as(index.plan().toString()).isGreaterThan(1);
    assertThat(found(index)).isEqualTo(found(new LinearIndex(hashes, 20)));
  }

  @Test
  void queriesMeetEveryOtherHash() {
    Random random = new Random(8);
    for (int round = 0; round < 600; round++) {
      int kind = round % HashSets.KINDS;
      Hashes all = Hashes.of(HashSets.draw(kind, random.nextInt(120), random));
      int radius = RADII[random.nextInt(RADII.length)];
      assertThat(across(all, all.size() / 4, radius))
          .as("round %d, radius %d", round, radius)
          .isEqualTo(naiveAcross(all, all.size() / 4, radius));
    }
    Hashes many = Hashes.of(HashSets.realistic(20_000, 9));
    assertThat(across(many, 300, 6)).isEqualTo(naiveAcross(many, 300, 6));
  }

  @Test
  void newHashesAgainstAllExamineAFiftiethOfTheWholeJoin() {
    long[] hashes = HashSets.realistic(100_000, 10);
    Hashes all = Hashes.of(hashes);
    for (int radius : new int[] {4, 8}) {
      double whole = BandedIndex.of(all, radius).plan().candidates();
      double part = 0;
      for (int from = 0; from < hashes.length; from += 10_000) {
        Hashes added = Hashes.of(Arrays.copyOfRange(hashes, from, from + 1000));
        part += CrossIndex.of(added, all, radius).plan().candidates() / 10;
      }
      // a hundredth, from both of its sides; buckets of a sample vary by a few hundredths of that
      assertThat(part / whole).as("radius %d: %f of %f", radius, part, whole).isLessThan(0.0205);
    }
  }

  @Test
  void cellsTogetherFindWhatTheWholeFinds() {
    Random random = new Random(11);
    for (int round = 0; round < 150; round++) {
      Hashes hashes =
          Hashes.of(
              Arrays.stream(HashSets.draw(round % HashSets.KINDS, 1 + random.nextInt(90), random))
                  .distinct()
                  .toArray());
      int radius = random.nextInt(10);
      BandPlan plan = BandPlan.banded(DistinctHashes.of(hashes), radius, 5 + round % 4);
      assertThat(inCells(hashes, new BandCells(plan, round % 7)))
          .as("round %d, %s", round, plan)
          .isEqualTo(naive(hashes, radius));
    }
  }

  @Test
  void hashesOfDifferentLengthsAreRefused() {
    assertThatThrownBy(() -> CrossIndex.of(Hashes.of(new long[4], 4), Hashes.of(new long[1]), 3))
        .hasMessage("Cannot compare hashes of 256 bits with hashes of 64");
    assertThatThrownBy(() -> Hashes.of(new long[3], 4))
        .hasMessage("Invalid hashes: 3 longs for hashes of 4");
    assertThatThrownBy(() -> Hashes.of(new long[2], 2))
        .hasMessage("Invalid hash: 128 bits (must be 64 or 256)");
    assertThatThrownBy(() -> new LinearIndex(Hashes.of(new long[4], 4), 257))
        .hasMessage("Invalid radius: 257 (must be 0 to 256)");
  }

  private static long[] inCells(Hashes hashes, BandCells cells) {
    Pairs pairs = new Pairs();
    List<List<Integer>> own = new ArrayList<>();
    List<List<Integer>> visitors = new ArrayList<>();
    for (int cell = 0; cell < cells.count(); cell++) {
      own.add(new ArrayList<>());
      visitors.add(new ArrayList<>());
    }
    for (int i = 0; i < hashes.size(); i++) {
      for (int band = 0; band < cells.bands(); band++) {
        int cell = cells.cell(band, hashes, i);
        own.get(cell).add(i);
        for (int visited : cells.visited(cell)) {
          visitors.get(visited).add(i);
        }
      }
    }
    for (int cell = 0; cell < cells.count(); cell++) {
      int[] inside = own.get(cell).stream().mapToInt(Integer::intValue).toArray();
      int[] outside = visitors.get(cell).stream().mapToInt(Integer::intValue).toArray();
      cells.join(
          cell,
          hashes.at(inside),
          (left, right, distance) ->
              pairs.accept(
                  Math.min(inside[left], inside[right]),
                  Math.max(inside[left], inside[right]),
                  distance));
      cells.join(
          cell,
          hashes.at(inside),
          hashes.at(outside),
          (left, right, distance) ->
              pairs.accept(
                  Math.min(inside[left], outside[right]),
                  Math.max(inside[left], outside[right]),
                  distance));
    }
    return pairs.sorted();
  }

  private static long[] across(Hashes all, int queries, int radius) {
    int words = all.words();
    Hashes asked = Hashes.of(Arrays.copyOf(all.values(), queries * words), words);
    Hashes stored =
        Hashes.of(Arrays.copyOfRange(all.values(), queries * words, all.values().length), words);
    Pairs pairs = new Pairs();
    CrossIndex.of(asked, stored, radius)
        .forEachPair((query, hash, distance) -> pairs.accept(query, queries + hash, distance));
    return pairs.sorted();
  }

  private static long[] naiveAcross(Hashes all, int queries, int radius) {
    Pairs pairs = new Pairs();
    for (int i = 0; i < queries; i++) {
      for (int j = queries; j < all.size(); j++) {
        int distance = all.distance(i, j);
        if (distance <= radius) {
          pairs.accept(i, j, distance);
        }
      }
    }
    return pairs.sorted();
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
    return naive(Hashes.of(hashes), radius);
  }

  private static long[] naive(Hashes hashes, int radius) {
    Pairs pairs = new Pairs();
    for (int i = 0; i < hashes.size(); i++) {
      for (int j = i + 1; j < hashes.size(); j++) {
        int distance = hashes.distance(i, j);
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
      builder.add((long) left << 40 | (long) right << 16 | distance);
    }

    long[] sorted() {
      return builder.build().sorted().toArray();
    }
  }
}
