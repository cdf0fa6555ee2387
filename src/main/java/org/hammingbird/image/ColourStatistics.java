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
    boolean all = stepX == 1 && stepY == 1;
    int lineLength =
        all ? raster.width() * raster.height() : (raster.width() - 1 - stepX / 2) / stepX + 1;
    int[] line = new int[lineLength];
    // where all pixels count, they are one line
    int rows = all ? 1 : raster.height();
    for (int y = stepY / 2; y < rows; y += stepY) {
      raster.read(y * raster.width() + stepX / 2, stepX, line, line.length);
      if (raster.channels() == 3) {
        colour += mostOf(line);
      }
      count(line, histogram);
      points += line.length;
    }
    values[QualityMeasure.SATURATION.ordinal()] = (double) colour / points;
    values[QualityMeasure.SHADOWS.ordinal()] = quantile(histogram, points, DARKEST);
    values[QualityMeasure.HIGHLIGHTS.ordinal()] = quantile(histogram, points, LIGHTEST);
  }

  /** Leaves of each pixel the largest sample; the sum of what it exceeds the smallest one by. */
  private static int mostOf(int[] line) {
    int sum = 0;
    for (int i = 0; i < line.length; i++) {
      int red = line[i] & 0xFF;
      int green = line[i] >> 8 & 0xFF;
      int blue = line[i] >> 16 & 0xFF;
      int most = Math.max(red, Math.max(green, blue));
      sum += most - Math.min(red, Math.min(green, blue));
      line[i] = most;
    }
    return sum;
  }

  private static void count(int[] line, int[] histogram) {
    for (int level : line) {
      histogram[level & 0xFF]++;
    }
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
