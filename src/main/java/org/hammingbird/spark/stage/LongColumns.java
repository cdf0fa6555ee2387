package org.hammingbird.spark.stage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;

/**
 * Brings BIGINT columns to the driver as primitive arrays: 8 bytes a value, where collected rows
 * would take a hundred. The caller checks the number of rows first.
 */
final class LongColumns {
  private static final int ROWS_OF_CHUNK = 1 << 20;

  private LongColumns() {}

  /** The columns of rows without nulls, in the order of the dataset. */
  static long[][] collect(Dataset<Row> rows) {
    int width = rows.columns().length;
    MapPartitionsFunction<Row, byte[]> pack = partition -> pack(partition, width);
    return unpack(rows.mapPartitions(pack, Encoders.BINARY()).collectAsList(), width);
  }

  /** Bytes that so many rows take. */
  static long bytes(long rows, int columns) {
    return rows * columns * Long.BYTES;
  }

  /** The columns of rows that are at hand. */
  static long[][] of(Iterator<Row> rows, int width) {
    List<byte[]> chunks = new ArrayList<>();
    pack(rows, width).forEachRemaining(chunks::add);
    return unpack(chunks, width);
  }

  private static Iterator<byte[]> pack(Iterator<Row> rows, int width) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public byte[] next() {
        return chunk(rows, width);
      }
    };
  }

  private static byte[] chunk(Iterator<Row> rows, int width) {
    ByteBuffer buffer = ByteBuffer.allocate(width * Long.BYTES * 1024);
    for (int count = 0; rows.hasNext() && count < ROWS_OF_CHUNK; count++) {
      if (buffer.remaining() < width * Long.BYTES) {
        buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer.flip());
      }
      Row row = rows.next();
      for (int column = 0; column < width; column++) {
        buffer.putLong(row.getLong(column));
      }
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  private static long[][] unpack(List<byte[]> chunks, int width) {
    long total = 0;
    for (byte[] chunk : chunks) {
      total += chunk.length / (width * Long.BYTES);
    }
    long[][] columns = new long[width][Math.toIntExact(total)];
    int row = 0;
    for (byte[] chunk : chunks) {
      ByteBuffer buffer = ByteBuffer.wrap(chunk);
      for (; buffer.hasRemaining(); row++) {
        for (int column = 0; column < width; column++) {
          columns[column][row] = buffer.getLong();
        }
      }
    }
    return columns;
  }

  /**
   * Rearranges all columns so that the first, an id, ascends.
   *
   * @throws UserException where an id occurs twice
   */
  static void sortById(long[][] columns) {
    long[] ids = columns[0];
    long[] sorted = ids.clone();
    Arrays.parallelSort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        throw twice(sorted[i]);
      }
    }
    for (int column = 1; column < columns.length; column++) {
      long[] arranged = new long[ids.length];
      for (int i = 0; i < ids.length; i++) {
        arranged[Arrays.binarySearch(sorted, ids[i])] = columns[column][i];
      }
      columns[column] = arranged;
    }
    columns[0] = sorted;
  }

  /** What says that an id occurs twice. */
  static UserException twice(long id) {
    return new UserException(
        "The image "
            + id
            + " occurs twice in the table hashes: clear the table and run `hammingbird hash`");
  }
}
