package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CorruptionTest {
  /** Waves in many directions, the shorter the weaker, as in photographs, and some grain. */
  private static Raster drawn(int width, int height, int channels) {
    Random random = new Random(width * 31L + height);
    double[] values = new double[width * height * channels];
    for (int wave = 1; wave <= 24; wave++) {
      double fx = random.nextGaussian() * wave / 16;
      double fy = random.nextGaussian() * wave / 16;
      double[] tint = {1, 0.7 + 0.3 * random.nextDouble(), 0.7 + 0.3 * random.nextDouble()};
      double phase = random.nextDouble() * 6;
      for (int i = 0; i < values.length; i++) {
        int x = i / channels % width;
        int y = i / channels / width;
        values[i] += tint[i % channels] * 60 / wave * Math.sin(fx * x + fy * y + phase);
      }
    }
    byte[] samples = new byte[values.length];
    for (int i = 0; i < samples.length; i++) {
      double value = 110 + values[i] + random.nextInt(20);
      samples[i] = (byte) Math.round(Math.max(0, Math.min(255, value)));
    }
    return new Raster(width, height, channels, samples);
  }

  private static double error(Raster left, Raster right) {
    double sum = 0;
    for (int i = 0; i < left.samples().length; i++) {
      sum += Math.abs((left.samples()[i] & 0xff) - (right.samples()[i] & 0xff));
    }
    return sum / left.samples().length;
  }

  private static Raster apply(Corruption corruption, Raster image, int severity, long seed) {
    return corruption.apply(image, Severity.of(severity), seed);
  }

  @ParameterizedTest
  @EnumSource
  void degradesMoreWithSeverity(Corruption corruption) {
    double before = 0;
    for (int severity = 1; severity <= 5; severity++) {
      double error = 0;
      for (int size = 32; size < 96; size += 4) {
        Raster image = drawn(size, size, 3);
        error += error(image, apply(corruption, image, severity, size));
      }
      assertThat(error).as(corruption.id() + " at " + severity).isGreaterThan(before);
      before = error;
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsShapesAndTheImage(Corruption corruption) {
    for (int[] shape : new int[][] {{32, 32, 3}, {45, 31, 3}, {17, 60, 1}, {3, 2, 3}, {1, 1, 1}}) {
      Raster image = drawn(shape[0], shape[1], shape[2]);
      byte[] before = image.samples().clone();
      Raster result = apply(corruption, image, 5, 1);
      assertThat(result.width()).isEqualTo(shape[0]);
      assertThat(result.height()).isEqualTo(shape[1]);
      assertThat(result.channels()).isEqualTo(shape[2]);
      assertThat(image.samples()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void dependsOnTheSeedAlone(Corruption corruption) {
    Raster image = drawn(40, 32, 3);
    assertThat(apply(corruption, image, 4, 11)).isEqualTo(apply(corruption, image, 4, 11));
    if (corruption == Corruption.GAUSSIAN_NOISE) {
      assertThat(apply(corruption, image, 4, 12)).isNotEqualTo(apply(corruption, image, 4, 11));
    }
  }

  @Test
  void noiseHasItsDeviation() {
    byte[] grey = new byte[64 * 64 * 3];
    Arrays.fill(grey, (byte) 128);
    Raster noisy = apply(Corruption.GAUSSIAN_NOISE, new Raster(64, 64, 3, grey), 5, 5);
    double squares = 0;
    double sum = 0;
    for (byte sample : noisy.samples()) {
      double difference = (sample & 0xff) - 128;
      squares += difference * difference;
      sum += difference;
    }
    assertThat(Math.sqrt(squares / grey.length)).isCloseTo(0.10 * 255, within(0.5));
    assertThat(sum / grey.length).isCloseTo(0, within(0.7));
  }

  @Test
  void blurSpreadsAPointAsAGaussian() {
    byte[] samples = new byte[33 * 33];
    samples[16 * 33 + 16] = (byte) 255;
    Raster blurred = Degradation.blur(new Raster(33, 33, 1, samples), 1.0);
    // 255 / (2 pi) at the centre; one standard deviation away exp(-1/2) of it
    assertThat(blurred.samples()[16 * 33 + 16] & 0xff).isEqualTo(41);
    assertThat(blurred.samples()[16 * 33 + 17] & 0xff).isEqualTo(25);
    assertThat(blurred.samples()[17 * 33 + 16] & 0xff).isEqualTo(25);
    assertThat(blurred.samples()[17 * 33 + 17] & 0xff).isEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void lengthsGrowWithTheSide(int factor) {
    Raster small = drawn(32, 32, 3);
    Raster large = enlarged(small, factor);
    Raster expected = enlarged(apply(Corruption.PIXELATE, small, 5, 0), factor);
    Raster pixelated = apply(Corruption.PIXELATE, large, 5, 0);
    Raster unscaled = Degradation.pixelate(large, (int) (32 * factor * 0.65));
    assertThat(error(pixelated, expected)).isLessThan(error(unscaled, expected));

    Raster blurred = apply(Corruption.GAUSSIAN_BLUR, large, 5, 0);
    assertThat(blurred).isEqualTo(Degradation.blur(large, factor));
  }

  private static Raster enlarged(Raster image, int factor) {
    int width = image.width() * factor;
    byte[] samples = new byte[image.samples().length * factor * factor];
    for (int i = 0; i < samples.length; i++) {
      int x = i / 3 % width / factor;
      int y = i / 3 / width / factor;
      samples[i] = image.samples()[(y * image.width() + x) * 3 + i % 3];
    }
    return new Raster(width, image.height() * factor, 3, samples);
  }

  @Test
  void pixelateAveragesWholeBlocks() {
    Raster image = new Raster(4, 2, 1, new byte[] {0, 10, 100, 110, 20, 30, 120, (byte) 130});
    assertThat(Degradation.pixelate(image, 1).samples())
        .containsExactly(15, 15, 115, 115, 15, 15, 115, 115);
  }

  @Test
  void brightnessKeepsHueAndSaturation() {
    Raster image = new Raster(2, 1, 3, new byte[] {100, 50, 0, 0, 0, 0});
    // value 100 + 0.3 x 255 = 176.5: a factor of 1.765; black turns to grey 76.5
    assertThat(apply(Corruption.BRIGHTNESS, image, 5, 0).samples())
        .containsExactly((byte) 177, (byte) 88, (byte) 0, (byte) 77, (byte) 77, (byte) 77);
  }

  @Test
  void contrastGoesTowardsEachChannelsMean() {
    Raster image = new Raster(2, 1, 3, new byte[] {100, 0, 10, 60, 40, 10});
    assertThat(apply(Corruption.CONTRAST, image, 2, 0).samples())
        .containsExactly(90, 10, 10, 70, 30, 10);
  }

  @Test
  void fadingKeepsValueAndHue() {
    Raster image = new Raster(2, 1, 3, new byte[] {100, 50, 0, 0, 0, 0});
    assertThat(apply(Corruption.SATURATION, image, 2, 0).samples())
        .containsExactly(100, 70, 40, 0, 0, 0);
    assertThat(apply(Corruption.SATURATION, image, 5, 0).samples())
        .containsExactly(100, 100, 100, 0, 0, 0);
  }

  @Test
  void halfATurnGivesTheOppositeHue() {
    // python: colorsys.hsv_to_rgb of the hue plus 0.5
    Raster image = new Raster(2, 1, 3, new byte[] {100, 50, 0, 20, 20, 20});
    assertThat(apply(Corruption.HUE, image, 5, 0).samples())
        .containsExactly(0, 50, 100, 20, 20, 20);
  }

  @Test
  void parametersAreTheSources() {
    assertThat(Corruption.GAUSSIAN_BLUR.parameter(Severity.of(3))).isEqualTo(0.7);
    assertThat(Corruption.JPEG_COMPRESSION.parameter(Severity.of(5))).isEqualTo(40);
    assertThat(Corruption.of("pixelate")).isSameAs(Corruption.PIXELATE);
  }

  @Test
  void refusesWhatThereIsNot() {
    assertThatThrownBy(() -> Corruption.of("fog"))
        .hasMessageContaining("\"fog\"")
        .hasMessageContaining("gaussian-noise, gaussian-blur, jpeg-compression");
    assertThatThrownBy(() -> Severity.of(6)).hasMessage("Invalid severity: 6 (must be 1 to 5)");
  }
}
