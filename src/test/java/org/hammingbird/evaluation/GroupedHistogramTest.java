package org.hammingbird.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupedHistogramTest {
  private static final int GROUPS = 10;

  /** Student's t of nine degrees of freedom, from a table. */
  private static final double T9 = 2.262157;

  @Test
  void theIntervalIsThatOfLeavingOutEachGroup() {
    Random random = new Random(1);
    int[] images = random.ints(60, 0, 40).toArray();
    int[] others = random.ints(60, 5, 45).toArray();
    double[] without =
        IntStream.range(0, GROUPS).mapToDouble(group -> auc(images, others, group)).toArray();
    double mean = Arrays.stream(without).average().orElseThrow();
    double squares = Arrays.stream(without).map(v -> (v - mean) * (v - mean)).sum();
    double half = T9 * Math.sqrt(squares * 0.9);
    double chance = auc(images, others, -1);

    Interval interval = pairs(images).aucInterval(across(images, others)).orElseThrow();
    assertThat(interval.low()).isCloseTo(chance - half, within(1e-6));
    assertThat(interval.high()).isCloseTo(chance + half, within(1e-6));
  }

  @Test
  void partsOfThePairsAddUpToAllOfThem() {
    Random random = new Random(2);
    int[] images = random.ints(60, 0, 40).toArray();
    GroupedHistogram first = pairs(images, 0, 17);
    GroupedHistogram rest = pairs(images, 17, 60);
    GroupedHistogram all = pairs(images);
    assertThat(first.add(rest).all()).isEqualTo(all.all());
    for (int group = 0; group < GROUPS; group++) {
      assertThat(first.add(rest).without(group)).isEqualTo(all.without(group));
    }
  }

  @Test
  void nineteenOfTwentyIntervalsHoldTheChance() {
    // places on a line: pairs within one cloud are nearer than pairs across two
    Random random = new Random(3);
    double truth = auc(cloud(random, 3000, 20), cloud(random, 3000, 24), -1);
    for (int images : new int[] {20, 80}) {
      int held = 0;
      for (int round = 0; round < 400; round++) {
        int[] some = cloud(random, images, 20);
        int[] others = cloud(random, images, 24);
        Interval interval = pairs(some).aucInterval(across(some, others)).orElseThrow();
        held += interval.contains(truth) ? 1 : 0;
      }
      assertThat(held / 400.0).as("of %d images each", images).isBetween(0.91, 0.985);
    }
  }

  @Test
  void differentGroupsAreRefused() {
    GroupedHistogram undivided = GroupedHistogram.of(Histogram.of(new long[] {1, 2}));
    assertThatThrownBy(() -> undivided.add(pairs(new int[20])))
        .hasMessage("Cannot join 0 groups with 10");
    assertThatThrownBy(() -> pairs(new int[20]).aucInterval(undivided))
        .hasMessage("Cannot join 10 groups with 0");
  }

  @Test
  void thereIsNoIntervalOfWhatDoesNotVaryOrIsNotThere() {
    int[] alike = new int[40];
    assertThat(pairs(alike).aucInterval(across(alike, alike))).isEmpty();
    int[] two = {1, 2};
    assertThat(pairs(two).aucInterval(across(two, two))).as("none without a group").isEmpty();
    GroupedHistogram undivided = GroupedHistogram.of(Histogram.of(new long[] {1, 2}));
    assertThat(undivided.aucInterval(undivided)).isEmpty();
  }

  private static int[] cloud(Random random, int images, double centre) {
    return random
        .doubles(images, 0, 1)
        .mapToInt(place -> (int) Math.round(centre + 8 * (place + random.nextDouble() - 1)))
        .toArray();
  }

  /** Of the pairs of images whose groups are their places modulo ten, but for one group. */
  private static double auc(int[] images, int[] others, int withoutGroup) {
    int[] some = without(images, withoutGroup);
    int[] rest = without(others, withoutGroup);
    long[] within = new long[65];
    long[] between = new long[65];
    for (int i = 0; i < some.length; i++) {
      for (int j = 0; j < i; j++) {
        within[Math.abs(some[i] - some[j])]++;
      }
      for (int other : rest) {
        between[Math.abs(some[i] - other)]++;
      }
    }
    return new DistanceDistribution(Histogram.of(within), Histogram.of(between)).auc();
  }

  private static int[] without(int[] images, int group) {
    return IntStream.range(0, images.length)
        .filter(i -> i % GROUPS != group)
        .map(i -> images[i])
        .toArray();
  }

  private static GroupedHistogram pairs(int[] images) {
    return pairs(images, 0, images.length);
  }

  private static GroupedHistogram pairs(int[] images, int from, int to) {
    long[] all = new long[65];
    long[][] touching = new long[GROUPS][65];
    for (int i = from; i < to; i++) {
      for (int j = 0; j < i; j++) {
        count(Math.abs(images[i] - images[j]), i % GROUPS, j % GROUPS, all, touching);
      }
    }
    return grouped(all, touching);
  }

  private static GroupedHistogram across(int[] images, int[] others) {
    long[] all = new long[65];
    long[][] touching = new long[GROUPS][65];
    for (int i = 0; i < images.length; i++) {
      for (int j = 0; j < others.length; j++) {
        count(Math.abs(images[i] - others[j]), i % GROUPS, j % GROUPS, all, touching);
      }
    }
    return grouped(all, touching);
  }

  private static void count(int distance, int one, int other, long[] all, long[][] touching) {
    all[distance]++;
    touching[one][distance]++;
    if (other != one) {
      touching[other][distance]++;
    }
  }

  private static GroupedHistogram grouped(long[] all, long[][] touching) {
    return GroupedHistogram.of(
        Histogram.of(all), Arrays.stream(touching).map(Histogram::of).toArray(Histogram[]::new));
  }
}
