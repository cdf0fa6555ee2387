package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final int SIDE = Verification.SIDE;

  private final Verification verification = new Verification();

  @Test
  void imageIsLikeItself() {
    byte[] image = scene(1, 0, 0, 1, 0);
    assertThat(verification.similarity(image, image)).isCloseTo(1, within(1e-12));
  }

  @Test
  void brightnessAndContrastDoNotMatter() {
    byte[] image = scene(2, 0, 0, 1, 0);
    assertThat(verification.similarity(image, scene(2, 0, 0, 0.5, 40))).isGreaterThan(0.97);
  }

  @Test
  void shiftsAndScalesAreFound() {
    double[][] places = {
      {1, 1, 1, 1}, {1, -3, 1, 2}, {0.9, 0, 0.9, 0}, {1.1, 1, 1.1, -1}, {0.85, 2, 0.95, -1}
    };
    for (int seed = 0; seed < 20; seed++) {
      byte[] image = scene(seed, 1, 0, 1, 0, 1, 0);
      for (double[] place : places) {
        byte[] moved = scene(seed, place[0], place[1], place[2], place[3], 0.8, 20);
        assertThat(verification.similarity(image, moved)).isGreaterThan(0.95);
        assertThat(verification.similarity(moved, image)).isGreaterThan(0.95);
      }
    }
  }

  @Test
  void differentScenesAndNegativesAreUnlike() {
    for (int seed = 0; seed < 50; seed++) {
      assertThat(verification.similarity(scene(seed, 0, 0, 1, 0), scene(seed + 100, 0, 0, 1, 0)))
          .isLessThan(0.75);
    }
    assertThat(verification.similarity(scene(5, 0, 0, 1, 0), scene(5, 0, 0, -1, 255)))
        .isLessThan(0.75);
  }

  @Test
  void withoutAFitItIsTheTextbookCosineOfTheGradients() {
    for (int seed = 0; seed < 100; seed++) {
      byte[] one = noise(flat(128), 100, seed);
      byte[] other = noise(noise(flat(128), 100, seed + 1000), 20, seed);
      assertThat(verification.similarity(one, other)).isCloseTo(naive(one, other), within(1e-5));
    }
  }

  @Test
  void aTextAcrossThePictureLeavesItAlike() {
    for (int seed = 0; seed < 20; seed++) {
      byte[] image = scene(seed, 0, 0, 1, 0);
      byte[] written = image.clone();
      for (int x = 4; x < 28; x += 4) {
        written[14 * SIDE + x] = -1;
        written[15 * SIDE + x] = -1;
      }
      assertThat(verification.similarity(image, written)).isGreaterThan(0.75);
    }
  }

  @Test
  void flatImagesAreAlikeWhenTheirGreysAgree() {
    byte[] white = flat(250);
    assertThat(verification.similarity(white, flat(245))).isEqualTo(1);
    assertThat(verification.similarity(white, flat(20))).isZero();
    assertThat(verification.similarity(white, scene(1, 0, 0, 1, 0))).isZero();
    assertThat(verification.similarity(scene(1, 0, 0, 1, 0), white)).isZero();
  }

  @Test
  void anotherSizeIsRefused() {
    assertThatThrownBy(() -> verification.similarity(new byte[5], flat(0)))
        .hasMessage("Invalid image: 5 grey levels (must be 1024)");
  }

  private static byte[] scene(int seed, int dy, int dx, double contrast, double brightness) {
    return scene(seed, 1, dx, 1, dy, contrast, brightness);
  }

  /** A scene of waves, the longer ones stronger as in photographs, scaled and shifted. */
  private static byte[] scene(
      int seed, double sx, double dx, double sy, double dy, double contrast, double brightness) {
    Random random = new Random(seed);
    double[][] waves = new double[6][];
    for (int i = 0; i < waves.length; i++) {
      waves[i] =
          new double[] {
            random.nextDouble() - 0.5, random.nextDouble() - 0.5, random.nextDouble() * 6
          };
    }
    byte[] image = new byte[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double atX = sx * (x - 15.5) + 15.5 + dx;
        double atY = sy * (y - 15.5) + 15.5 + dy;
        double sum = 0;
        for (int i = 0; i < waves.length; i++) {
          double phase = (atY * waves[i][0] + atX * waves[i][1]) * (i + 1) / 3 + waves[i][2];
          sum += Math.sin(phase) / (i + 1);
        }
        image[y * SIDE + x] = (byte) Math.round((128 + 45 * sum) * contrast + brightness);
      }
    }
    return image;
  }

  private static byte[] noise(byte[] image, int amount, int seed) {
    Random random = new Random(seed);
    byte[] noisy = new byte[image.length];
    for (int i = 0; i < image.length; i++) {
      int value = (image[i] & 255) + random.nextInt(2 * amount + 1) - amount;
      noisy[i] = (byte) Math.max(0, Math.min(255, value));
    }
    return noisy;
  }

  private static byte[] flat(int grey) {
    byte[] image = new byte[SIDE * SIDE];
    Arrays.fill(image, (byte) grey);
    return image;
  }

  private static double naive(byte[] one, byte[] other) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int y = 1; y < SIDE - 1; y++) {
      for (int x = 1; x < SIDE - 1; x++) {
        double[] a = gradient(one, y, x);
        double[] b = gradient(other, y, x);
        ab += a[0] * b[0] + a[1] * b[1];
        aa += a[0] * a[0] + a[1] * a[1];
        bb += b[0] * b[0] + b[1] * b[1];
      }
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static double[] gradient(byte[] image, int y, int x) {
    double across = (at(image, y, x + 1) - at(image, y, x - 1)) / 2.0;
    double down = (at(image, y + 1, x) - at(image, y - 1, x)) / 2.0;
    double root = Math.pow(across * across + down * down + 4, -0.25);
    return new double[] {across * root, down * root};
  }

  private static int at(byte[] image, int y, int x) {
    return image[y * SIDE + x] & 255;
  }
}
