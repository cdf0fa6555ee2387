package org.hammingbird.image;

/**
 * The measures of {@link Quality} that need colour, from a regular grid of pixels: all of them
 * where the shorter side is below {@value #GRID}, up to 4 times that many otherwise.
 */
final class ColourStatistics {
  /** The grid has about as many points along the shorter side. */
  private static final int GRID = 128;

  private static final double DARKEST = 0.001;
  private static final double LIGHTEST = 0.999;

  private ColourStatistics() {}

  static void measure(Raster raster, double[] values) {
    int[] histogram = new int[256];
    int step = Math.max(1, Math.min(raster.width(), raster.height()) / GRID);
    // of a very long image still no more than some ten thousand points
    int stepX = Math.max(step, raster.width() / (8 * GRID));
    int stepY = Math.max(step, raster.height() / (8 * GRID));
    long colour = 0;
    int points = 0;
    for (int y = stepY / 2; y < raster.height(); y += stepY) {
      int from = y * raster.width() + stepX / 2;
      int end = (y + 1) * raster.width();
      colour +=
          raster.channels() == 1
              ? grey(raster.samples(), from, end, stepX, histogram)
              : colour(raster.samples(), from, end, stepX, histogram);
      points += (end - from + stepX - 1) / stepX;
    }
    values[QualityMeasure.SATURATION.ordinal()] = (double) colour / points;
    values[QualityMeasure.SHADOWS.ordinal()] = quantile(histogram, points, DARKEST);
    values[QualityMeasure.HIGHLIGHTS.ordinal()] = quantile(histogram, points, LIGHTEST);
  }

  private static int grey(byte[] samples, int from, int end, int step, int[] histogram) {
    for (int i = from; i < end; i += step) {
      histogram[samples[i] & 0xFF]++;
    }
    return 0;
  }

  private static int colour(byte[] samples, int from, int end, int step, int[] histogram) {
    int sum = 0;
    for (int i = 3 * from; i < 3 * end; i += 3 * step) {
      int red = samples[i] & 0xFF;
      int green = samples[i + 1] & 0xFF;
      int blue = samples[i + 2] & 0xFF;
      int most = Math.max(red, Math.max(green, blue));
      sum += most - Math.min(red, Math.min(green, blue));
      histogram[most]++;
    }
    return sum;
  }

  /** The lowest level up to which at least this share of the points lies. */
  private static int quantile(int[] histogram, int points, double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * points));
    long passed = histogram[0];
    int level = 0;
    while (passed < wanted) {
      passed += histogram[++level];
    }
    return level;
  }
}
