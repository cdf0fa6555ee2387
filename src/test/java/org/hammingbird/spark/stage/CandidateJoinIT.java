package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.UserException;
import org.hammingbird.neighbor.BandPlan;
import org.hammingbird.neighbor.DistinctHashes;
import org.hammingbird.neighbor.Hashes;
import org.hammingbird.spark.TestSpark;
import org.junit.jupiter.api.Test;

class CandidateJoinIT {
  private static final StructType HASHES =
      new StructType()
          .add("image_id", DataTypes.LongType)
          .add("phash64", DataTypes.LongType)
          .add("dhash64", DataTypes.LongType);

  @Test
  void bothWaysFindEveryPairOnce() {
    long[][] hashes = skewed(3000);
    List<String> expected = expected(hashes, 6, 20);
    assertThat(expected).hasSizeGreaterThan(1000);
    for (String way : List.of("broadcast", "shuffle")) {
      Map<String, Object> settings =
          Map.of("neighbors.join", way, "neighbors.radius", 6, "neighbors.max-equal", 20);
      assertThat(found(choice(settings, table(hashes))))
          .as(way)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void cellsAndPartsOfCellsChangeNothing() {
    long[] distinct = Arrays.stream(skewed(4000)[0]).distinct().toArray();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < distinct.length; i++) {
      rows.add(RowFactory.create(distinct[i], (long) i));
    }
    StructType schema =
        new StructType().add("hash", DataTypes.LongType).add("first", DataTypes.LongType);
    Dataset<Row> table = TestSpark.session().createDataFrame(rows, schema).repartition(3);
    BandPlan plan = BandPlan.choose(DistinctHashes.of(Hashes.of(distinct)), 5, 100);
    assertThat(plan.bands()).as(plan.toString()).isGreaterThan(1);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < distinct.length; i++) {
      for (int j = i + 1; j < distinct.length; j++) {
        int distance = Long.bitCount(distinct[i] ^ distinct[j]);
        if (distance <= 5) {
          expected.add(i + "-" + j + "-" + distance);
        }
      }
    }
    List<String> found =
        ShuffledCells.join(table, plan, distinct.length, 500, 300).collectAsList().stream()
            .map(
                row ->
                    Math.min(row.getLong(0), row.getLong(1))
                        + "-"
                        + Math.max(row.getLong(0), row.getLong(1))
                        + "-"
                        + row.getInt(2))
            .collect(Collectors.toList());
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void theWayIsChosenByTheMemoryThatItTakes() {
    Dataset<Row> table = table(skewed(20_000));
    JoinChoice small = choice(Map.of("neighbors.radius", 2), table);
    assertThat(small.join()).isInstanceOf(BroadcastJoin.class);
    assertThat(small.reason())
        .startsWith(
            "by broadcast: the hashes of 20,000 images and of 6 views of each take 21 MB of each executor, less");
    JoinChoice large =
        choice(Map.of("neighbors.radius", 2, "neighbors.broadcast-memory", 1), table);
    assertThat(large.join()).isInstanceOf(ShuffleJoin.class);
    assertThat(large.reason()).endsWith("more than the 1 MB allowed");
    assertThatThrownBy(
            () ->
                choice(
                    Map.of("neighbors.join", "broadcast", "neighbors.broadcast-memory", 1), table))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("take neighbors.join = shuffle");
  }

  @Test
  void badHashesAreRefusedBeforeTheJoin() {
    Row good = RowFactory.create(1L, 5L, 5L);
    for (String way : List.of("broadcast", "shuffle")) {
      Map<String, Object> settings = Map.of("neighbors.join", way);
      assertThatThrownBy(
              () -> choice(settings, rows(HASHES, good, RowFactory.create(2L, null, 5L))))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "Cannot compare phash64: 1 of 2 images have none; run `hammingbird hash --force`");
      assertThatThrownBy(() -> choice(settings, rows(HASHES, good, good)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("The image 1 occurs twice");
      JoinChoice none = choice(settings, rows(HASHES));
      assertThat(none.images()).isZero();
      assertThat(found(none)).isEmpty();
      assertThatThrownBy(
              () ->
                  choice(
                      Map.of(
                          "neighbors.join", way, "neighbors.radius", 64, "neighbors.max-pairs", 9),
                      table(skewed(100))))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("--max-pairs");
    }
    StructType wide =
        new StructType()
            .add("image_id", DataTypes.LongType)
            .add("phash64", DataTypes.BinaryType)
            .add("dhash64", DataTypes.LongType);
    assertThatThrownBy(() -> choice(Map.of(), rows(wide, RowFactory.create(1L, new byte[32], 5L))))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "The column phash64 of hashes is BINARY, but a hash of 64 bits is BIGINT: clear the table and run `hammingbird hash`");
    assertThatThrownBy(() -> choice(Map.of(), table(skewed(3)).drop("dhash64")))
        .hasMessageContaining("The table hashes has no dhash64");
  }

  /** A fifth blank, half of the others in one bucket of the first bits, and near-copies. */
  private static long[][] skewed(int size) {
    Random random = new Random(size);
    long[][] hashes = new long[2][size];
    for (int i = 0; i < size; i++) {
      for (int algorithm = 0; algorithm < 2; algorithm++) {
        long drawn = random.nextLong();
        hashes[algorithm][i] = i % 2 == 0 ? drawn & 0x0000_ffff_ffff_ffffL : drawn;
        if (i % 5 == 0) {
          hashes[algorithm][i] = 0;
        } else if (i % 3 == 0) {
          hashes[algorithm][i] = hashes[algorithm][random.nextInt(i)] ^ 1L << random.nextInt(64);
        }
      }
    }
    return hashes;
  }

  private static List<String> expected(long[][] hashes, int radius, int mostEqual) {
    int size = hashes[0].length;
    int[][] representatives = new int[2][size];
    for (int algorithm = 0; algorithm < 2; algorithm++) {
      Map<Long, List<Integer>> groups = new HashMap<>();
      for (int i = 0; i < size; i++) {
        groups.computeIfAbsent(hashes[algorithm][i], hash -> new ArrayList<>()).add(i);
      }
      for (List<Integer> group : groups.values()) {
        for (int i : group) {
          representatives[algorithm][i] = group.size() > mostEqual ? group.get(0) : i;
        }
      }
    }
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      for (int j = i + 1; j < size; j++) {
        int nearest = 65;
        for (int algorithm = 0; algorithm < 2; algorithm++) {
          int[] by = representatives[algorithm];
          int distance = Long.bitCount(hashes[algorithm][i] ^ hashes[algorithm][j]);
          if (distance <= radius && (by[i] == i && by[j] == j || by[j] == i)) {
            nearest = Math.min(nearest, distance);
          }
        }
        if (nearest < 65) {
          pairs.add((10L + i) + "-" + (10L + j) + "-" + nearest);
        }
      }
    }
    return pairs;
  }

  private static List<String> found(JoinChoice choice) {
    return choice.join().candidates().collect().stream()
        .map(row -> row.getLong(0) + "-" + row.getLong(1) + "-" + row.getInt(2))
        .collect(Collectors.toList());
  }

  private static JoinChoice choice(Map<String, Object> settings, Dataset<Row> hashes) {
    return JoinChoice.of(
            TestSpark.session(), NeighborsOptions.from(TestSpark.settings(settings)), hashes)
        .choose();
  }

  private static Dataset<Row> table(long[][] hashes) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < hashes[0].length; i++) {
      rows.add(RowFactory.create(10L + i, hashes[0][i], hashes[1][i]));
    }
    return TestSpark.session().createDataFrame(rows, HASHES).repartition(3);
  }

  private static Dataset<Row> rows(StructType schema, Row... rows) {
    return TestSpark.session().createDataFrame(Arrays.asList(rows), schema);
  }
}
