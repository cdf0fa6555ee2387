package org.hammingbird.image;

/**
 * Pillow's Lanczos written down plainly, sample by sample, to hold the fast one against. Shares no
 * code with it.
 */
public final class LanczosOracle {
  private LanczosOracle() {}

  /** Resizes a grey or colour raster. */
  public static Raster resize(Raster raster, int width, int height) {
    int[][][] channels = new int[raster.channels()][][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = resize(matrix(raster, c), width, height);
    }
    byte[] samples = new byte[width * height * channels.length];
    int i = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int[][] channel : channels) {
          samples[i++] = (byte) channel[y][x];
        }
      }
    }
    return new Raster(width, height, channels.length, samples);
  }

  private static int[][] matrix(Raster raster, int channel) {
    int[][] rows = new int[raster.height()][raster.width()];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        rows[y][x] = raster.samples()[(y * raster.width() + x) * raster.channels() + channel] & 255;
      }
    }
    return rows;
  }

  private static int[][] resize(int[][] rows, int width, int height) {
    boolean tall = rows.length > 100 * rows[0].length && height < rows.length;
    if (tall) {
      return along(transposed(along(transposed(rows), height)), width);
    }
    return transposed(along(transposed(along(rows, width)), height));
  }

  private static int[][] transposed(int[][] rows) {
    int[][] columns = new int[rows[0].length][rows.length];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        columns[x][y] = rows[y][x];
      }
    }
    return columns;
  }

  private static int[][] along(int[][] rows, int size) {
    int in = rows[0].length;
    if (in == size) {
      return rows;
    }
    int[][] out = new int[rows.length][size];
    double scale = in / (double) size;
    double filterScale = Math.max(1, scale);
    double support = 3 * filterScale;
    for (int o = 0; o < size; o++) {
      double center = (o + .5) * scale;
      int low = Math.max(0, (int) (center - support + .5));
      int count = Math.min(in, (int) (center + support + .5)) - low;
      double[] weights = new double[count];
      double sum = 0;
      for (int k = 0; k < count; k++) {
        weights[k] = filter((k + low - center + .5) * (1 / filterScale));
        sum += weights[k];
      }
      for (int y = 0; y < rows.length; y++) {
        int total = 1 << 21;
        for (int k = 0; k < count; k++) {
          double weight = weights[k] / sum * (1 << 22);
          total += rows[y][low + k] * (int) (weight < 0 ? weight - .5 : weight + .5);
        }
        out[y][o] = Math.min(255, Math.max(0, total >> 22));
      }
    }
    return out;
  }

  private static double filter(double x) {
    return x < -3 || x >= 3 ? 0 : sinc(x) * sinc(x / 3);
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(x * Math.PI) / (x * Math.PI);
  }
}
