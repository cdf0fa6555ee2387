package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.neighbor.BandCells;
import org.hammingbird.neighbor.BandPlan;
import org.hammingbird.neighbor.Hashes;
import scala.Tuple2;

/**
 * Sends distinct hashes to the cells of their bands, and as visitors to the neighbouring cells, and
 * joins each cell in tasks of its own. A cell with many hashes is divided into parts, and each two
 * parts are joined by one task, so a hot bucket makes more tasks and no larger ones.
 */
final class ShuffledCells implements Serializable {
  private static final long serialVersionUID = 1;

  private static final StructType PAIRS =
      new StructType()
          .add("left", DataTypes.LongType, false)
          .add("right", DataTypes.LongType, false)
          .add("distance", DataTypes.IntegerType, false);

  // a task holds two parts, some 50 bytes a hash
  static final int HASHES_OF_PART = 1 << 21;
  private static final int HASHES_OF_CELL = 1 << 19;
  private static final int MAX_BITS = 10;

  private final BandCells cells;
  private final Parts[] parts;
  private final int[] firstTask;

  private ShuffledCells(BandCells cells, long[] hashesOfCell, int hashesOfPart) {
    this.cells = cells;
    long[] visitors = new long[cells.count()];
    for (int cell = 0; cell < cells.count(); cell++) {
      for (int visited : cells.visited(cell)) {
        visitors[visited] += hashesOfCell[cell];
      }
    }
    parts = new Parts[cells.count()];
    firstTask = new int[cells.count() + 1];
    for (int cell = 0; cell < cells.count(); cell++) {
      parts[cell] = new Parts(hashesOfCell[cell], visitors[cell], hashesOfPart);
      firstTask[cell + 1] = firstTask[cell] + parts[cell].tasks();
    }
  }

  /**
   * The pairs of distinct hashes within the plan's radius.
   *
   * @param distinct {@code hash}, BIGINT, and {@code first}, the id that stands for it
   * @return {@code left} and {@code right}, of the ids, in either order, and {@code distance}
   */
  static Dataset<Row> join(Dataset<Row> distinct, BandPlan plan) {
    return join(distinct, plan, distinct.count(), HASHES_OF_CELL, HASHES_OF_PART);
  }

  static Dataset<Row> join(
      Dataset<Row> distinct, BandPlan plan, long count, int hashesOfCell, int hashesOfPart) {
    double wanted = Math.ceil(Math.log((double) count / hashesOfCell) / Math.log(2));
    BandCells cells = new BandCells(plan, (int) Math.max(0, Math.min(MAX_BITS, wanted)));
    JavaRDD<Row> rows = distinct.javaRDD();
    ShuffledCells shuffled = new ShuffledCells(cells, count(rows, cells), hashesOfPart);
    int tasks = shuffled.firstTask[cells.count()];
    if (tasks == 0) {
      return distinct.sparkSession().createDataFrame(List.of(), PAIRS);
    }
    JavaPairRDD<Integer, byte[]> sent =
        rows.mapPartitionsToPair(shuffled::send).partitionBy(new HashPartitioner(tasks));
    return distinct.sparkSession().createDataFrame(sent.mapPartitions(shuffled::joinTasks), PAIRS);
  }

  private static long[] count(JavaRDD<Row> rows, BandCells cells) {
    return rows.mapPartitions(partition -> List.of(count(partition, cells)).iterator())
        .fold(
            new long[cells.count()],
            (one, other) -> {
              long[] sum = one.clone();
              for (int cell = 0; cell < sum.length; cell++) {
                sum[cell] += other[cell];
              }
              return sum;
            });
  }

  private static long[] count(Iterator<Row> rows, BandCells cells) {
    long[] counts = new long[cells.count()];
    long[] value = new long[1];
    Hashes hash = Hashes.of(value);
    while (rows.hasNext()) {
      value[0] = rows.next().getLong(0);
      for (int band = 0; band < cells.bands(); band++) {
        counts[cells.cell(band, hash, 0)]++;
      }
    }
    return counts;
  }

  private Iterator<Tuple2<Integer, byte[]>> send(Iterator<Row> rows) {
    Map<Integer, int[]> visited = new HashMap<>();
    return new Chunks(
        rows,
        (row, chunks) -> {
          long hash = row.getLong(0);
          long id = row.getLong(1);
          // a second mixing: neither the hash's own bits nor the order of ids decide the part
          int salt = Long.hashCode(hash * 0x9E3779B97F4A7C15L) & Integer.MAX_VALUE;
          Hashes one = Hashes.of(new long[] {hash});
          for (int band = 0; band < cells.bands(); band++) {
            int cell = cells.cell(band, one, 0);
            sendToOwn(cell, salt, hash, id, chunks);
            for (int other : visited.computeIfAbsent(cell, cells::visited)) {
              sendToVisited(other, salt, hash, id, chunks);
            }
          }
        });
  }

  private void sendToOwn(int cell, int salt, long hash, long id, Chunks chunks) {
    int part = salt % parts[cell].own;
    for (int other = 0; other < parts[cell].others(); other++) {
      chunks.add(task(cell, part, other), true, hash, id);
    }
    for (int query = 0; query < part; query++) {
      chunks.add(task(cell, query, part), false, hash, id);
    }
  }

  private void sendToVisited(int cell, int salt, long hash, long id, Chunks chunks) {
    for (int query = 0; query < parts[cell].own; query++) {
      chunks.add(task(cell, query, salt % parts[cell].visitors), false, hash, id);
    }
  }

  private int task(int cell, int query, int other) {
    return firstTask[cell] + query * parts[cell].others() + other;
  }

  private Iterator<Row> joinTasks(Iterator<Tuple2<Integer, byte[]>> chunks) {
    List<byte[]> queries = new ArrayList<>();
    List<byte[]> others = new ArrayList<>();
    int task = -1;
    while (chunks.hasNext()) {
      Tuple2<Integer, byte[]> chunk = chunks.next();
      task = chunk._1;
      (chunk._2[0] == 1 ? queries : others).add(chunk._2);
    }
    PairBuffer found = new PairBuffer();
    if (queries.isEmpty()) {
      return Collections.emptyIterator();
    }
    int cell = cell(task);
    long[][] asked = unpack(queries);
    long[][] met = unpack(others);
    queries.clear();
    others.clear();
    if ((task - firstTask[cell]) / parts[cell].others()
        == (task - firstTask[cell]) % parts[cell].others()) {
      cells.join(cell, Hashes.of(asked[0]), found::add);
    }
    // the places of those that are met come after the queries'
    int queryCount = asked[1].length;
    cells.join(
        cell,
        Hashes.of(asked[0]),
        Hashes.of(met[0]),
        (query, other, distance) -> found.add(query, queryCount + other, distance));
    return found.rows(
        (query, other, distance) ->
            RowFactory.create(
                asked[1][query],
                other < queryCount ? asked[1][other] : met[1][other - queryCount],
                distance));
  }

  private int cell(int task) {
    int cell = 0;
    while (firstTask[cell + 1] <= task) {
      cell++;
    }
    return cell;
  }

  private static long[][] unpack(List<byte[]> chunks) {
    int total = 0;
    for (byte[] chunk : chunks) {
      total += chunk.length / (2 * Long.BYTES);
    }
    long[][] columns = new long[2][total];
    int row = 0;
    for (byte[] chunk : chunks) {
      for (ByteBuffer buffer = ByteBuffer.wrap(chunk, 1, chunk.length - 1);
          buffer.hasRemaining();
          row++) {
        columns[0][row] = buffer.getLong();
        columns[1][row] = buffer.getLong();
      }
    }
    return columns;
  }

  /** Into how many parts the hashes of a cell are divided, and its visitors. */
  private static final class Parts implements Serializable {
    private static final long serialVersionUID = 1;

    private final int own;
    private final int visitors;

    Parts(long ownHashes, long visitingHashes, int hashesOfPart) {
      own = (int) ((ownHashes + hashesOfPart - 1) / hashesOfPart);
      visitors = (int) Math.max(1, (visitingHashes + hashesOfPart - 1) / hashesOfPart);
    }

    int others() {
      return Math.max(own, visitors);
    }

    int tasks() {
      return own * others();
    }
  }

  /** What a task of the map side sends: records packed by receiver, so that few rows travel. */
  private static final class Chunks implements Iterator<Tuple2<Integer, byte[]>> {
    /** Sends one row. */
    @FunctionalInterface
    interface Sender {
      void send(Row row, Chunks chunks);
    }

    private static final int RECORDS = 256;

    private final Iterator<Row> rows;
    private final Sender sender;
    private final Map<Integer, ByteBuffer> open = new HashMap<>();
    private final List<Tuple2<Integer, byte[]>> full = new ArrayList<>();

    Chunks(Iterator<Row> rows, Sender sender) {
      this.rows = rows;
      this.sender = sender;
    }

    /**
     * @param query whether the hash is a query of that task, or one that the queries meet
     */
    void add(int task, boolean query, long hash, long id) {
      int key = 2 * task + (query ? 1 : 0);
      ByteBuffer buffer = open.get(key);
      if (buffer == null) {
        buffer = ByteBuffer.allocate(1 + RECORDS * 2 * Long.BYTES);
        buffer.put((byte) (key & 1));
        open.put(key, buffer);
      }
      buffer.putLong(hash).putLong(id);
      if (!buffer.hasRemaining()) {
        full.add(new Tuple2<>(task, buffer.array()));
        open.remove(key);
      }
    }

    @Override
    public boolean hasNext() {
      while (full.isEmpty() && rows.hasNext()) {
        sender.send(rows.next(), this);
      }
      if (full.isEmpty()) {
        open.forEach((key, buffer) -> full.add(new Tuple2<>(key / 2, packed(buffer))));
        open.clear();
      }
      return !full.isEmpty();
    }

    private static byte[] packed(ByteBuffer buffer) {
      return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    }

    @Override
    public Tuple2<Integer, byte[]> next() {
      return full.remove(full.size() - 1);
    }
  }
}
