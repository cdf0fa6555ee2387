package org.hammingbird.image;

import java.util.Random;

/** Random rasters for tests. */
public final class Rasters {
  private Rasters() {}

  /** Noise of a random size, each side 1 to {@code most}, grey or colour. */
  public static Raster noise(Random random, int most) {
    return noise(
        random, 1 + random.nextInt(most), 1 + random.nextInt(most), random.nextBoolean() ? 1 : 3);
  }

  public static Raster noise(Random random, int width, int height, int channels) {
    byte[] samples = new byte[width * height * channels];
    random.nextBytes(samples);
    return new Raster(width, height, channels, samples);
  }
}
