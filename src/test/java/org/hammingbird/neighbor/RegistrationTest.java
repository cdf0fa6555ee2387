package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private static final int SIDE = Verification.SIDE;

  private final Registration registration = new Registration();

  @Test
  void aMovedImageIsLaidWhereItCameFrom() {
    Random random = new Random(1);
    for (int seed = 0; seed < 50; seed++) {
      double scale = 0.9 + 0.2 * random.nextDouble();
      double shift = 4 * random.nextDouble() - 2;
      float[] image = scene(seed, 1, 0);
      float[] moved = scene(seed, scale, shift);
      registration.fix(image);
      Placement placement = registration.place(moved);
      float[] placed = new float[SIDE * SIDE];
      placement.apply(moved, placed);
      double worst = 0;
      for (int y = placement.top(); y < placement.bottom(); y++) {
        for (int x = placement.start(); x < placement.end(); x++) {
          worst = Math.max(worst, Math.abs(placed[y * SIDE + x] - image[y * SIDE + x]));
        }
      }
      // grey levels of images that range over a hundred
      assertThat(worst).as("scale %f, shift %f", scale, shift).isLessThan(6);
    }
  }

  @Test
  void anImageItselfStaysInPlace() {
    float[] image = scene(3, 1, 0);
    registration.fix(image);
    Placement placement = registration.place(image);
    assertThat(placement.area()).isEqualTo(SIDE * SIDE);
    float[] placed = new float[SIDE * SIDE];
    placement.apply(image, placed);
    for (int i = 0; i < placed.length; i++) {
      assertThat(placed[i]).isBetween(image[i] - 0.1f, image[i] + 0.1f);
    }
  }

  @Test
  void whatDoesNotFitIsGivenUp() {
    Random random = new Random(5);
    float[] one = new float[SIDE * SIDE];
    float[] other = new float[SIDE * SIDE];
    for (int i = 0; i < one.length; i++) {
      one[i] = random.nextInt(256);
      other[i] = random.nextInt(256);
    }
    registration.fix(one);
    assertThat(registration.place(other)).isNull();
  }

  @Test
  void flatImagesDoNoHarm() {
    registration.fix(new float[SIDE * SIDE]);
    assertThat(registration.place(scene(1, 1, 0))).isNull();
    registration.fix(scene(1, 1, 0));
    assertThat(registration.place(new float[SIDE * SIDE])).isNull();
  }

  private static float[] scene(int seed, double scale, double shift) {
    Random random = new Random(seed);
    double[][] waves = new double[6][];
    for (int i = 0; i < waves.length; i++) {
      waves[i] =
          new double[] {
            random.nextDouble() - 0.5, random.nextDouble() - 0.5, random.nextDouble() * 6
          };
    }
    float[] image = new float[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double atX = scale * (x - 15.5) + shift;
        double atY = scale * (y - 15.5) - shift;
        double sum = 0;
        for (double[] wave : waves) {
          sum += Math.sin(atY * wave[0] + atX * wave[1] + wave[2]);
        }
        image[y * SIDE + x] = (float) (128 + 20 * sum);
      }
    }
    return image;
  }
}
