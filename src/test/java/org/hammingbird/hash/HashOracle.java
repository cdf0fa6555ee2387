package org.hammingbird.hash;

import java.math.BigInteger;
import java.util.Arrays;
import org.hammingbird.image.LanczosOracle;
import org.hammingbird.image.Raster;

/**
 * The hashes written down plainly: with a cosine matrix for the DCT, whose order of sums matters
 * only for ties, and with whole images as matrices for the wavelets.
 */
final class HashOracle {
  private static final double ROOT_HALF = 0.7071067811865476;

  /** Of multiples of a 256th of the circle. */
  private static final double[] COSINES = new double[256];

  static {
    Arrays.setAll(COSINES, i -> Math.cos(Math.PI * i / 128));
  }

  private HashOracle() {}

  /** The hash in hexadecimal. */
  static String hash(HashAlgorithm algorithm, Raster raster) {
    int n = algorithm.bits() == 256 ? 16 : 8;
    switch (algorithm) {
      case AHASH64:
      case AHASH256:
        return average(pixels(raster, n, n));
      case PHASH64:
      case PHASH256:
        return perceptual(pixels(raster, 4 * n, 4 * n), n);
      case PHASH_SIMPLE64:
      case PHASH_SIMPLE256:
        return simplePerceptual(pixels(raster, 4 * n, 4 * n), n);
      case DHASH64:
      case DHASH256:
        return difference(pixels(raster, n + 1, n));
      case DHASH_VERTICAL64:
      case DHASH_VERTICAL256:
        return difference(transposed(pixels(raster, n, n + 1)), true);
      case WHASH64:
      case WHASH256:
        return wavelet(raster, n);
      case COLORHASH:
        return ColorOracle.hash(raster);
      default:
        return PdqOracle.hash(raster);
    }
  }

  /** The luma of an image, resized, as rows. */
  private static double[][] pixels(Raster raster, int width, int height) {
    Raster small = LanczosOracle.resize(luma(raster), width, height);
    double[][] rows = new double[height][width];
    for (int i = 0; i < width * height; i++) {
      rows[i / width][i % width] = small.samples()[i] & 0xFF;
    }
    return rows;
  }

  static Raster luma(Raster raster) {
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

  /** Bits, as 0 and 1, to hexadecimal digits. */
  static String hex(CharSequence bits) {
    String digits = new BigInteger(bits.toString(), 2).toString(16);
    return "0".repeat((bits.length() + 3) / 4 - digits.length()) + digits;
  }

  private static String above(double threshold, double[][] rows) {
    StringBuilder bits = new StringBuilder();
    for (double[] row : rows) {
      for (double value : row) {
        bits.append(value > threshold ? '1' : '0');
      }
    }
    return hex(bits);
  }

  private static double mean(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).average().orElseThrow();
  }

  private static double median(double[][] rows) {
    double[] sorted = Arrays.stream(rows).flatMapToDouble(Arrays::stream).sorted().toArray();
    return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
  }

  private static double[][] transposed(double[][] rows) {
    double[][] columns = new double[rows[0].length][rows.length];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        columns[x][y] = rows[y][x];
      }
    }
    return columns;
  }

  private static String average(double[][] p) {
    return above(mean(p), p);
  }

  private static String difference(double[][] p) {
    return difference(p, false);
  }

  private static String difference(double[][] p, boolean turned) {
    double[][] differences = new double[p.length][p[0].length - 1];
    for (int y = 0; y < p.length; y++) {
      for (int x = 0; x < differences[y].length; x++) {
        differences[y][x] = p[y][x + 1] - p[y][x];
      }
    }
    return above(0, turned ? transposed(differences) : differences);
  }

  private static String perceptual(double[][] p, int n) {
    double[][] low = new double[n][n];
    double[][] along = new double[p.length][n];
    for (int y = 0; y < p.length; y++) {
      for (int u = 0; u < n; u++) {
        along[y][u] = frequency(p[y], u);
      }
    }
    double[][] columns = transposed(along);
    for (int v = 0; v < n; v++) {
      for (int u = 0; u < n; u++) {
        low[v][u] = frequency(columns[u], v);
      }
    }
    return above(median(low), low);
  }

  private static String simplePerceptual(double[][] p, int n) {
    double[][] low = new double[n][n];
    for (int v = 0; v < n; v++) {
      for (int u = 0; u < n; u++) {
        low[v][u] = frequency(p[v], u + 1);
      }
    }
    return above(mean(low), low);
  }

  private static double frequency(double[] values, int k) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      int angle = k * (2 * i + 1) % (4 * values.length);
      sum += 2 * values[i] * COSINES[angle * (64 / values.length)];
    }
    return sum;
  }

  private static String wavelet(Raster raster, int n) {
    int side = n;
    while (2 * side <= Math.min(raster.width(), raster.height())) {
      side *= 2;
    }
    double[][] pixels = pixels(raster, side, side);
    for (double[] row : pixels) {
      Arrays.setAll(row, i -> row[i] / 255.0);
    }
    double[][] low = withoutLowest(pixels);
    while (low.length > n) {
      low = haar(low)[0];
    }
    return above(median(low), low);
  }

  private static double[][] withoutLowest(double[][] pixels) {
    if (pixels.length == 1) {
      return new double[1][1];
    }
    double[][][] parts = haar(pixels);
    return back(withoutLowest(parts[0]), parts[1], parts[2], parts[3]);
  }

  /** Low frequencies, then details across, down and both. */
  private static double[][][] haar(double[][] p) {
    double[][][] down = halves(transposed(p));
    double[][][] low = halves(transposed(down[0]));
    double[][][] high = halves(transposed(down[1]));
    return new double[][][] {low[0], low[1], high[0], high[1]};
  }

  /** Sums and differences along rows. */
  private static double[][][] halves(double[][] p) {
    double[][] low = new double[p.length][p[0].length / 2];
    double[][] high = new double[p.length][p[0].length / 2];
    for (int y = 0; y < p.length; y++) {
      for (int x = 0; x < low[y].length; x++) {
        low[y][x] = ROOT_HALF * p[y][2 * x + 1] + ROOT_HALF * p[y][2 * x];
        high[y][x] = -ROOT_HALF * p[y][2 * x + 1] + ROOT_HALF * p[y][2 * x];
      }
    }
    return new double[][][] {low, high};
  }

  private static double[][] back(
      double[][] low, double[][] across, double[][] down, double[][] both) {
    double[][] top = joined(low, across);
    double[][] bottom = joined(down, both);
    return transposed(joined(transposed(top), transposed(bottom)));
  }

  private static double[][] joined(double[][] low, double[][] high) {
    double[][] rows = new double[low.length][2 * low[0].length];
    for (int y = 0; y < low.length; y++) {
      for (int x = 0; x < low[y].length; x++) {
        rows[y][2 * x] = ROOT_HALF * low[y][x] + ROOT_HALF * high[y][x];
        rows[y][2 * x + 1] = ROOT_HALF * low[y][x] + -ROOT_HALF * high[y][x];
      }
    }
    return rows;
  }
}
