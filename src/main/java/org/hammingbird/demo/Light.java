package org.hammingbird.demo;

import java.awt.image.BufferedImage;
import java.util.Random;

/** Uneven light, a cast of colour, darker corners and grain, in one pass over the pixels. */
final class Light {
  private static final int CELLS = 4;

  private Light() {}

  /** Changes an image of {@link BufferedImage#TYPE_INT_RGB} in place. */
  static void over(BufferedImage image, Random random) {
    int width = image.getWidth();
    int height = image.getHeight();
    double[][] field = field(random, 0.04 + 0.14 * random.nextDouble());
    double corner = 0.35 * random.nextDouble();
    double grain = 1.5 + 5 * random.nextDouble() * random.nextDouble();
    double[] cast = {cast(random), cast(random), cast(random)};
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        double u = (x + 0.5) / width;
        double v = (y + 0.5) / height;
        double away = (u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5);
        double light = (1 + at(field, u * CELLS, v * CELLS)) * (1 - corner * 2 * away);
        double speck = grain * random.nextGaussian();
        row[x] =
            tone(row[x] >> 16 & 255, light * cast[0], speck) << 16
                | tone(row[x] >> 8 & 255, light * cast[1], speck) << 8
                | tone(row[x] & 255, light * cast[2], speck);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
  }

  private static double cast(Random random) {
    return 0.93 + 0.12 * random.nextDouble();
  }

  private static int tone(int sample, double light, double speck) {
    return (int) Math.max(0, Math.min(255, Math.round(sample * light + speck)));
  }

  private static double[][] field(Random random, double strength) {
    double[][] field = new double[CELLS + 1][CELLS + 1];
    for (double[] line : field) {
      for (int i = 0; i < line.length; i++) {
        line[i] = strength * (2 * random.nextDouble() - 1);
      }
    }
    return field;
  }

  /** Smooth interpolation between the corners of the cell that holds the point. */
  private static double at(double[][] field, double x, double y) {
    int left = Math.min(CELLS - 1, (int) x);
    int top = Math.min(CELLS - 1, (int) y);
    double u = ease(x - left);
    double v = ease(y - top);
    double above = field[top][left] * (1 - u) + field[top][left + 1] * u;
    double below = field[top + 1][left] * (1 - u) + field[top + 1][left + 1] * u;
    return above * (1 - v) + below * v;
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }
}
