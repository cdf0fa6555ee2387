package org.hammingbird.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SelectionRuleTest {
  @Test
  void everyRuleKeepsItsPromises() {
    Stratum stratum = stratum(300, 1);
    for (SelectionRule rule : SelectionRule.all()) {
      long[] chosen = rule.select(stratum, 80, 5);
      assertThat(chosen).as(rule.id()).hasSize(80).doesNotHaveDuplicates();
      assertThat(ids(stratum)).contains(chosen);
      assertThat(rule.select(stratum, 80, 5)).as("same seed").isEqualTo(chosen);
      assertThat(rule.select(stratum, 80, 6)).as("other seed").isNotEqualTo(chosen);
      assertThat(rule.select(stratum, 30, 5))
          .as("smaller budget")
          .isEqualTo(Arrays.copyOf(chosen, 30));
      assertThat(rule.select(stratum, 300, 5)).containsExactlyInAnyOrder(ids(stratum));
      assertThat(rule.select(stratum, 0, 5)).isEmpty();
      assertThatThrownBy(() -> rule.select(stratum, 301, 5))
          .hasMessage("Invalid budget: 301 (must be 0 to 300)");
    }
  }

  @Test
  void rulesAreFoundByName() {
    assertThat(SelectionRule.names())
        .isEqualTo("random, stratified-random, deduplicated, farthest-first, medoid");
    assertThat(SelectionRule.of("farthest-first")).containsInstanceOf(FarthestFirst.class);
    assertThat(SelectionRule.of("nearest")).isEmpty();
  }

  @Test
  void everyImageIsAboutEquallyLikely() {
    Stratum stratum = stratum(50, 1);
    int[] times = new int[50];
    for (int seed = 0; seed < 2000; seed++) {
      for (long id : new RandomRule().select(stratum, 10, seed)) {
        times[Arrays.binarySearch(ids(stratum), id)]++;
      }
    }
    // binomial(2000, 0.2): mean 400, standard deviation 18
    assertThat(Arrays.stream(times).min().orElseThrow()).isGreaterThan(310);
    assertThat(Arrays.stream(times).max().orElseThrow()).isLessThan(490);
  }

  @Test
  void addedImagesLeaveTheOrderOfTheOthers() {
    Stratum all = stratum(200, 3);
    Stratum half = new Stratum(Arrays.copyOf(ids(all), 100), Arrays.copyOf(new long[200], 100));
    long[] withAll =
        Arrays.stream(new RandomRule().select(all, 200, 9))
            .filter(id -> id <= half.id(99))
            .toArray();
    assertThat(new RandomRule().select(half, 100, 9)).isEqualTo(withAll);
  }

  @Test
  void farthestFirstTakesTheFarthestEachTime() {
    Random random = new Random(4);
    for (int round = 0; round < 50; round++) {
      Stratum stratum = stratum(60, random.nextInt());
      long[] chosen = new FarthestFirst().select(stratum, 20, round);
      for (int count = 1; count < chosen.length; count++) {
        int gap = gap(stratum, chosen[count], chosen, count);
        int widest = 0;
        for (int i = 0; i < stratum.size(); i++) {
          widest = Math.max(widest, gap(stratum, stratum.id(i), chosen, count));
        }
        assertThat(gap).isEqualTo(widest);
      }
    }
  }

  @Test
  void farthestFirstTakesEqualHashesLast() {
    Stratum stratum = new Stratum(new long[] {1, 2, 3, 4}, new long[] {7, 7, 7, ~7L});
    assertThat(Arrays.copyOf(new FarthestFirst().select(stratum, 4, 1), 2)).contains(4);
  }

  @Test
  void medoidTakesTheGreatestGainEachTime() {
    Random random = new Random(6);
    for (int round = 0; round < 50; round++) {
      Stratum stratum = stratum(60, random.nextInt());
      long[] chosen = new Medoid().select(stratum, 20, round);
      for (int count = 0; count < chosen.length; count++) {
        long sum = sumOfDistances(stratum, chosen, count, chosen[count]);
        for (int i = 0; i < stratum.size(); i++) {
          assertThat(sum)
              .isLessThanOrEqualTo(sumOfDistances(stratum, chosen, count, stratum.id(i)));
        }
      }
    }
  }

  @Test
  void medoidTakesFromTheDenseSideFirstAndEqualHashesLast() {
    Stratum stratum = new Stratum(new long[] {1, 2, 3, 4, 5}, new long[] {7, 7, 5, 7, ~7L});
    long[] chosen = new Medoid().select(stratum, 5, 1);
    assertThat(chosen[0]).isIn(1L, 2L, 4L);
    assertThat(chosen[1]).isEqualTo(5);
    assertThat(chosen[2]).isEqualTo(3);
  }

  /** Naively, of all images to the nearest of the first {@code count} chosen and one more. */
  private static long sumOfDistances(Stratum stratum, long[] chosen, int count, long more) {
    long sum = 0;
    for (int i = 0; i < stratum.size(); i++) {
      int nearest = Long.bitCount(stratum.hash(i) ^ hash(stratum, more));
      sum += Math.min(nearest, gap(stratum, stratum.id(i), chosen, count));
    }
    return sum;
  }

  @Test
  void budgetsAreCountsOrFractions() {
    assertThat(Budget.parse("5000").of(100)).isEqualTo(5000);
    assertThat(Budget.parse("0.1").of(40_000)).isEqualTo(4000);
    assertThat(Budget.parse("10%").of(40_000)).isEqualTo(4000);
    assertThat(Budget.parse("1.0").of(33)).isEqualTo(33);
    assertThat(Budget.parse("0.001").of(33)).isEqualTo(1);
    for (String text : new String[] {"0", "-3", "1.5", "110%", "many", "", "NaN", "99999999999"}) {
      assertThatThrownBy(() -> Budget.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Invalid budget: '" + text + "' (must be a count");
    }
  }

  @Test
  void sharesAreProportionalAndComplete() {
    Map<String, Long> equal = new TreeMap<>(Map.of("a", 10L, "b", 10L, "c", 10L));
    assertThat(Budget.shares(equal, equal, 10)).isEqualTo(Map.of("a", 4, "b", 3, "c", 3));
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      Map<String, Long> sizes = sizes(random);
      long total = sum(sizes);
      long budget = total == 0 ? 0 : random.nextInt((int) total + 1);
      Map<String, Integer> shares = Budget.shares(sizes, sizes, budget);
      assertThat(shares.values().stream().mapToInt(Integer::intValue).sum())
          .isEqualTo((int) budget);
      shares.forEach(
          (label, share) -> {
            double exact = total == 0 ? 0 : (double) budget * sizes.get(label) / total;
            assertThat((double) share).isBetween(Math.floor(exact), Math.floor(exact) + 1);
            assertThat((long) share).isLessThanOrEqualTo(sizes.get(label));
          });
    }
  }

  @Test
  void aClassKeepsItsShareThoughMostOfItAreDuplicates() {
    Map<String, Long> sizes = Map.of("cat", 100L, "dog", 100L, "owl", 100L);
    Map<String, Long> available = Map.of("cat", 30L, "dog", 100L, "owl", 90L);
    assertThat(Budget.shares(sizes, available, 60))
        .isEqualTo(Map.of("cat", 20, "dog", 20, "owl", 20));
    // beyond what the class has the others give more
    assertThat(Budget.shares(sizes, available, 150))
        .isEqualTo(Map.of("cat", 30, "dog", 60, "owl", 60));
    assertThat(Budget.shares(sizes, available, 215))
        .isEqualTo(Map.of("cat", 30, "dog", 95, "owl", 90));
    assertThat(Budget.shares(sizes, Map.of("dog", 5L), 5)).containsEntry("dog", 5);
  }

  @Test
  void sharesOfWhatIsAvailableAreAsNearToProportionAsCanBe() {
    Random random = new Random(6);
    for (int round = 0; round < 300; round++) {
      Map<String, Long> sizes = sizes(random);
      Map<String, Long> available = new TreeMap<>(sizes);
      available.replaceAll((label, size) -> (long) random.nextInt(size.intValue() + 1));
      long budget = random.nextInt((int) sum(available) + 1);
      Map<String, Integer> shares = Budget.shares(sizes, available, budget);
      assertThat(shares.values().stream().mapToInt(Integer::intValue).sum())
          .isEqualTo((int) budget);
      // those that have more to give have given alike: the part of a class, but for one image
      double least = 1;
      double most = 0;
      for (Map.Entry<String, Integer> entry : shares.entrySet()) {
        long size = sizes.get(entry.getKey());
        assertThat((long) entry.getValue()).isLessThanOrEqualTo(available.get(entry.getKey()));
        if (entry.getValue() < available.get(entry.getKey())) {
          least = Math.min(least, (entry.getValue() + 1.0) / size);
        }
        if (size > 0) {
          most = Math.max(most, (entry.getValue() - 1.0) / size);
        }
      }
      assertThat(most).isLessThanOrEqualTo(least);
    }
  }

  private static Map<String, Long> sizes(Random random) {
    Map<String, Long> sizes = new TreeMap<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      sizes.put("class" + i, (long) random.nextInt(50));
    }
    return sizes;
  }

  private static long sum(Map<String, Long> sizes) {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static int gap(Stratum stratum, long id, long[] chosen, int count) {
    int gap = Long.SIZE;
    for (int i = 0; i < count; i++) {
      gap = Math.min(gap, Long.bitCount(hash(stratum, id) ^ hash(stratum, chosen[i])));
    }
    return gap;
  }

  private static long hash(Stratum stratum, long id) {
    return stratum.hash(Arrays.binarySearch(ids(stratum), id));
  }

  private static long[] ids(Stratum stratum) {
    long[] ids = new long[stratum.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = stratum.id(i);
    }
    return ids;
  }

  private static Stratum stratum(int size, int seed) {
    Random random = new Random(seed);
    long[] ids = random.longs(size, 1, 1_000_000).sorted().distinct().toArray();
    while (ids.length < size) {
      ids = random.longs(size, 1, 1_000_000).sorted().distinct().toArray();
    }
    return new Stratum(ids, random.longs(size).toArray());
  }
}
