package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaveletHashTest {

  /** The least difference there is: each square's sum is the next one's less 1, in any order. */
  @Test
  void sumsOneApartHaveTheBitsOfTheTransform() {
    Random random = new Random(1);
    for (int size : new int[] {8, 16}) {
      WaveletHash hash = new WaveletHash(size);
      for (int side = size; side <= 1024; side *= 2) {
        byte[] luma = oneApart(random, side, size);
        long[] bits = hash.hash(luma);
        assertThat(bits).as("%d bits of %d pixels", size, side).isEqualTo(hash.transformed(luma));
        assertThat(Arrays.stream(bits).map(Long::bitCount).sum()).isEqualTo(size * size / 2);
      }
    }
  }

  private static byte[] oneApart(Random random, int side, int size) {
    int part = side / size;
    byte[] luma = new byte[side * side];
    List<Integer> order = IntStream.range(0, size * size).boxed().collect(Collectors.toList());
    Collections.shuffle(order, random);
    for (int i = 0; i < size * size; i++) {
      int[] square = random.ints((long) part * part, 64, 192).toArray();
      int missing = 127 * (square.length - 1) + order.get(i) - IntStream.of(square).sum();
      for (int k = 0; missing != 0; k = (k + 1) % square.length) {
        int step = Math.max(-square[k], Math.min(255 - square[k], missing));
        square[k] += step;
        missing -= step;
      }
      for (int k = 0; k < square.length; k++) {
        int y = i / size * part + k / part;
        int x = i % size * part + k % part;
        luma[y * side + x] = (byte) square[k];
      }
    }
    return luma;
  }
}
