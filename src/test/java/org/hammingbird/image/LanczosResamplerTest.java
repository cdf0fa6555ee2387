package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanczosResamplerTest {

  @Test
  void equalsTheOracleOnThousandsOfRandomRasters() {
    Random random = new Random(1);
    for (int i = 0; i < 3_000; i++) {
      Raster raster = Rasters.noise(random, 50);
      int width = 1 + random.nextInt(40);
      int height = 1 + random.nextInt(40);

      assertThat(LanczosResampler.resize(raster, width, height))
          .as("%s to %dx%d", raster, width, height)
          .isEqualTo(LanczosOracle.resize(raster, width, height));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "700,300,32,32",
    "65,129,9,8",
    "128,256,64,128",
    "300,129,8,200",
    "1,101,1,8",
    "1,101,4,101",
    "2,201,5,300",
    "2,200,8,8",
    "1,1,32,32",
    "3,900,2,899",
    "150,90,64,40",
    "200,310,130,77",
    "100,20,200,90",
    "3,900,100,200"
  })
  void equalsTheOracleAcrossTilesAndOnTallRasters(int w, int h, int width, int height) {
    Random random = new Random(2);
    for (int channels = 1; channels <= 3; channels += 2) {
      Raster raster = Rasters.noise(random, w, h, channels);

      assertThat(LanczosResampler.resize(raster, width, height))
          .isEqualTo(LanczosOracle.resize(raster, width, height));
    }
  }

  @Test
  void severalLumasAtOnceEqualOneAfterAnother() {
    Random random = new Random(3);
    int[] widths = {8, 32, 9, 1};
    int[] heights = {8, 32, 8, 150};
    for (int i = 0; i < 300; i++) {
      int width = 1 + random.nextInt(100);
      Raster raster = Rasters.noise(random, width, 1 + random.nextInt(200), i % 2 == 0 ? 1 : 3);

      Raster[] lumas = LanczosResampler.resizeLuma(raster, widths, heights);

      for (int t = 0; t < lumas.length; t++) {
        assertThat(lumas[t])
            .isEqualTo(LanczosOracle.resize(raster.toLuma(), widths[t], heights[t]));
      }
    }
  }

  @Test
  void keepsARasterOfTheWantedSize() {
    Raster raster = Rasters.noise(new Random(4), 7, 5, 3);

    assertThat(LanczosResampler.resize(raster, 7, 5)).isSameAs(raster);
  }

  @Test
  void refusesAnEmptySize() {
    Raster raster = Rasters.noise(new Random(5), 7, 5, 3);

    assertThatThrownBy(() -> LanczosResampler.resize(raster, 0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid size: 0x5 (each side must be at least 1)");
    assertThatThrownBy(() -> LanczosResampler.resizeLuma(raster, new int[2], new int[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
