package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QualityTest {

  @Test
  void aFlatImageHasNoSharpnessAndNoContrast() {
    byte[] samples = new byte[40 * 30];
    Arrays.fill(samples, (byte) 200);

    Quality quality = Quality.of(new Raster(40, 30, 1, samples));

    assertThat(quality.sharpness()).isZero();
    assertThat(quality.brightness()).isEqualTo(200);
    assertThat(quality.contrast()).isZero();
  }

  @Test
  void aCheckerboardOfPixelsIsTheSharpestImage() {
    Quality quality = Quality.of(new Raster(64, 64, 1, checkerboard(64)));

    assertThat(quality.sharpness()).isEqualTo(1020.0 * 1020);
    assertThat(quality.brightness()).isEqualTo(127.5);
    assertThat(quality.contrast()).isEqualTo(127.5);
  }

  @Test
  void measuresWhatAPlainFormulaGives() {
    Raster raster = Rasters.noise(new Random(1), 57, 43, 1);
    Quality quality = Quality.of(raster);

    assertThat(quality.brightness()).isCloseTo(mean(values(raster)), within(1e-9));
    assertThat(quality.contrast()).isCloseTo(Math.sqrt(variance(values(raster))), within(1e-9));
    assertThat(quality.sharpness()).isCloseTo(variance(laplacian(raster)), within(1e-6));
  }

  @Test
  void aBlurredCopyIsLessSharp() {
    Raster sharp = Rasters.noise(new Random(2), 200, 150, 3);
    Raster blurred = LanczosResampler.resize(LanczosResampler.resize(sharp, 50, 38), 200, 150);

    assertThat(Quality.of(blurred).sharpness()).isLessThan(Quality.of(sharp).sharpness() / 20);
  }

  @Test
  void measuresLargeImagesOnACopyOfStatedSize() {
    Raster large = Rasters.noise(new Random(3), 700, 520, 3);

    Quality quality = Quality.of(large);

    Raster copy = LanczosResampler.resize(large.toLuma(), 345, 256);
    assertThat(quality.sharpness()).isEqualTo(Quality.of(copy).sharpness());
    assertThat(quality.contrast()).isEqualTo(Quality.of(copy).contrast());
  }

  @Test
  void anImageWithoutInnerPixelsHasNoSharpness() {
    assertThat(Quality.of(Rasters.noise(new Random(4), 2, 50, 1)).sharpness()).isZero();
    assertThat(Quality.of(Rasters.noise(new Random(4), 1, 1, 1)).contrast()).isZero();
  }

  private static byte[] checkerboard(int side) {
    byte[] samples = new byte[side * side];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ((i / side + i % side) % 2 * 255);
    }
    return samples;
  }

  private static double[] values(Raster raster) {
    double[] values = new double[raster.samples().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = raster.samples()[i] & 0xFF;
    }
    return values;
  }

  private static double[] laplacian(Raster raster) {
    double[] v = values(raster);
    int w = raster.width();
    double[] out = new double[(w - 2) * (raster.height() - 2)];
    for (int i = 0; i < out.length; i++) {
      int at = (i / (w - 2) + 1) * w + i % (w - 2) + 1;
      out[i] = 4 * v[at] - v[at - 1] - v[at + 1] - v[at - w] - v[at + w];
    }
    return out;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }
}
