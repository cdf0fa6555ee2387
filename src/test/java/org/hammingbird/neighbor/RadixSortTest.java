package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RadixSortTest {
  @Test
  void equalsTheStableSortOfTheLibrary() {
    Random random = new Random(1);
    for (int round = 0; round < 400; round++) {
      int size = random.nextInt(round % 20 == 0 ? 20_000 : 300);
      assertSorted(HashSets.draw(round % HashSets.KINDS, size, random));
    }
  }

  @Test
  void keysOfOneHighestByteAreSorted() {
    Random random = new Random(2);
    assertSorted(random.longs(10_000, 0, 1L << 40).toArray());
    assertSorted(random.longs(10_000, -(1L << 40), 0).toArray());
  }

  private static void assertSorted(long[] keys) {
    Integer[] expected = new Integer[keys.length];
    Arrays.setAll(expected, i -> i);
    Arrays.sort(expected, Comparator.comparing(i -> keys[i], Long::compareUnsigned));
    long[] sorted = keys.clone();
    int[] positions = new int[keys.length];
    Arrays.setAll(positions, i -> i);
    RadixSort.sort(sorted, positions);
    assertThat(positions).containsExactly(expected);
    assertThat(sorted).containsExactly(Arrays.stream(positions).mapToLong(i -> keys[i]).toArray());
  }
}
