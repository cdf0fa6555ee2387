package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashClassifierTest {
  @Test
  void nearestDecides() {
    HashClassifier one = new HashClassifier(new long[] {0, -1L}, new int[] {4, 2}, 5, 1);
    assertThat(one.classify(0b111)).isEqualTo(4);
    assertThat(one.classify(~0b111L)).isEqualTo(2);
  }

  @Test
  void thoseAtTheLastDistanceShareItsVotes() {
    // one vote left for three at distance 1: class 1 has 2/3 of it, class 0 has 1/3
    HashClassifier classifier = new HashClassifier(new long[] {1, 2, 4}, new int[] {0, 1, 1}, 2, 1);
    assertThat(classifier.classify(0)).isEqualTo(1);
    // equally many: the lower class
    assertThat(new HashClassifier(new long[] {1, 2}, new int[] {1, 0}, 2, 1).classify(0)).isZero();
  }

  @Test
  void orderOfTheDataDoesNotMatterAndAllAreUsedWhenFewerThanK() {
    Random random = new Random(1);
    long[] hashes = HashSets.draw(6, 200, random);
    int[] classes = random.ints(200, 0, 3).toArray();
    long[] turned = new long[200];
    int[] turnedClasses = new int[200];
    for (int i = 0; i < 200; i++) {
      turned[i] = hashes[199 - i];
      turnedClasses[i] = classes[199 - i];
    }
    for (int k : new int[] {1, 3, 10, 500}) {
      HashClassifier classifier = new HashClassifier(hashes, classes, 3, k);
      HashClassifier other = new HashClassifier(turned, turnedClasses, 3, k);
      List<Integer> first = new ArrayList<>();
      List<Integer> second = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        long query = random.nextLong() & random.nextLong();
        first.add(classifier.classify(query));
        second.add(other.classify(query));
      }
      assertThat(first).isEqualTo(second);
    }
    int[] counts = new int[3];
    Arrays.stream(classes).forEach(c -> counts[c]++);
    int majority =
        counts[0] >= counts[1] && counts[0] >= counts[2] ? 0 : counts[1] >= counts[2] ? 1 : 2;
    assertThat(new HashClassifier(hashes, classes, 3, 500).classify(7)).isEqualTo(majority);
  }

  @Test
  void nothingToLearnFromIsRefused() {
    assertThatThrownBy(() -> new HashClassifier(new long[0], new int[0], 2, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
