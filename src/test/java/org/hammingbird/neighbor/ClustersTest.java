package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClustersTest {
  @Test
  void lowestMemberNamesTheCluster() {
    Clusters clusters = Clusters.of(new long[] {9, 4, 30, 7}, new long[] {4, 2, 31, 9});
    assertThat(asMap(clusters))
        .isEqualTo(Map.of(2L, 2L, 4L, 2L, 7L, 2L, 9L, 2L, 30L, 30L, 31L, 30L));
  }

  @Test
  void noEdgesNoClusters() {
    assertThat(Clusters.of(new long[0], new long[0]).size()).isZero();
  }

  @Test
  void equalsRepeatedSpreadingOfTheLowestIdInAnyOrder() {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      List<long[]> edges = new ArrayList<>();
      int images = 1 + random.nextInt(40);
      for (int i = random.nextInt(30); i > 0; i--) {
        edges.add(
            new long[] {random.nextInt(images) * 1_000_003L, random.nextInt(images) * 1_000_003L});
      }
      Map<Long, Long> expected = spread(edges);
      assertThat(asMap(of(edges))).isEqualTo(expected);
      Collections.shuffle(edges, random);
      assertThat(asMap(of(edges))).isEqualTo(expected);
    }
  }

  @Test
  void longChainsDoNotOverflow() {
    long[] left = new long[200_000];
    long[] right = new long[200_000];
    for (int i = 0; i < left.length; i++) {
      left[i] = i;
      right[i] = i + 1L;
    }
    Clusters clusters = Clusters.of(left, right);
    assertThat(clusters.size()).isEqualTo(200_001);
    assertThat(clusters.cluster(200_000)).isZero();
  }

  private static Map<Long, Long> spread(List<long[]> edges) {
    Map<Long, Long> clusters = new HashMap<>();
    for (long[] edge : edges) {
      clusters.put(edge[0], edge[0]);
      clusters.put(edge[1], edge[1]);
    }
    for (boolean changed = true; changed; ) {
      changed = false;
      for (long[] edge : edges) {
        long lowest = Math.min(clusters.get(edge[0]), clusters.get(edge[1]));
        changed |= clusters.put(edge[0], lowest) != lowest;
        changed |= clusters.put(edge[1], lowest) != lowest;
      }
    }
    return clusters;
  }

  private static Clusters of(List<long[]> edges) {
    return Clusters.of(
        edges.stream().mapToLong(edge -> edge[0]).toArray(),
        edges.stream().mapToLong(edge -> edge[1]).toArray());
  }

  private static Map<Long, Long> asMap(Clusters clusters) {
    Map<Long, Long> map = new HashMap<>();
    for (int i = 0; i < clusters.size(); i++) {
      map.put(clusters.member(i), clusters.cluster(i));
    }
    return map;
  }
}
