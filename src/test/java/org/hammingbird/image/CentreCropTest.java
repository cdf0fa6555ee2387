package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CentreCropTest {
  @Test
  void cutsTheMiddle() {
    Raster cropped = new CentreCrop(2).apply(numbered(4, 6));

    assertThat(cropped).isEqualTo(new Raster(2, 2, 3, rgb(9, 10, 13, 14)));
  }

  @Test
  void padsSmallerImagesWithBlack() {
    Raster cropped = new CentreCrop(4).apply(new Raster(2, 1, 3, rgb(7, 8)));

    assertThat(cropped)
        .isEqualTo(new Raster(4, 4, 3, rgb(0, 0, 0, 0, 0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
  }

  @Test
  void planesHoldTheSamePixelsAsTheRaster() {
    for (int side = 1; side <= 9; side++) {
      Raster image = numbered(5, 7);
      Raster cropped = new CentreCrop(side).apply(image);
      float[] planes = new float[3 * side * side];
      new CentreCrop(side).apply(image, planes, 0);
      for (int i = 0; i < side * side; i++) {
        for (int c = 0; c < 3; c++) {
          assertThat(Math.round(255 * planes[c * side * side + i]))
              .isEqualTo(cropped.samples()[3 * i + c] & 0xff);
        }
      }
    }
  }

  private static Raster numbered(int width, int height) {
    int[] values = new int[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return new Raster(width, height, 3, rgb(values));
  }

  private static byte[] rgb(int... grey) {
    byte[] samples = new byte[grey.length * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) grey[i / 3];
    }
    return samples;
  }
}
