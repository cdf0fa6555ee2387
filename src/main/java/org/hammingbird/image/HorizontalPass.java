package org.hammingbird.image;

import java.util.Arrays;

/**
 * The first pass of {@link LanczosResampler}: from each row of a plane the samples of each result's
 * columns. It goes over the plane in tiles that fit into the processor's first cache, and over a
 * tile column by column: {@code sum[row] += weight * column[row]}, arrays at the same index, is
 * what the JVM turns into vector instructions. (Sums along a row are five times slower.)
 *
 * <p>Four bands of rows come from the plane together: one sample of each fits into an int, and
 * turning over a quarter as many ints takes a quarter of the time.
 */
final class HorizontalPass {
  private static final int BANDS = 4;
  private static final int TILE_ROWS = 256;
  private static final int TILE_COLUMNS = 32;

  /** Columns that are read from the plane at once, to be worked on tile by tile. */
  private static final int BLOCK_COLUMNS = 8 * TILE_COLUMNS;

  /** Rows of a band below which one band is faster. */
  private static final int LEAST_ROWS = 64;

  /** Columns of all results above which the sums of several bands would not fit into the cache. */
  private static final int MOST_COLUMNS = 128;

  private final Plane plane;
  private final LanczosWeights[] weights;
  private final int bands;
  private final int bandRows;

  /** By band, result and column. */
  private final int[][][][] sums;

  /** By result and column. */
  private final int[][][] results;

  private final int[][] block;
  private final int[][] tile;
  private final int tileColumns;

  private HorizontalPass(Plane plane, int[] widths) {
    this.plane = plane;
    int height = plane.height();
    boolean several = height >= BANDS * LEAST_ROWS && Arrays.stream(widths).sum() <= MOST_COLUMNS;
    bands = several ? BANDS : 1;
    int least = bands * TILE_ROWS;
    int turns = (height + least - 1) / least;
    bandRows = (height + turns * bands - 1) / (turns * bands);
    weights = new LanczosWeights[widths.length];
    sums = new int[bands][widths.length][][];
    results = new int[widths.length][][];
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] != plane.width()) {
        weights[i] = LanczosWeights.of(plane.width(), widths[i]);
        for (int[][][] ofBand : sums) {
          ofBand[i] = new int[widths[i]][bandRows];
        }
      }
      // where one band is all, its sums become the result
      results[i] =
          bandRows == height && sums[0][i] != null ? sums[0][i] : new int[widths[i]][height];
    }
    block = new int[Math.min(BLOCK_COLUMNS, plane.width())][bandRows];
    tileColumns = bands == 1 && narrow() ? block.length : TILE_COLUMNS;
    tile = bands == 1 ? block : new int[Math.min(TILE_COLUMNS, plane.width())][bandRows];
  }

  /** Whether all that one column of a result takes is no wider than a tile. */
  private boolean narrow() {
    return Arrays.stream(weights)
        .allMatch(ofResult -> ofResult == null || ofResult.span() <= TILE_COLUMNS);
  }

  /**
   * @param widths columns of each result
   * @return for each result and column its samples, 0 to 255, from top to bottom
   */
  static int[][][] run(Plane plane, int[] widths) {
    HorizontalPass pass = new HorizontalPass(plane, widths);
    for (int y = 0; y < plane.height(); y += pass.bands * pass.bandRows) {
      pass.turn(y);
    }
    return pass.results;
  }

  /** The bands from row y on. */
  private void turn(int y) {
    for (int[][][] ofBand : sums) {
      for (int[][] ofResult : ofBand) {
        for (int i = 0; ofResult != null && i < ofResult.length; i++) {
          Arrays.fill(ofResult[i], LanczosWeights.ROUND);
        }
      }
    }
    for (int x = 0; x < plane.width(); x += block.length) {
      int columns = Math.min(block.length, plane.width() - x);
      plane.copy(x, y, columns, bands, bandRows, block);
      for (int from = 0; from < columns; from += tileColumns) {
        int count = Math.min(tileColumns, columns - from);
        for (int band = 0; band < bands; band++) {
          tile(x, from, count, band, y + band * bandRows);
        }
      }
    }
    for (int band = 0; band < bands; band++) {
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] != null) {
          clip(sums[band][i], results[i], y + band * bandRows);
        }
      }
    }
  }

  /** What {@code count} columns of the block, of which 0 is x, contribute to one band. */
  private void tile(int x, int from, int count, int band, int y) {
    int rows = Math.min(bandRows, plane.height() - y);
    if (rows <= 0) {
      return;
    }
    int first = from;
    if (bands > 1) {
      for (int i = 0; i < count; i++) {
        unpack(block[from + i], band * Byte.SIZE, tile[i], rows);
      }
      first = 0;
    }
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] == null) {
        copy(tile, first, first + count, rows, results[i], x + from - first, y);
      } else {
        add(tile, first, first + count, x + from - first, rows, weights[i], sums[band][i]);
      }
    }
  }

  private static void unpack(int[] packed, int shift, int[] column, int rows) {
    for (int r = 0; r < rows; r++) {
      column[r] = packed[r] >> shift & 0xFF;
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
      if (i == to - 1) {
        add(sums[o], block[i], weights.weight(o, k + i), rows);
      } else if (i < to) {
        // two or three more, and a column without weight: faster than one by one
        int last = Math.min(i + 2, to - 1);
        add(
            sums[o],
            block[i],
            block[i + 1],
            block[last],
            block[last],
            weights.weight(o, k + i),
            weights.weight(o, k + i + 1),
            last == i + 2 ? weights.weight(o, k + last) : 0,
            0,
            rows);
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

  private static void clip(int[][] sums, int[][] result, int y) {
    for (int o = 0; o < sums.length; o++) {
      int rows = Math.min(sums[o].length, result[o].length - y);
      for (int r = 0; r < rows; r++) {
        sums[o][r] = LanczosWeights.clip(sums[o][r]);
      }
      if (rows > 0 && sums[o] != result[o]) {
        System.arraycopy(sums[o], 0, result[o], y, rows);
      }
    }
  }
}
