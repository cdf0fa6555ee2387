package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.neighbor.Clusters;
import org.hammingbird.spark.TestSpark;
import org.junit.jupiter.api.Test;

class ComponentsIT {
  private static final StructType EDGES =
      new StructType().add("left", DataTypes.LongType).add("right", DataTypes.LongType);

  @Test
  void bothWaysEqualUnionFind() {
    List<long[]> edges = new ArrayList<>();
    Random random = new Random(11);
    // a chain in random order of ids, a star, a star of high ids, random graphs, and one pair
    List<Long> ids = new ArrayList<>();
    random.longs(300, 0, 10_000).distinct().forEach(ids::add);
    for (int i = 1; i < ids.size(); i++) {
      edges.add(new long[] {ids.get(i - 1), ids.get(i)});
    }
    for (int i = 1; i < 200; i++) {
      edges.add(new long[] {20_000, 20_000 + i});
      edges.add(new long[] {31_000, 30_000 + i});
    }
    for (int graph = 0; graph < 20; graph++) {
      for (int i = 0; i < 40; i++) {
        long base = 40_000 + 100L * graph;
        edges.add(new long[] {base + random.nextInt(40), base + 50 + random.nextInt(40)});
      }
    }
    edges.add(new long[] {-5, Long.MAX_VALUE});

    Clusters expected =
        Clusters.of(
            edges.stream().mapToLong(edge -> edge[0]).toArray(),
            edges.stream().mapToLong(edge -> edge[1]).toArray());
    List<String> clusters = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      clusters.add(expected.member(i) + " in " + expected.cluster(i));
    }
    assertThat(members(edges, Long.MAX_VALUE)).containsExactlyInAnyOrderElementsOf(clusters);
    assertThat(members(edges, 0)).containsExactlyInAnyOrderElementsOf(clusters);
  }

  @Test
  void noEdgesHaveNoComponents() {
    assertThat(members(List.of(), Long.MAX_VALUE)).isEmpty();
  }

  /**
   * Ten million edges, on request: {@code -Dhammingbird.scale=true}. Chains of ten, a star of a
   * hundred thousand and random edges; both ways must agree.
   */
  @Test
  void tenMillionEdges() {
    assumeTrue(Boolean.getBoolean("hammingbird.scale"), "takes minutes: -Dhammingbird.scale=true");
    Dataset<Row> edges =
        TestSpark.session()
            .range(0, 10_000_000, 1, 8)
            .selectExpr(
                "case when id < 100000 then 0"
                    + " when id < 5000000 then id"
                    + " else 10000000 + pmod(xxhash64(id), 8000000) end as left",
                "case when id < 100000 then id + 1"
                    + " when id < 5000000 then id + if(id % 10 = 9, 0, 1)"
                    + " else 10000000 + pmod(xxhash64(id, 1), 8000000) end as right")
            .where("left <> right");
    Dataset<Row> onDriver = Components.members(edges, Long.MAX_VALUE);
    long start = System.nanoTime();
    long united = onDriver.count();
    System.out.printf("driver: %,d members in %.1f s%n", united, (System.nanoTime() - start) / 1e9);
    start = System.nanoTime();
    Dataset<Row> byStars = Components.members(edges, 0);
    long starred = byStars.count();
    System.out.printf("stars: %,d members in %.1f s%n", starred, (System.nanoTime() - start) / 1e9);
    assertThat(starred).isEqualTo(united);
    assertThat(byStars.except(onDriver).isEmpty()).isTrue();
  }

  private static List<String> members(List<long[]> edges, long driverEdges) {
    List<Row> rows =
        edges.stream()
            .map(edge -> RowFactory.create(edge[0], edge[1]))
            .collect(Collectors.toList());
    Dataset<Row> pairs = TestSpark.session().createDataFrame(rows, EDGES).repartition(5);
    return Components.members(pairs, driverEdges).collectAsList().stream()
        .map(row -> row.getLong(0) + " in " + row.getLong(1))
        .collect(Collectors.toList());
  }
}
