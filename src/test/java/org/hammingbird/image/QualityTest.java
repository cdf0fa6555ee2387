package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.hammingbird.image.QualityMeasure.BLOCKINESS;
import static org.hammingbird.image.QualityMeasure.BRIGHTNESS;
import static org.hammingbird.image.QualityMeasure.CONTRAST;
import static org.hammingbird.image.QualityMeasure.ENTROPY;
import static org.hammingbird.image.QualityMeasure.HIGHLIGHTS;
import static org.hammingbird.image.QualityMeasure.JPEG_QUALITY;
import static org.hammingbird.image.QualityMeasure.JPEG_TRACE;
import static org.hammingbird.image.QualityMeasure.NOISE;
import static org.hammingbird.image.QualityMeasure.SATURATION;
import static org.hammingbird.image.QualityMeasure.SHADOWS;
import static org.hammingbird.image.QualityMeasure.SHARPNESS;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityTest {

  @Test
  void aFlatImageHasNothing() {
    byte[] samples = new byte[40 * 30];
    Arrays.fill(samples, (byte) 200);

    Quality quality = Quality.of(new Raster(40, 30, 1, samples));

    for (QualityMeasure none : new QualityMeasure[] {SHARPNESS, CONTRAST, ENTROPY, NOISE}) {
      assertThat(quality.value(none)).as(none.column()).isZero();
    }
    for (QualityMeasure level : new QualityMeasure[] {BRIGHTNESS, SHADOWS, HIGHLIGHTS}) {
      assertThat(quality.value(level)).as(level.column()).isEqualTo(200);
    }
    assertThat(quality.value(SATURATION)).isZero();
    assertThat(quality.value(BLOCKINESS)).isEqualTo(1);
    assertThat(quality.value(JPEG_TRACE)).isEqualTo(100);
    assertThat(quality.value(JPEG_QUALITY)).isNaN();
  }

  @Test
  void aCheckerboardOfPixelsIsTheSharpestImage() {
    Quality quality = Quality.of(new Raster(64, 64, 1, checkerboard(64)));

    assertThat(quality.value(SHARPNESS)).isEqualTo(1020.0 * 1020);
    assertThat(quality.value(BRIGHTNESS)).isEqualTo(127.5);
    assertThat(quality.value(CONTRAST)).isEqualTo(127.5);
    assertThat(quality.value(ENTROPY)).isEqualTo(1);
  }

  @Test
  void measuresWhatTheFormulasGiveOnRandomImages() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      Raster raster = drawn(random, 1 + random.nextInt(70), 1 + random.nextInt(70));
      Quality quality = Quality.of(raster);
      double[][] luma = QualityOracle.areas(raster, raster.width(), raster.height());
      String image = i + ": " + raster;
      if (raster.width() > 2 && raster.height() > 2) {
        assertThat(quality.value(SHARPNESS))
            .as(image)
            .isCloseTo(QualityOracle.sharpness(luma), within(1e-6));
      } else {
        assertThat(quality.value(SHARPNESS)).as(image).isZero();
        assertThat(quality.value(NOISE)).as(image).isZero();
      }
      assertThat(quality.value(CONTRAST))
          .as(image)
          .isCloseTo(QualityOracle.contrast(luma), within(1e-9));
      assertThat(quality.value(ENTROPY))
          .as(image)
          .isCloseTo(QualityOracle.entropy(luma), within(1e-9));
      if (raster.width() > 9 && raster.height() > 9) {
        assertThat(quality.value(NOISE))
            .as(image)
            .isCloseTo(QualityOracle.noise(luma), within(1e-9));
      }
      assertThat(quality.value(BLOCKINESS))
          .as(image)
          .isCloseTo(QualityOracle.blockiness(raster), within(1e-9));
      Raster rgb = raster.toRgb();
      assertThat(quality.value(SATURATION))
          .as(image)
          .isCloseTo(QualityOracle.saturation(rgb), within(1e-9));
      assertThat(quality.value(SHADOWS)).as(image).isEqualTo(QualityOracle.percentile(rgb, 0.001));
      assertThat(quality.value(HIGHLIGHTS))
          .as(image)
          .isEqualTo(QualityOracle.percentile(rgb, 0.999));
    }
  }

  @Test
  void greyAndColourMeasureTheSame() {
    Raster grey = drawn(new Random(5), 300, 600).toLuma();
    assertThat(Quality.of(grey.toRgb())).isEqualTo(Quality.of(grey));
  }

  @Test
  void aCopyBelowTwiceItsSizeIsTheMeanOfAreas() {
    Random random = new Random(6);
    for (int i = 0; i < 20; i++) {
      Raster raster = drawn(random, 257 + random.nextInt(255), 512 + random.nextInt(200));
      LumaCopy copy = LumaCopy.of(raster);
      assertThat(copy.width()).isEqualTo(LumaCopy.SIDE);
      double[][] areas = QualityOracle.areas(raster, copy.width(), copy.height());
      for (int j = 0; j < copy.samples().length; j++) {
        // rounded to 8 bits, with weights of 10 bits
        assertThat((double) copy.samples()[j])
            .as("%s at %d", raster, j)
            .isCloseTo(areas[j / copy.width()][j % copy.width()], within(0.9));
      }
    }
  }

  @Test
  void aCopyOfALargerImageIsTheMeanOfFourPixels() {
    Raster raster = drawn(new Random(7), 1024, 2048);
    LumaCopy copy = LumaCopy.of(raster);
    assertThat(copy.width()).isEqualTo(256);
    assertThat(copy.height()).isEqualTo(512);
    // four pixels a side: the second and the fourth of each
    for (int j = 0; j < copy.samples().length; j += 17) {
      int x = j % 256 * 4;
      int y = j / 256 * 4;
      double mean = 0;
      for (int[] at : new int[][] {{1, 1}, {3, 1}, {1, 3}, {3, 3}}) {
        mean += QualityOracle.luma(raster, x + at[0], y + at[1]) / 4;
      }
      assertThat((double) copy.samples()[j]).isCloseTo(mean, within(1.0));
    }
  }

  @Test
  void ofAVeryLongImageTheMiddleIsMeasured() {
    byte[] samples = new byte[10 * 3000];
    Arrays.fill(samples, 10 * (1500 - 512), 10 * (1500 + 512), (byte) 100);
    LumaCopy copy = LumaCopy.of(new Raster(10, 3000, 1, samples));
    assertThat(copy.height()).isEqualTo(LumaCopy.LONGEST);
    assertThat(copy.samples()).containsOnly(100);
    LumaCopy wide = LumaCopy.of(new Raster(30_000, 1000, 1, new byte[30_000_000]));
    assertThat(wide.width()).isEqualTo(LumaCopy.LONGEST);
    assertThat(wide.height()).isEqualTo(LumaCopy.SIDE);
  }

  @Test
  void measuresNoiseOfAFlatImageRightly() {
    Random random = new Random(8);
    for (double deviation : new double[] {2, 8, 25}) {
      byte[] samples = new byte[256 * 256];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (byte) Math.round(128 + deviation * random.nextGaussian());
      }
      assertThat(Quality.of(new Raster(256, 256, 1, samples)).value(NOISE))
          .isCloseTo(deviation, withinPercentage(8));
    }
  }

  @Test
  void aBlurredCopyIsLessSharp() {
    Raster sharp = drawn(new Random(2), 200, 150);
    Raster blurred = LanczosResampler.resize(LanczosResampler.resize(sharp, 50, 38), 200, 150);

    assertThat(Quality.of(blurred).value(SHARPNESS))
        .isLessThan(Quality.of(sharp).value(SHARPNESS) / 20);
  }

  @Test
  void pixelsBetrayTheQualityOfTheirJpeg() {
    Random random = new Random(9);
    for (int quality : new int[] {20, 30, 40, 50, 60, 75, 85, 90}) {
      Raster drawn = drawn(random, 128, 96);
      assertThat(Quality.of(drawn).value(JPEG_TRACE)).isEqualTo(100);
      Raster stored = JpegRoundTrip.apply(drawn, quality);
      assertThat(Quality.of(stored).value(JPEG_TRACE))
          .as("quality %d", quality)
          .isCloseTo(quality, within(3.0));
    }
  }

  @Test
  void blocksThatAreSeenAreMeasured() {
    Raster drawn = drawn(new Random(10), 128, 96);
    assertThat(Quality.of(drawn).value(BLOCKINESS)).isBetween(0.8, 1.2);
    assertThat(Quality.of(JpegRoundTrip.apply(drawn, 5)).value(BLOCKINESS)).isGreaterThan(1.5);
  }

  @Test
  void aFileTellsItsQuality() throws IOException {
    Raster drawn = drawn(new Random(11), 64, 64);
    for (int quality = 1; quality <= 100; quality++) {
      byte[] file = JpegRoundTrip.write(drawn, quality);
      assertThat(Quality.of(drawn, file).value(JPEG_QUALITY))
          .as("quality %d", quality)
          .isEqualTo(quality);
    }
    assertThat(Quality.of(drawn, new byte[] {'B', 'M', 0, 0}).value(JPEG_QUALITY)).isNaN();
  }

  /** Values of numpy and scipy on what Pillow decodes; qualities with which Pillow wrote them. */
  @ParameterizedTest
  @CsvSource({
    "rgb.png,        305.814542, 137.654762, 31.263981, 6.075564545, 130.239365, ",
    "noise.png,   109177.461355, 124.715833, 74.322370, 7.960680870,   0.000000, ",
    "quality-30.jpg,  35.446147, 148.986242, 29.020001, 4.260426016, 169.397455, 30",
    "quality-75.jpg,  61.587071, 149.413879, 29.262265, 5.405448967, 171.337333, 75",
    "quality-95.jpg, 360.289410, 149.378970, 29.429679, 5.862650462, 171.467455, 95",
    "progressive.jpg, 70.930517, 149.370000, 29.237888, 5.435977157, 171.238303, 80",
    "grey.jpg,       396.264170, 189.814182, 55.887170, 6.337046557,   0.000000, 85",
    "cmyk.jpg,       503.818304, 111.564015, 59.334527, 6.868011935,  88.079545, 90",
  })
  void measuresGoldenFilesAsPythonDoes(
      String file,
      double sharpness,
      double brightness,
      double contrast,
      double entropy,
      double saturation,
      Double stored)
      throws ImageRejectedException {
    byte[] content = Golden.read(file);
    Quality quality = Quality.of(new ImageDecoder().decode(content).raster(), content);
    assertThat(quality.value(SHARPNESS)).isCloseTo(sharpness, within(1e-6));
    assertThat(quality.value(BRIGHTNESS)).isCloseTo(brightness, within(1e-6));
    assertThat(quality.value(CONTRAST)).isCloseTo(contrast, within(1e-6));
    assertThat(quality.value(ENTROPY)).isCloseTo(entropy, within(1e-9));
    assertThat(quality.value(SATURATION)).isCloseTo(saturation, within(1e-6));
    Double found = quality.value(JPEG_QUALITY);
    assertThat(found.isNaN() ? null : found).isEqualTo(stored);
  }

  @Test
  void damagedFilesHaveNoQualityOrSome() throws IOException {
    byte[] file = JpegRoundTrip.write(drawn(new Random(12), 32, 32), 50);
    Random random = new Random(13);
    int some = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(file, 3 + random.nextInt(file.length - 3));
      for (int j = random.nextInt(6); j > 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      some += JpegQuality.of(damaged).isPresent() ? 1 : 0;
    }
    assertThat(some).isBetween(1000, 19_999);
  }

  /** Ramps, ellipses and a little noise, as photographs have, in colour or grey. */
  static Raster drawn(Random random, int width, int height) {
    int channels = random.nextBoolean() ? 1 : 3;
    byte[] samples = new byte[width * height * channels];
    double[] waves = random.doubles(24, 0, 1).toArray();
    double noise = 6 * random.nextDouble();
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++, i++) {
          double value = 128;
          for (int w = 0; w < 24; w += 4) {
            double angle = waves[w] * x / (2 + w) + waves[w + 1] * y / (2 + w) + 9 * waves[w + 2];
            value += 30 * Math.signum(Math.sin(angle + c * waves[w + 3])) * waves[w + 3];
          }
          value += noise * random.nextGaussian();
          samples[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
      }
    }
    return new Raster(width, height, channels, samples);
  }

  private static byte[] checkerboard(int side) {
    byte[] samples = new byte[side * side];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ((i / side + i % side) % 2 * 255);
    }
    return samples;
  }
}
