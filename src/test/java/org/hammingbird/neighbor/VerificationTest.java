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
  void shiftsOfOnePixelAreFound() {
    byte[] image = scene(3, 0, 0, 1, 0);
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        assertThat(verification.similarity(image, scene(3, dy, dx, 1, 0)))
            .isCloseTo(1, within(1e-9));
      }
    }
    assertThat(verification.similarity(image, scene(3, 4, 4, 1, 0))).isLessThan(0.65);
  }

  @Test
  void differentScenesAndNegativesAreUnlike() {
    for (int seed = 0; seed < 50; seed++) {
      assertThat(verification.similarity(scene(seed, 0, 0, 1, 0), scene(seed + 100, 0, 0, 1, 0)))
          .isLessThan(0.65);
    }
    assertThat(verification.similarity(scene(5, 0, 0, 1, 0), scene(5, 0, 0, -1, 255)))
        .isLessThan(0.65);
  }

  @Test
  void equalsTheTextbookCorrelation() {
    for (int seed = 0; seed < 100; seed++) {
      byte[] one = scene(seed, 0, 0, 1, 0);
      byte[] other = noise(one, 30, seed);
      assertThat(verification.similarity(one, other)).isCloseTo(naive(one, other), within(1e-9));
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

  /** A smooth scene of a few waves, seen at an offset. */
  private static byte[] scene(int seed, int dy, int dx, double contrast, double brightness) {
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
        double sum = 0;
        for (double[] wave : waves) {
          sum += Math.sin(2 * (y + dy) * wave[0] + 2 * (x + dx) * wave[1] + wave[2]);
        }
        image[y * SIDE + x] = (byte) Math.round((128 + 20 * sum) * contrast + brightness);
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
    double best = -1;
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        best = Math.max(best, naive(one, other, dy, dx));
      }
    }
    return best;
  }

  private static double naive(byte[] one, byte[] other, int dy, int dx) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int direction = 0; direction < 2; direction++) {
      double meanA = 0;
      double meanB = 0;
      double[][] values = new double[2][29 * 29];
      for (int y = 1; y < 30; y++) {
        for (int x = 1; x < 30; x++) {
          int at = (y - 1) * 29 + x - 1;
          values[0][at] = gradient(one, y, x, direction);
          values[1][at] = gradient(other, y + dy, x + dx, direction);
          meanA += values[0][at] / (29 * 29);
          meanB += values[1][at] / (29 * 29);
        }
      }
      for (int i = 0; i < 29 * 29; i++) {
        ab += (values[0][i] - meanA) * (values[1][i] - meanB);
        aa += (values[0][i] - meanA) * (values[0][i] - meanA);
        bb += (values[1][i] - meanB) * (values[1][i] - meanB);
      }
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static double gradient(byte[] image, int y, int x, int direction) {
    int here = image[y * SIDE + x] & 255;
    int next = image[direction == 0 ? y * SIDE + x + 1 : (y + 1) * SIDE + x] & 255;
    return next - here;
  }
}
