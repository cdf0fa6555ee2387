package org.hammingbird.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingPlanTest {
  private final Recipe recipe = Recipe.of(64, 0.001).withEpochs(3);

  @Test
  void roundsEndWithTheirEpoch() {
    // 1000 images are 15 whole batches
    TrainingPlan plan = new TrainingPlan(recipe, 2, 1000, 10);
    List<Integer> rounds = new ArrayList<>();
    for (int step = 0; step < plan.steps(); step += plan.stepsOfRound(step)) {
      rounds.add(plan.stepsOfRound(step));
    }

    assertThat(plan.stepsAnEpoch()).isEqualTo(15);
    assertThat(rounds).containsExactly(10, 5, 10, 5, 10, 5);
    assertThat(plan.images(plan.steps())).isEqualTo(2 * 45 * 64);
  }

  @Test
  void stepsMayEndInsideAnEpoch() {
    TrainingPlan plan = new TrainingPlan(recipe.withSteps(38), 1, 1000, 10);

    assertThat(plan.steps()).isEqualTo(38);
    assertThat(plan.epochs()).isEqualTo(3);
    assertThat(plan.stepsOfRound(30)).isEqualTo(8);
  }

  @Test
  void theCosineGoesFromTheFullRateToAHundredth() {
    TrainingPlan plan = new TrainingPlan(recipe.withSchedule(Schedule.COSINE), 1, 1000, 10);

    assertThat(plan.learningRate(0)).isEqualTo(0.001);
    assertThat(Schedule.COSINE.factor(0.5)).isCloseTo(0.505, within(1e-9));
    assertThat(Schedule.COSINE.factor(1)).isCloseTo(0.01, within(1e-9));
    assertThat(new TrainingPlan(recipe, 1, 1000, 10).learningRate(44)).isEqualTo(0.001);
  }

  @Test
  void lessThanABatchAWorkerIsRefused() {
    assertThatThrownBy(() -> new TrainingPlan(recipe, 2, 63, 10))
        .hasMessageContaining("63 images a worker");
  }
}
