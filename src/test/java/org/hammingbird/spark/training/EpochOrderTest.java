package org.hammingbird.spark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
  /** 100 blocks of 10 to 14 images. */
  private final int[] counts = new int[100];

  private final int total;

  EpochOrderTest() {
    Arrays.setAll(counts, i -> 10 + i % 5);
    total = Arrays.stream(counts).sum();
  }

  @Test
  void everyImageComesOnceAnEpoch() {
    long[] order = order(1, 0).images(0, total);

    assertThat(Arrays.stream(order).distinct().count()).isEqualTo(total);
    assertThat(Arrays.stream(order).allMatch(p -> (int) p < counts[(int) (p >>> 32)])).isTrue();
  }

  @Test
  void aRoundIsASliceOfTheEpochAndNeedsItsWindowsBlocksOnly() {
    EpochOrder order = order(3, 1);
    long[] whole = order.images(0, total);
    for (int from = 0; from + 50 <= total; from += 50) {
      long[] round = order.images(from, 50);
      assertThat(round).isEqualTo(Arrays.copyOfRange(whole, from, from + 50));
      Set<Integer> needed =
          Arrays.stream(round).mapToObj(place -> (int) (place >>> 32)).collect(Collectors.toSet());
      int[] blocks = order.blocks(from, 50);
      assertThat(Arrays.stream(blocks).boxed().collect(Collectors.toSet())).containsAll(needed);
      assertThat(blocks.length).isLessThanOrEqualTo(2 * EpochOrder.WINDOW);
      assertThat(blocks).doesNotHaveDuplicates();
    }
  }

  @Test
  void epochsAndWorkersHaveOrdersOfTheirOwn() {
    Set<String> orders = new HashSet<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      for (int worker = 0; worker < 3; worker++) {
        orders.add(Arrays.toString(order(epoch, worker).images(0, 100)));
      }
    }
    assertThat(orders).hasSize(9);
    assertThat(order(2, 1).images(0, total)).isEqualTo(order(2, 1).images(0, total));
  }

  @Test
  void fewBlocksAreMixedAsAWhole() {
    int[] two = {500, 500};
    long[] order = new EpochOrder(1, 0, 0, two).images(0, 1000);
    long first = Arrays.stream(order).limit(500).filter(place -> place >>> 32 == 0).count();

    // 250 give or take four standard deviations of the hypergeometric distribution
    assertThat(first).isBetween(218L, 282L);
  }

  private EpochOrder order(int epoch, int worker) {
    return new EpochOrder(7, epoch, worker, counts);
  }
}
