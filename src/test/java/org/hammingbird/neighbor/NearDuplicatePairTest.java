package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NearDuplicatePairTest {
  @Test
  void lowerIdStandsLeft() {
    NearDuplicatePair pair = new NearDuplicatePair(7, 3, 5, 0.9);
    assertThat(pair.left()).isEqualTo(3);
    assertThat(pair.right()).isEqualTo(7);
    assertThat(pair.distance()).isEqualTo(5);
    assertThat(pair.similarity()).isEqualTo(0.9);
  }

  @Test
  void refusesAnImageWithItself() {
    assertThatThrownBy(() -> new NearDuplicatePair(7, 7, 0, 1))
        .hasMessage("Cannot pair image 7 with itself");
    assertThatThrownBy(() -> new NearDuplicatePair(6, 7, 65, 1))
        .hasMessage("Invalid distance: 65 (must be 0 to 64)");
  }
}
