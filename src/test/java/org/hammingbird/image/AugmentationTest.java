package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final double[] UNCHANGED = {1, 1};
  private static final int SIDE = 28;

  private final Raster image = noise(32, 32, 7);

  @Test
  void twoEpochsSeeDifferentPixelsOfTheSameImage() {
    float[] first = augmented(Augmentation.asInStudy(), image, Augmentation.seed(1, 0, 42));
    float[] second = augmented(Augmentation.asInStudy(), image, Augmentation.seed(1, 1, 42));

    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void theSameSeedGivesTheSamePixels() {
    long seed = Augmentation.seed(1, 3, 42);

    assertThat(augmented(Augmentation.asInStudy(), image, seed))
        .isEqualTo(augmented(Augmentation.asInStudy(), image, seed));
  }

  @Test
  void imagesAreChangedIndependentlyOfOneAnother() {
    assertThat(Augmentation.seed(1, 0, 2))
        .isNotEqualTo(Augmentation.seed(1, 0, 3))
        .isNotEqualTo(Augmentation.seed(1, 2, 0))
        .isNotEqualTo(Augmentation.seed(2, 0, 1));
  }

  @Test
  void valuesStayBetweenZeroAndOne() {
    for (int seed = 0; seed < 500; seed++) {
      for (float value : augmented(Augmentation.asInStudy(), image, seed)) {
        assertThat(value).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void cropsAreSquaresOfTheImageAtManyPlaces() {
    Augmentation cropOnly = new Augmentation(false, 0, UNCHANGED, 0, UNCHANGED);
    boolean[] corners = new boolean[25];
    for (int seed = 0; seed < 1000; seed++) {
      float[] planes = augmented(cropOnly, image, seed);
      int found = cornerOf(planes);
      assertThat(found).as("a crop that is a part of the image").isNotNegative();
      corners[found] = true;
    }
    assertThat(corners).as("all 25 places").doesNotContain(false);
  }

  @Test
  void halfOfTheImagesAreMirrored() {
    Augmentation flipOnly = new Augmentation(true, 0, UNCHANGED, 0, UNCHANGED);
    Raster square = noise(SIDE, SIDE, 3);
    float[] plain = new float[3 * SIDE * SIDE];
    new CentreCrop(SIDE).apply(square, plain, 0);
    int mirrored = 0;
    for (int seed = 0; seed < 1000; seed++) {
      float[] planes = augmented(flipOnly, square, seed);
      if (planes[0] != plain[0]) {
        mirrored++;
        assertThat(planes[0]).isEqualTo(plain[SIDE - 1], within(1e-6f));
      }
    }
    assertThat(mirrored).isBetween(430, 570);
  }

  @Test
  void brightnessIsDrawnOverItsWholeRange() {
    Augmentation brightness = new Augmentation(false, 0, UNCHANGED, 0.2, UNCHANGED);
    Raster grey = flat(SIDE, 128);
    double least = 1;
    double greatest = 0;
    for (int seed = 0; seed < 1000; seed++) {
      float value = augmented(brightness, grey, seed)[0];
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    assertThat(least).isCloseTo(128 / 255.0 - 0.2, within(0.005));
    assertThat(greatest).isCloseTo(128 / 255.0 + 0.2, within(0.005));
  }

  @Test
  void contrastKeepsTheMean() {
    float[] plane = {0.2f, 0.4f, 0.6f, 0.8f};
    Planes.stretch(plane, 0.5f, 0);
    assertThat(plane).containsExactly(new float[] {0.35f, 0.45f, 0.55f, 0.65f}, within(1e-6f));
  }

  @Test
  void hueTurnsAsTheJavaColourModelHasIt() {
    Random random = new Random(5);
    for (int i = 0; i < 5000; i++) {
      float[] rgb = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
      float turn = random.nextFloat() - 0.5f;
      float[] hsb = hsb(rgb);
      float[] turned = turned(rgb, turn);
      float[] result = hsb(turned);
      assertThat(result[2]).as("value").isCloseTo(hsb[2], within(1e-2f));
      assertThat(result[1]).as("saturation").isCloseTo(hsb[1], within(2e-2f));
      int expected = Color.HSBtoRGB(hue(rgb) + turn, saturation(rgb), highest(rgb));
      for (int c = 0; c < 3; c++) {
        float channel = ((expected >> (16 - 8 * c)) & 0xff) / 255f;
        assertThat(turned[c]).isCloseTo(channel, within(0.005f));
      }
    }
  }

  @Test
  void hueOfEqualChannelsTurnsAsWell() {
    float[][] pure = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 0}, {0, 1, 1}, {1, 0, 1}};
    // red, yellow, green, cyan, blue, magenta: a sixth of the circle leads from each to the next
    int[] circle = {0, 3, 1, 4, 2, 5};
    for (int i = 0; i < 6; i++) {
      for (int sixths = -3; sixths <= 3; sixths++) {
        float[] expected = pure[circle[Math.floorMod(i + sixths, 6)]];
        assertThat(turned(pure[circle[i]], sixths / 6f)).containsExactly(expected, within(1e-6f));
      }
    }
    assertThat(turned(new float[] {0.3f, 0.3f, 0.3f}, 0.2f)).containsOnly(0.3f);
    assertThat(turned(new float[] {0, 0, 0}, 0.2f)).containsOnly(0);
  }

  @Test
  void saturationZeroGivesGreyAndTwoDoublesIt() {
    float[] rgb = {0.8f, 0.6f, 0.7f};
    assertThat(saturated(rgb, 0)).containsExactly(new float[] {0.8f, 0.8f, 0.8f}, within(1e-6f));
    assertThat(saturated(rgb, 2)).containsExactly(new float[] {0.8f, 0.4f, 0.6f}, within(1e-6f));
  }

  @Test
  void saturationStopsAtOne() {
    float[] rgb = {0.8f, 0.2f, 0.5f};
    assertThat(saturated(rgb, 2)).containsExactly(new float[] {0.8f, 0f, 0.4f}, within(1e-6f));
  }

  @Test
  void paddingMirrorsWhatIsInside() {
    float[] out = new float[3 * 9];
    byte[] samples = new byte[27];
    for (int i = 0; i < 27; i++) {
      samples[i] = (byte) (i / 3 * 20);
    }
    Planes.cutMirrored(new Raster(3, 3, 3, samples), -2, 1, 3, false, out, 0);

    // rows 1, 2, 1 and columns 2, 1, 0 of 0..8
    int[] expected = {5, 4, 3, 8, 7, 6, 5, 4, 3};
    for (int i = 0; i < 9; i++) {
      assertThat(out[i]).isCloseTo(expected[i] * 20 / 255f, within(1e-6f));
      assertThat(out[18 + i]).isEqualTo(out[i]);
    }
    Planes.cutMirrored(new Raster(3, 3, 3, samples), -2, 1, 3, true, out, 0);
    assertThat(out[0]).isCloseTo(60 / 255f, within(1e-6f));
  }

  @Test
  void paddingShiftsImagesThatAreNoLargerThanTheSquare() {
    Augmentation shifts = new Augmentation(false, 0, UNCHANGED, 0, UNCHANGED).withPadding(4);
    Raster noise = noise(SIDE, SIDE, 3);
    TreeSet<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 3000; seed++) {
      seen.add(Arrays.toString(augmented(shifts, noise, seed)));
    }
    assertThat(seen).as("each shift from -4 to 4, across and down").hasSize(81);
  }

  @Test
  void smallerImagesGetABlackBorder() {
    Augmentation cropOnly = new Augmentation(false, 0, UNCHANGED, 0, UNCHANGED);
    float[] planes = augmented(cropOnly, flat(20, 255), 1);
    assertThat(planes[0]).isZero();
    assertThat(planes[4 * SIDE + 4]).isEqualTo(1f);
    assertThat(planes[3 * SIDE + 4]).isZero();
    assertThat(planes[23 * SIDE + 23]).isEqualTo(1f);
    assertThat(planes[24 * SIDE + 23]).isZero();
  }

  @Test
  void impossibleRangesAreRefused() {
    assertThatThrownBy(() -> new Augmentation(true, 0.6, UNCHANGED, 0, UNCHANGED))
        .hasMessageContaining("hue: 0.6");
    assertThatThrownBy(() -> new Augmentation(true, 0, new double[] {1, 0.5}, 0, UNCHANGED))
        .hasMessageContaining("contrast");
    assertThatThrownBy(() -> new Augmentation(true, 0, UNCHANGED, Double.NaN, UNCHANGED))
        .hasMessageContaining("brightness");
  }

  private int cornerOf(float[] planes) {
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 5; x++) {
        if (matches(planes, x, y)) {
          return y * 5 + x;
        }
      }
    }
    return -1;
  }

  private boolean matches(float[] planes, int x, int y) {
    for (int i = 0; i < planes.length; i++) {
      int channel = i / (SIDE * SIDE);
      int row = i / SIDE % SIDE;
      int column = i % SIDE;
      int sample = image.samples()[((row + y) * 32 + column + x) * 3 + channel] & 0xff;
      if (Math.abs(planes[i] - sample / 255f) > 1e-5) {
        return false;
      }
    }
    return true;
  }

  private static float[] hsb(float[] rgb) {
    return Color.RGBtoHSB(
        Math.round(rgb[0] * 255), Math.round(rgb[1] * 255), Math.round(rgb[2] * 255), null);
  }

  private static float highest(float[] rgb) {
    return Math.max(rgb[0], Math.max(rgb[1], rgb[2]));
  }

  private static float[] turned(float[] rgb, float turn) {
    float[][] planes = {{rgb[0]}, {rgb[1]}, {rgb[2]}};
    Planes.turnHue(planes[0], planes[1], planes[2], turn);
    return new float[] {planes[0][0], planes[1][0], planes[2][0]};
  }

  private static float[] saturated(float[] rgb, float factor) {
    float[][] planes = {{rgb[0]}, {rgb[1]}, {rgb[2]}};
    Planes.saturate(planes[0], planes[1], planes[2], factor);
    return new float[] {planes[0][0], planes[1][0], planes[2][0]};
  }

  private static float saturation(float[] rgb) {
    return (highest(rgb) - Math.min(rgb[0], Math.min(rgb[1], rgb[2]))) / highest(rgb);
  }

  private static float hue(float[] rgb) {
    float range = highest(rgb) - Math.min(rgb[0], Math.min(rgb[1], rgb[2]));
    if (highest(rgb) == rgb[0]) {
      return (rgb[1] - rgb[2]) / range / 6;
    }
    return highest(rgb) == rgb[1]
        ? (2 + (rgb[2] - rgb[0]) / range) / 6
        : (4 + (rgb[0] - rgb[1]) / range) / 6;
  }

  private static float[] augmented(Augmentation augmentation, Raster raster, long seed) {
    float[] out = new float[3 * SIDE * SIDE];
    augmentation.apply(raster, SIDE, seed, out, 0);
    return out;
  }

  private static Raster noise(int width, int height, long seed) {
    byte[] samples = new byte[width * height * 3];
    new Random(seed).nextBytes(samples);
    return new Raster(width, height, 3, samples);
  }

  private static Raster flat(int side, int value) {
    byte[] samples = new byte[side * side * 3];
    Arrays.fill(samples, (byte) value);
    return new Raster(side, side, 3, samples);
  }
}
