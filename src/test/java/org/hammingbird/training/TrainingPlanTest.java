package org.hammingbird.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingPlanTest {
  /** 0.01 + 0.99 (1 + cos(pi / 9)) / 2. */
  private static final double COSINE_AT_A_NINTH = 0.9701478;

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

    // a round's rate is that of its middle: step 5 of 45
    assertThat(plan.learningRate(0)).isCloseTo(0.001 * COSINE_AT_A_NINTH, within(1e-9));
    assertThat(Schedule.COSINE.factor(0.5)).isCloseTo(0.505, within(1e-9));
    assertThat(Schedule.COSINE.factor(1)).isCloseTo(0.01, within(1e-9));
    assertThat(new TrainingPlan(recipe, 1, 1000, 10).learningRate(44)).isEqualTo(0.001);
  }

  @Test
  void otherSchedulesRiseAndFallWhereTheyShould() {
    assertThat(Schedule.ONE_CYCLE.factor(0)).isCloseTo(0.04, within(1e-9));
    assertThat(Schedule.ONE_CYCLE.factor(0.15)).isCloseTo(0.52, within(1e-9));
    assertThat(Schedule.ONE_CYCLE.factor(0.3)).isCloseTo(1, within(1e-9));
    assertThat(Schedule.ONE_CYCLE.factor(0.65)).isCloseTo(0.50005, within(1e-9));
    assertThat(Schedule.ONE_CYCLE.factor(1)).isCloseTo(1e-4, within(1e-9));
    assertThat(Schedule.STEP.factor(0.49)).isEqualTo(1);
    assertThat(Schedule.STEP.factor(0.5)).isEqualTo(0.1);
    assertThat(Schedule.STEP.factor(0.75)).isEqualTo(0.01);
    assertThat(Schedule.ONE_CYCLE.id()).isEqualTo("one-cycle");
  }

  @Test
  void warmingUpRisesToTheScheduleAndLeavesItThen() {
    TrainingPlan plan = new TrainingPlan(recipe.withWarmup(0.5), 1, 1000, 1);

    assertThat(plan.learningRate(0)).isCloseTo(0.001 * 0.5 / 22.5, within(1e-9));
    assertThat(plan.learningRate(11)).isCloseTo(0.001 * 11.5 / 22.5, within(1e-9));
    assertThat(plan.learningRate(22)).isCloseTo(0.001, within(1e-9));
    assertThat(plan.learningRate(44)).isEqualTo(0.001);
  }

  @Test
  void lessThanABatchAWorkerIsRefused() {
    assertThatThrownBy(() -> new TrainingPlan(recipe, 2, 63, 10))
        .hasMessageContaining("63 images a worker");
  }
}
