package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitWriterTest {

  /** The words in hexadecimal are imagehash's string for any number of bits. */
  @Test
  void packsBitsAsImagehashPrintsThem() {
    Random random = new Random(1);
    for (int bits : new int[] {4, 16, 64, 72, 256}) {
      StringBuilder binary = new StringBuilder();
      BitWriter writer = new BitWriter(bits);
      for (int i = 0; i < bits; i++) {
        boolean bit = random.nextBoolean();
        binary.append(bit ? '1' : '0');
        writer.write(bit);
      }
      StringBuilder hex = new StringBuilder();
      for (long word : writer.words()) {
        hex.append(String.format("%016x", word));
      }

      assertThat(new BigInteger(hex.toString(), 16))
          .isEqualTo(new BigInteger(binary.toString(), 2));
    }
  }
}
