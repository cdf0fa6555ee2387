package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RasterTest {

  @ParameterizedTest
  @CsvSource({
    // red, green, blue, luma by Pillow
    "0,0,0,0",
    "255,255,255,255",
    "255,0,0,76",
    "0,255,0,150",
    "0,0,255,29",
    "12,200,77,130",
    "77,77,77,77",
    "1,0,1,0",
    "254,255,255,255"
  })
  void lumaIsPillows(int red, int green, int blue, int luma) {
    Raster raster = new Raster(1, 1, 3, new byte[] {(byte) red, (byte) green, (byte) blue});

    assertThat(raster.toLuma().samples()[0] & 0xFF).isEqualTo(luma);
    assertThat(raster.toRgb()).isSameAs(raster);
  }

  @Test
  void lumaOfGreyInThreeChannelsIsTheGrey() {
    Raster grey = Rasters.noise(new Random(1), 31, 17, 1);

    assertThat(grey.toRgb().channels()).isEqualTo(3);
    assertThat(grey.toRgb().toLuma()).isEqualTo(grey);
    assertThat(grey.toLuma()).isSameAs(grey);
  }

  @ParameterizedTest
  @CsvSource({
    // width, height, side, then what comes out
    "640,480,64,85,64", "480,640,64,64,85", "100,100,64,64,64", "64,300,64,64,300",
    "32,32,64,32,32", "5,1000,64,5,1000", "65,65,64,64,64", "129,86,43,65,43"
  })
  void shrinksTheShorterSideAndNeverEnlarges(int w, int h, int side, int width, int height) {
    Raster small = Rasters.noise(new Random(2), w, h, 3).shrink(side);

    assertThat(small.width()).isEqualTo(width);
    assertThat(small.height()).isEqualTo(height);
    assertThat(small.channels()).isEqualTo(3);
  }

  @Test
  void checksItsArguments() {
    assertThatThrownBy(() -> new Raster(0, 2, 1, new byte[0]))
        .hasMessage("Invalid size: 0x2 (each side must be at least 1)");
    assertThatThrownBy(() -> new Raster(1, 2, 4, new byte[8]))
        .hasMessage("Invalid channels: 4 (must be 1 or 3)");
    assertThatThrownBy(() -> new Raster(2, 2, 3, new byte[11]))
        .hasMessage("Invalid number of samples: 11 (2x2 with 3 channels needs 12)");
    assertThatThrownBy(() -> new Raster(1, 1, 1, new byte[1]).shrink(0))
        .hasMessage("Invalid side: 0 (must be at least 1)");
  }
}
