package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class TestAnswersTest {
  @Test
  void networksThatAreAllRightComeToOne() {
    // a ninth added up nine times is more than one
    for (int networks = 1; networks <= 50; networks++) {
      List<IntPredicate> right = new ArrayList<>();
      for (int i = 0; i < networks; i++) {
        right.add(place -> place == 0);
      }
      assertThat(TestAnswers.shares(2, right)).containsExactly(1, 0);
    }
    assertThat(TestAnswers.shares(2, List.of())).containsExactly(0, 0);
  }
}
