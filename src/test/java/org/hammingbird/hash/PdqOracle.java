package org.hammingbird.hash;

import java.util.Arrays;
import org.hammingbird.image.Raster;

/** PDQ written down plainly: pixel by pixel, line by line, one running sum after another. */
final class PdqOracle {
  /** Of multiples of pi / 128, scaled. */
  private static final float[] COSINES = new float[16 * 128];

  static {
    for (int i = 0; i < COSINES.length; i++) {
      COSINES[i] = (float) ((float) Math.sqrt(2.0 / 64) * StrictMath.cos(Math.PI / 128 * i));
    }
  }

  private PdqOracle() {}

  static String hash(Raster raster) {
    float[][] small = shrunk(raster);
    if (small == null) {
      return "0".repeat(64);
    }
    float[][] dct = new float[16][16];
    for (int v = 0; v < 16; v++) {
      float[] along = new float[64];
      for (int x = 0; x < 64; x++) {
        for (int y = 0; y < 64; y++) {
          along[x] += cosine(v, y) * small[y][x];
        }
      }
      for (int u = 0; u < 16; u++) {
        for (int x = 0; x < 64; x++) {
          dct[v][u] += along[x] * cosine(u, x);
        }
      }
    }
    float[] sorted = new float[256];
    for (int i = 0; i < 256; i++) {
      sorted[i] = dct[i / 16][i % 16];
    }
    Arrays.sort(sorted);
    StringBuilder bits = new StringBuilder();
    for (float[] row : dct) {
      for (float value : row) {
        bits.insert(0, value > sorted[127] ? '1' : '0');
      }
    }
    return HashOracle.hex(bits);
  }

  static int quality(Raster raster) {
    float[][] small = shrunk(raster);
    if (small == null) {
      return 0;
    }
    int sum = 0;
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 63; x++) {
        sum += Math.abs((int) ((small[y][x] - small[y][x + 1]) * 100 / 255));
        sum += Math.abs((int) ((small[x][y] - small[x + 1][y]) * 100 / 255));
      }
    }
    return Math.min(100, sum / 90);
  }

  private static float cosine(int frequency, int place) {
    return COSINES[(frequency + 1) * (2 * place + 1)];
  }

  private static float[][] shrunk(Raster raster) {
    float[][] rows = luma(raster);
    int height = rows.length;
    int width = rows[0].length;
    if (height < 5 || width < 5) {
      return null;
    }
    if (height != 64 || width != 64) {
      for (int pass = 0; pass < 2; pass++) {
        for (float[] row : rows) {
          box(row);
        }
        for (int x = 0; x < width; x++) {
          float[] column = new float[height];
          for (int y = 0; y < height; y++) {
            column[y] = rows[y][x];
          }
          box(column);
          for (int y = 0; y < height; y++) {
            rows[y][x] = column[y];
          }
        }
      }
    }
    float[][] small = new float[64][64];
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        small[y][x] = rows[(int) ((y + .5) * height / 64)][(int) ((x + .5) * width / 64)];
      }
    }
    return small;
  }

  /** Means of a window that is full but at the ends. */
  private static void box(float[] line) {
    float[] in = line.clone();
    int window = (int) Math.ceil(line.length / 128.0);
    int next = 0;
    int oldest = 0;
    float sum = 0;
    for (int i = 0; i < line.length; i++) {
      while (next < line.length && next <= i + window / 2) {
        sum += in[next++];
        if (next - oldest > window) {
          sum -= in[oldest++];
        }
      }
      if (next == line.length && i + window / 2 >= line.length) {
        sum -= in[oldest++];
      }
      line[i] = sum / (next - oldest);
    }
  }

  private static float[][] luma(Raster raster) {
    boolean large = Math.max(raster.width(), raster.height()) > 512;
    float[][] rows = new float[large ? 512 : raster.height()][large ? 512 : raster.width()];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        int row = large ? (int) Math.floor(y / 512.0 * raster.height()) : y;
        int column = large ? (int) Math.floor(x / 512.0 * raster.width()) : x;
        int at = (row * raster.width() + column) * raster.channels();
        byte[] samples = raster.samples();
        if (raster.channels() == 1) {
          rows[y][x] = samples[at] & 255;
        } else {
          float red = .299f * (samples[at] & 255);
          float green = .587f * (samples[at + 1] & 255);
          float blue = .114f * (samples[at + 2] & 255);
          rows[y][x] = (red + green) + blue;
        }
      }
    }
    return rows;
  }
}
