package org.hammingbird.spark.stage;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.sql.Row;

/** Pairs of places and their distances in primitive arrays, 10 bytes each. */
final class PairBuffer {
  /** Makes a row of a pair. */
  @FunctionalInterface
  interface RowMaker {
    Row row(int left, int right, int distance);
  }

  private long[] pairs = new long[1024];
  private short[] distances = new short[1024];
  private int size;

  void add(int left, int right, int distance) {
    if (size == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * size);
      distances = Arrays.copyOf(distances, 2 * size);
    }
    pairs[size] = (long) left << 32 | right;
    distances[size++] = (short) distance;
  }

  /** The pairs as rows, each made when it is asked for. */
  Iterator<Row> rows(RowMaker maker) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Row next() {
        long pair = pairs[next];
        return maker.row((int) (pair >>> 32), (int) pair, distances[next++]);
      }
    };
  }
}
