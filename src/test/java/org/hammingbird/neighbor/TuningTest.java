package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hammingbird.neighbor.Tuning.JudgedPair;
import org.hammingbird.neighbor.Tuning.Outcome;
import org.hammingbird.neighbor.Tuning.Setting;
import org.junit.jupiter.api.Test;

class TuningTest {
  private static final int[] FIRST = {0};
  private static final int[] SECOND = {1};
  private static final int[] BOTH = {0, 1};

  // of two hashes: distances of the wholes, of crops, similarity
  private static final Tuning TUNING =
      new Tuning(
          List.of(
              new JudgedPair(true, new int[] {2, 20}, new int[] {9, 20}, 0.9),
              new JudgedPair(true, new int[] {20, 4}, new int[] {20, 20}, 0.8),
              new JudgedPair(true, new int[] {20, 20}, new int[] {6, 20}, 0.85),
              new JudgedPair(false, new int[] {8, 8}, new int[] {20, 20}, 0.6),
              new JudgedPair(false, new int[] {6, 20}, new int[] {20, 20}, 0.3)));

  @Test
  void countsWhatASettingFinds() {
    assertOutcome(new Setting(FIRST, false, 8, -1), 3, 1);
    assertOutcome(new Setting(FIRST, false, 8, 0.5), 2, 1);
    assertOutcome(new Setting(FIRST, false, 8, 0.7), 1, 1);
    assertOutcome(new Setting(SECOND, false, 8, 0.7), 1, 1);
    assertOutcome(new Setting(BOTH, false, 8, 0.7), 2, 2);
    assertOutcome(new Setting(BOTH, true, 8, 0.7), 3, 3);
    // where every candidate counts, crops propose none
    assertOutcome(new Setting(BOTH, true, 8, -1), 4, 2);
    // crops must be two bits nearer
    assertOutcome(new Setting(BOTH, true, 7, 0.7), 2, 2);
    assertOutcome(new Setting(BOTH, false, 1, 0.7), 0, 0);
  }

  @Test
  void sharesFollowFromTheCounts() {
    Outcome outcome = TUNING.outcome(new Setting(BOTH, false, 8, -1));
    assertThat(outcome.precision()).isEqualTo(0.5);
    assertThat(outcome.recall()).isEqualTo(2 / 3.0);
    assertThat(outcome.f1()).isEqualTo(4 / 7.0);
    assertThat(TUNING.outcome(new Setting(FIRST, false, 0, 0)).precision()).isNaN();
  }

  @Test
  void theGridHasEachCombinationOnce() {
    List<Outcome> grid = grid();
    assertThat(grid).hasSize(3 * 2 * 3 * 2);
    assertThat(grid.get(1).setting().leastSimilarity()).isEqualTo(0.7);
    assertThat(grid.get(2).setting().radius()).isEqualTo(8);
    assertThat(grid.get(6).setting().crops()).isTrue();
    assertThat(grid.get(12).setting().hashes()).containsExactly(1);
  }

  @Test
  void theBestHasTheHighestRecallAtThePrecisionAndIsCheap() {
    Outcome best = Tuning.best(grid(), 0.97);
    assertThat(best.recall()).isEqualTo(1);
    assertThat(best.setting().hashes()).containsExactly(0, 1);
    assertThat(best.setting().crops()).isTrue();
    assertThat(best.setting().radius()).isEqualTo(8);
    assertThat(best.setting().leastSimilarity()).isEqualTo(0.7);
  }

  @Test
  void withoutEnoughPrecisionTheBestIsByF1() {
    Tuning alike =
        new Tuning(
            List.of(
                new JudgedPair(true, new int[] {3}, new int[] {64}, 0.5),
                new JudgedPair(false, new int[] {3}, new int[] {64}, 0.5)));
    List<Outcome> grid =
        alike.grid(List.of(FIRST), new boolean[] {false}, new int[] {2, 4}, new double[] {0});
    assertThat(Tuning.best(grid, 0.9).setting().radius()).isEqualTo(4);
  }

  @Test
  void listsWithoutNearDuplicatesAreRefused() {
    assertThatThrownBy(() -> new Tuning(List.of(new JudgedPair(false, new int[1], new int[1], 0))))
        .hasMessage("No pair of 1 is a near-duplicate");
  }

  private static List<Outcome> grid() {
    return TUNING.grid(
        List.of(FIRST, SECOND, BOTH),
        new boolean[] {false, true},
        new int[] {4, 8, 10},
        new double[] {-1, 0.7});
  }

  private static void assertOutcome(Setting setting, long found, long right) {
    Outcome outcome = TUNING.outcome(setting);
    assertThat(outcome.found()).isEqualTo(found);
    assertThat(outcome.right()).isEqualTo(right);
  }
}
