package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HammingTest {

  @Test
  void countsDifferingBits() {
    assertThat(Hamming.distance(0, 0)).isZero();
    assertThat(Hamming.distance(0, -1)).isEqualTo(64);
    assertThat(Hamming.distance(0b1011, 0b0110)).isEqualTo(3);
    assertThat(Hamming.distance(Long.MIN_VALUE, 0)).isEqualTo(1);
  }

  @Test
  void countsDifferingHexDigitsAsTheirStringsDo() {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      long left = random.nextLong();
      // few differing bits as well as many
      long right = left ^ (random.nextLong() & random.nextLong() & random.nextLong());
      String a = ImageHash.of(left, 64).hex();
      String b = ImageHash.of(right, 64).hex();
      int differing = 0;
      for (int d = 0; d < a.length(); d++) {
        differing += a.charAt(d) == b.charAt(d) ? 0 : 1;
      }

      assertThat(Hamming.hexDigits(left, right)).isEqualTo(differing);
    }
    assertThat(Hamming.hexDigits(0, -1)).isEqualTo(16);
  }
}
