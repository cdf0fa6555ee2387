package org.hammingbird.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The measures of {@link Quality} by their formulas, in doubles, one after the other. */
final class QualityOracle {
  private QualityOracle() {}

  /** Mean luma of the exact area that each pixel of a copy of this size covers. */
  static double[][] areas(Raster raster, int width, int height) {
    double[][] copy = new double[height][width];
    double across = (double) raster.width() / width;
    double down = (double) raster.height() / height;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int j = (int) (y * down); j < Math.min(raster.height(), (y + 1) * down); j++) {
          double high = Math.min(j + 1, (y + 1) * down) - Math.max(j, y * down);
          for (int i = (int) (x * across); i < Math.min(raster.width(), (x + 1) * across); i++) {
            double wide = Math.min(i + 1, (x + 1) * across) - Math.max(i, x * across);
            sum += high * wide * luma(raster, i, j);
          }
        }
        copy[y][x] = sum / across / down;
      }
    }
    return copy;
  }

  static double luma(Raster raster, int x, int y) {
    int at = (y * raster.width() + x) * raster.channels();
    byte[] in = raster.samples();
    return raster.channels() == 1
        ? in[at] & 0xFF
        : Math.floor(
            (19595 * (in[at] & 0xFF) + 38470 * (in[at + 1] & 0xFF) + 7471 * (in[at + 2] & 0xFF))
                    / 65536.0
                + 0.5);
  }

  static double sharpness(double[][] luma) {
    List<Double> responses = new ArrayList<>();
    for (int y = 1; y < luma.length - 1; y++) {
      for (int x = 1; x < luma[y].length - 1; x++) {
        responses.add(
            4 * luma[y][x] - luma[y - 1][x] - luma[y + 1][x] - luma[y][x - 1] - luma[y][x + 1]);
      }
    }
    return variance(responses);
  }

  static double contrast(double[][] luma) {
    List<Double> all = new ArrayList<>();
    for (double[] row : luma) {
      for (double value : row) {
        all.add(value);
      }
    }
    return Math.sqrt(variance(all));
  }

  static double entropy(double[][] luma) {
    int[] counts = new int[256];
    int all = 0;
    for (double[] row : luma) {
      for (double value : row) {
        counts[(int) value]++;
        all++;
      }
    }
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / all;
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }

  /** Of whole tiles of 8 x 8 whose mean luma is 12 to 243, from the second row and column on. */
  static double noise(double[][] luma) {
    int[][] mask = {{1, -2, 1}, {-2, 4, -2}, {1, -2, 1}};
    List<Double> tiles = new ArrayList<>();
    for (int top = 1; top + 8 < luma.length; top += 8) {
      for (int left = 1; left + 8 < luma[0].length; left += 8) {
        double sum = 0;
        double light = 0;
        for (int y = top; y < top + 8; y++) {
          for (int x = left; x < left + 8; x++) {
            double response = 0;
            for (int j = -1; j <= 1; j++) {
              for (int i = -1; i <= 1; i++) {
                response += mask[j + 1][i + 1] * luma[y + j][x + i];
              }
            }
            sum += Math.abs(response);
            light += luma[y][x];
          }
        }
        if (light / 64 >= 12 && light / 64 < 244) {
          tiles.add(sum / 64);
        }
      }
    }
    if (tiles.isEmpty()) {
      return 0;
    }
    Collections.sort(tiles);
    return Math.sqrt(Math.PI / 2) / 6 / 0.8 * tiles.get((int) (0.1 * (tiles.size() - 1)));
  }

  static double saturation(Raster raster) {
    double sum = 0;
    for (int i = 0; i < raster.samples().length; i += 3) {
      int[] rgb = rgb(raster, i);
      sum += rgb[2] - rgb[0];
    }
    return 3 * sum / raster.samples().length;
  }

  /** A percentile of the largest channel: the value at rank ceil(share * pixels). */
  static double percentile(Raster raster, double share) {
    int[] largest = new int[raster.samples().length / 3];
    for (int i = 0; i < largest.length; i++) {
      largest[i] = rgb(raster, 3 * i)[2];
    }
    Arrays.sort(largest);
    return largest[(int) Math.ceil(share * largest.length) - 1];
  }

  private static int[] rgb(Raster raster, int at) {
    int[] rgb = new int[3];
    for (int c = 0; c < 3; c++) {
      rgb[c] = raster.samples()[at + c] & 0xFF;
    }
    Arrays.sort(rgb);
    return rgb;
  }

  /** Over the squares of 16 x 16 that fit, all of them. */
  static double blockiness(Raster raster) {
    double border = 0;
    double borders = 0;
    double inside = 0;
    double insides = 0;
    int width = raster.width() / 16 * 16;
    int height = raster.height() / 16 * 16;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (x % 16 != 15) {
          double difference = Math.abs(luma(raster, x, y) - luma(raster, x + 1, y));
          border += x % 16 == 7 ? difference : 0;
          borders += x % 16 == 7 ? 1 : 0;
          inside += x % 16 == 7 ? 0 : difference;
          insides += x % 16 == 7 ? 0 : 1;
        }
        if (y % 16 != 15) {
          double difference = Math.abs(luma(raster, x, y) - luma(raster, x, y + 1));
          border += y % 16 == 7 ? difference : 0;
          borders += y % 16 == 7 ? 1 : 0;
          inside += y % 16 == 7 ? 0 : difference;
          insides += y % 16 == 7 ? 0 : 1;
        }
      }
    }
    return borders == 0 ? 1 : (border / borders + 0.25) / (inside / insides + 0.25);
  }

  private static double variance(List<Double> values) {
    double mean = values.stream().mapToDouble(v -> v).average().orElse(0);
    return values.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElse(0);
  }
}
