package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BitGatherTest {
  @Test
  void pushesTheChosenBitsTogether() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      long mask = HashSets.draw(round % HashSets.KINDS, 2, random)[1];
      long value = random.nextLong();
      assertThat(new BitGather(mask).of(value))
          .as("%x of %x", mask, value)
          .isEqualTo(bitByBit(mask, value));
    }
  }

  @Test
  void knowsNoneAndAll() {
    assertThat(new BitGather(0).of(-1)).isZero();
    assertThat(new BitGather(-1).of(0x123456789abcdefL)).isEqualTo(0x123456789abcdefL);
  }

  @Test
  void manyAtOnceEqualOneByOne() {
    Random random = new Random(2);
    for (int count = 0; count < 70; count++) {
      BitGather gather = new BitGather(random.nextLong());
      long[] values = random.longs(70).toArray();
      long[] gathered = values.clone();
      gather.all(gathered, count);
      for (int i = 0; i < values.length; i++) {
        assertThat(gathered[i]).isEqualTo(i < count ? gather.of(values[i]) : values[i]);
      }
    }
  }

  private static long bitByBit(long mask, long value) {
    long gathered = 0;
    int place = 0;
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((mask >>> bit & 1) == 1) {
        gathered |= (value >>> bit & 1) << place++;
      }
    }
    return gathered;
  }
}
