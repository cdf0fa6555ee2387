package org.hammingbird.hash;

import java.util.Arrays;
import org.hammingbird.image.LanczosOracle;
import org.hammingbird.image.Raster;

/** The three hashes written down plainly, with a cosine matrix for the DCT. */
final class HashOracle {
  private HashOracle() {}

  static long hash(HashAlgorithm algorithm, Raster raster) {
    switch (algorithm) {
      case AHASH64:
        return average(pixels(raster, 8, 8));
      case DHASH64:
        return difference(pixels(raster, 9, 8));
      default:
        return perceptual(pixels(raster, 32, 32));
    }
  }

  private static double[][] pixels(Raster raster, int width, int height) {
    Raster small = LanczosOracle.resize(luma(raster), width, height);
    double[][] rows = new double[height][width];
    for (int i = 0; i < width * height; i++) {
      rows[i / width][i % width] = small.samples()[i] & 0xFF;
    }
    return rows;
  }

  private static Raster luma(Raster raster) {
    if (raster.channels() == 1) {
      return raster;
    }
    byte[] rgb = raster.samples();
    byte[] luma = new byte[rgb.length / 3];
    for (int i = 0; i < luma.length; i++) {
      long weighted = 19595L * (rgb[3 * i] & 0xFF);
      weighted += 38470L * (rgb[3 * i + 1] & 0xFF);
      weighted += 7471L * (rgb[3 * i + 2] & 0xFF);
      luma[i] = (byte) Math.floorDiv(weighted + 32768, 65536);
    }
    return new Raster(raster.width(), raster.height(), 1, luma);
  }

  private static long average(double[][] p) {
    double mean = Arrays.stream(p).flatMapToDouble(Arrays::stream).average().orElseThrow();
    StringBuilder bits = new StringBuilder();
    for (double[] row : p) {
      for (double value : row) {
        bits.append(value > mean ? '1' : '0');
      }
    }
    return Long.parseUnsignedLong(bits.toString(), 2);
  }

  private static long difference(double[][] p) {
    StringBuilder bits = new StringBuilder();
    for (double[] row : p) {
      for (int x = 0; x < 8; x++) {
        bits.append(row[x + 1] > row[x] ? '1' : '0');
      }
    }
    return Long.parseUnsignedLong(bits.toString(), 2);
  }

  private static long perceptual(double[][] p) {
    double[] low = new double[64];
    for (int v = 0; v < 8; v++) {
      for (int u = 0; u < 8; u++) {
        double sum = 0;
        for (int y = 0; y < 32; y++) {
          for (int x = 0; x < 32; x++) {
            sum += p[y][x] * cosine(v, y) * cosine(u, x);
          }
        }
        low[8 * v + u] = 4 * sum;
      }
    }
    double[] sorted = low.clone();
    Arrays.sort(sorted);
    double median = (sorted[31] + sorted[32]) / 2;
    StringBuilder bits = new StringBuilder();
    for (double value : low) {
      bits.append(value > median ? '1' : '0');
    }
    return Long.parseUnsignedLong(bits.toString(), 2);
  }

  private static double cosine(int frequency, int n) {
    return Math.cos(Math.PI * frequency * (2 * n + 1) / 64);
  }
}
