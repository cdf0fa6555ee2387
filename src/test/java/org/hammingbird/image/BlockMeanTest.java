package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockMeanTest {
  @Test
  void equalsThePlainMeanOfEachBlock() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      int channels = random.nextBoolean() ? 1 : 3;
      Raster raster =
          Rasters.noise(random, 1 + random.nextInt(70), 1 + random.nextInt(70), channels);
      int across = 1 + random.nextInt(20);
      int down = 1 + random.nextInt(20);
      assertThat(BlockMean.of(raster, across, down)).isEqualTo(plain(raster, across, down));
    }
  }

  @Test
  void theLargestBlocksOfWhiteStayWhite() {
    byte[] white = new byte[300 * 600 * 3];
    Arrays.fill(white, (byte) 255);
    Raster mean = BlockMean.of(new Raster(300, 600, 3, white), 256, 256);
    assertThat(mean.width()).isEqualTo(2);
    assertThat(mean.height()).isEqualTo(3);
    assertThat(mean.samples()).containsOnly((byte) 255);
    assertThatThrownBy(() -> BlockMean.of(mean, 257, 1)).hasMessageContaining("257x1");
  }

  private static Raster plain(Raster raster, int across, int down) {
    int channels = raster.channels();
    int width = (int) Math.ceil(raster.width() / (double) across);
    int height = (int) Math.ceil(raster.height() / (double) down);
    byte[] out = new byte[width * height * channels];
    for (int i = 0; i < out.length; i++) {
      int c = i % channels;
      int x = i / channels % width;
      int y = i / channels / width;
      int sum = 0;
      int count = 0;
      for (int v = y * down; v < Math.min(raster.height(), (y + 1) * down); v++) {
        for (int u = x * across; u < Math.min(raster.width(), (x + 1) * across); u++) {
          sum += raster.samples()[(v * raster.width() + u) * channels + c] & 0xFF;
          count++;
        }
      }
      out[i] = (byte) Math.floor((double) sum / count + 0.5);
    }
    return new Raster(width, height, channels, out);
  }
}
