package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DistanceCounterTest {
  @Test
  void countsEachPairOfClassesOnceWhateverTheRanges() {
    Random random = new Random(1);
    long[] hashes = HashSets.draw(0, 100, random);
    int[] starts = {0, 30, 30, 99, 100}; // the second class is empty, the last has one
    long[][][] counts = new long[4][4][65];
    DistanceCounter counter = new DistanceCounter(hashes, starts);
    for (int from = 0; from < 100; from += 7) {
      counter.count(from, Math.min(100, from + 7), (one, other) -> counts[one][other]);
    }
    long[][][] naive = new long[4][4][65];
    for (int i = 0; i < 100; i++) {
      for (int j = i + 1; j < 100; j++) {
        naive[classOf(i)][classOf(j)][Long.bitCount(hashes[i] ^ hashes[j])]++;
      }
    }
    assertThat(counts).isDeepEqualTo(naive);
  }

  private static int classOf(int image) {
    return image < 30 ? 0 : image < 99 ? 2 : 3;
  }
}
