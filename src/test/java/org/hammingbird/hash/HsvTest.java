package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class HsvTest {

  /**
   * The checksum is that of Pillow's {@code convert("HSV")}, hue and saturation of all colours in
   * the order of their numbers 0xRRGGBB.
   */
  @Test
  void equalsPillowOnEveryColor() {
    CRC32 sum = new CRC32();
    byte[] values = new byte[2 * 256];
    for (int color = 0; color < 1 << 24; color++) {
      int place = 2 * (color & 0xFF);
      values[place] = (byte) Hsv.hue(color >> 16, color >> 8 & 0xFF, color & 0xFF);
      values[place + 1] = (byte) Hsv.saturation(color >> 16, color >> 8 & 0xFF, color & 0xFF);
      if (place == values.length - 2) {
        sum.update(values);
      }
    }
    assertThat(sum.getValue()).isEqualTo(CRC_OF_PILLOW);
  }

  private static final long CRC_OF_PILLOW = 0xf99d309cL;
}
