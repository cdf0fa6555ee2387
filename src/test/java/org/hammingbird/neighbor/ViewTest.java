package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import org.hammingbird.image.Raster;
import org.junit.jupiter.api.Test;

class ViewTest {
  @Test
  void mirroringExchangesLeftAndRight() {
    Raster image = new Raster(3, 2, 1, new byte[] {1, 2, 3, 4, 5, 6});
    assertThat(View.MIRRORED.of(image).samples()).containsExactly(3, 2, 1, 6, 5, 4);
    Raster colour = new Raster(2, 1, 3, new byte[] {1, 2, 3, 4, 5, 6});
    assertThat(View.MIRRORED.of(colour).samples()).containsExactly(4, 5, 6, 1, 2, 3);
  }

  @Test
  void cropsLeaveOutTheirShareOfEachSide() {
    byte[] samples = new byte[40 * 20];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i % 40 + i / 40);
    }
    Raster image = new Raster(40, 20, 1, samples);
    assertThat(View.CENTRE.of(image).toString()).isEqualTo("Raster[36x18x1]");
    assertThat(View.CENTRE.of(image).samples()[0]).isEqualTo((byte) 3);
    assertThat(View.INNER.of(image).toString()).isEqualTo("Raster[32x16x1]");
    assertThat(View.INNER.of(image).samples()[0]).isEqualTo((byte) 6);
    assertThat(View.TOP_LEFT.of(image).toString()).isEqualTo("Raster[36x18x1]");
    assertThat(View.TOP_LEFT.of(image).samples()[0]).isZero();
    assertThat(View.TOP_RIGHT.of(image).samples()[0]).isEqualTo((byte) 4);
    assertThat(View.BOTTOM_LEFT.of(image).samples()[0]).isEqualTo((byte) 2);
    assertThat(View.BOTTOM_RIGHT.of(image).samples()[0]).isEqualTo((byte) 6);
  }

  @Test
  void aPixelIsNeverCroppedAway() {
    Raster dot = new Raster(1, 1, 1, new byte[] {7});
    for (View view : View.values()) {
      assertThat(view.of(dot)).isEqualTo(dot);
    }
  }
}
