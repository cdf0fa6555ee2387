package org.hammingbird.image;

import java.util.Arrays;

/**
 * The first pass of {@link LanczosResampler}: from each row of a plane the samples of each result's
 * columns. It goes over the plane in tiles that fit into the processor's first cache, and over a
 * tile column by column: {@code sum[row] += weight * column[row]}, arrays at the same index, is
 * what the JVM turns into vector instructions. (Sums along a row are five times slower.)
 */
final class HorizontalPass {
  private static final int TILE_ROWS = 256;
  private static final int TILE_COLUMNS = 32;

  /** Columns that are read from the plane at once, to be worked on tile by tile. */
  private static final int BLOCK_COLUMNS = 8 * TILE_COLUMNS;

  private HorizontalPass() {}

  /**
   * @param widths columns of each result
   * @return for each result and column its samples, 0 to 255, from top to bottom
   */
  static int[][][] run(Plane plane, int[] widths) {
    int[][][] results = new int[widths.length][][];
    LanczosWeights[] weights = new LanczosWeights[widths.length];
    int[][][] sums = new int[widths.length][][];
    int tileRows = Math.min(TILE_ROWS, plane.height());
    for (int i = 0; i < widths.length; i++) {
      results[i] = new int[widths[i]][plane.height()];
      if (widths[i] != plane.width()) {
        weights[i] = LanczosWeights.of(plane.width(), widths[i]);
        sums[i] = new int[widths[i]][tileRows];
      }
    }
    int[][] block = new int[Math.min(BLOCK_COLUMNS, plane.width())][tileRows];
    for (int y = 0; y < plane.height(); y += tileRows) {
      band(plane, y, Math.min(tileRows, plane.height() - y), block, weights, sums, results);
    }
    return results;
  }

  /** The rows from y on. */
  private static void band(
      Plane plane,
      int y,
      int rows,
      int[][] block,
      LanczosWeights[] weights,
      int[][][] sums,
      int[][][] results) {
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != null) {
        for (int[] sum : sums[i]) {
          Arrays.fill(sum, LanczosWeights.ROUND);
        }
      }
    }
    for (int x = 0; x < plane.width(); x += block.length) {
      int columns = Math.min(block.length, plane.width() - x);
      plane.copy(x, y, columns, rows, block);
      for (int tile = 0; tile < columns; tile += TILE_COLUMNS) {
        int end = Math.min(columns, tile + TILE_COLUMNS);
        for (int i = 0; i < weights.length; i++) {
          if (weights[i] == null) {
            copy(block, tile, end, rows, results[i], x, y);
          } else {
            add(block, tile, end, x, rows, weights[i], sums[i]);
          }
        }
      }
    }
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != null) {
        clip(sums[i], rows, results[i], y);
      }
    }
  }

  private static void copy(
      int[][] block, int begin, int end, int rows, int[][] result, int x, int y) {
    for (int i = begin; i < end; i++) {
      System.arraycopy(block[i], 0, result[x + i], y, rows);
    }
  }

  /** Adds what the block's columns {@code begin} to {@code end}, of which 0 is x, contribute. */
  private static void add(
      int[][] block, int begin, int end, int x, int rows, LanczosWeights weights, int[][] sums) {
    int first = weights.firstBeyond(x + begin);
    for (int o = first; o < sums.length && weights.first(o) < x + end; o++) {
      int from = Math.max(begin, weights.first(o) - x);
      int to = Math.min(end, weights.first(o) + weights.count(o) - x);
      int k = x - weights.first(o);
      int i = from;
      for (; i + 3 < to; i += 4) {
        add(
            sums[o],
            block[i],
            block[i + 1],
            block[i + 2],
            block[i + 3],
            weights.weight(o, k + i),
            weights.weight(o, k + i + 1),
            weights.weight(o, k + i + 2),
            weights.weight(o, k + i + 3),
            rows);
      }
      for (; i < to; i++) {
        add(sums[o], block[i], weights.weight(o, k + i), rows);
      }
    }
  }

  /** Adds a weighted column to a sum. */
  static void add(int[] sum, int[] a, int weight, int rows) {
    for (int r = 0; r < rows; r++) {
      sum[r] += weight * a[r];
    }
  }

  /** Adds four weighted columns to a sum. */
  static void add(
      int[] sum, int[] a, int[] b, int[] c, int[] d, int p, int q, int s, int t, int rows) {
    for (int r = 0; r < rows; r++) {
      sum[r] += p * a[r] + q * b[r] + s * c[r] + t * d[r];
    }
  }

  private static void clip(int[][] sums, int rows, int[][] result, int y) {
    for (int o = 0; o < sums.length; o++) {
      for (int r = 0; r < rows; r++) {
        result[o][y + r] = LanczosWeights.clip(sums[o][r]);
      }
    }
  }
}
