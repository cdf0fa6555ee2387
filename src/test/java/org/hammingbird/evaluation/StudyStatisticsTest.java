package org.hammingbird.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expected values are scipy 1.17's, as the comments name its functions. */
class StudyStatisticsTest {
  private static final double[] ONE = {.612, .598, .633, .607, .621};
  private static final double[] OTHER = {.601, .600, .615, .590, .618};

  @Test
  void meanAndIntervalAreStudents() {
    MeanEstimate estimate = MeanEstimate.of(ONE);
    assertThat(estimate.mean()).isCloseTo(0.6142, within(1e-12));
    // t.interval(.95, 4, mean, sem)
    assertThat(estimate.low()).isCloseTo(0.5975552173834252, within(1e-10));
    assertThat(estimate.high()).isCloseTo(0.630844782616575, within(1e-10));
    assertThat(estimate.count()).isEqualTo(5);
  }

  @Test
  void differencesOfPairsAreTested() {
    MeanEstimate difference = MeanEstimate.ofDifferences(ONE, OTHER);
    // ttest_rel
    assertThat(difference.pValue()).isCloseTo(0.07384985339753018, within(1e-10));
    assertThat(difference.low()).isCloseTo(-0.0014459190326324006, within(1e-10));
    assertThat(difference.high()).isCloseTo(0.02024591903263242, within(1e-10));
    assertThatThrownBy(() -> MeanEstimate.ofDifferences(ONE, new double[4]))
        .hasMessage("Cannot pair 5 values with 4");
  }

  @Test
  void fewValuesSayLittle() {
    assertThat(MeanEstimate.of().mean()).isNaN();
    assertThat(MeanEstimate.of(.5).mean()).isEqualTo(.5);
    assertThat(MeanEstimate.of(.5).halfWidth()).isNaN();
    assertThat(MeanEstimate.of(.5).pValue()).isNaN();
    assertThat(MeanEstimate.of(0, 0, 0).pValue()).isEqualTo(1);
    assertThat(MeanEstimate.of(1, 1, 1).pValue()).isNaN();
    assertThat(MeanEstimate.of(1, 1, 1).halfWidth()).isNaN();
    assertThat(MeanEstimate.of(0, 0).halfWidth()).isNaN();
    double[] two = {.52, .61};
    MeanEstimate agreeing = MeanEstimate.ofDifferences(two, new double[] {.5, .59});
    assertThat(agreeing.pValue()).isNaN();
    assertThat(agreeing.halfWidth()).isNaN();
  }

  @Test
  void holmAdjustsTheSmallestMost() {
    // by hand: .005 x 5, .01 x 4, .03 x 3, .04 x 2 but not below the one before, .5
    double[] adjusted = Holm.adjusted(.01, .04, .03, .005, .5);
    assertThat(adjusted).containsExactly(new double[] {.04, .09, .09, .025, .5}, within(1e-12));
    double[] withUnknown = Holm.adjusted(.01, Double.NaN, .6);
    assertThat(withUnknown[0]).isCloseTo(.02, within(1e-12));
    assertThat(withUnknown[1]).isNaN();
    assertThat(withUnknown[2]).isCloseTo(.6, within(1e-12));
    assertThat(Holm.adjusted(.9, .8)).containsExactly(1, 1);
    assertThat(Holm.tests(.01, Double.NaN, .6)).isEqualTo(2);
  }

  @Test
  void aucCountsTiesHalf() {
    // mannwhitneyu(second, first).statistic / 30
    assertThat(RankAuc.of(new double[] {1, 2, 2, 3, 5, 8}, new double[] {2, 3, 4, 4, 9}))
        .isCloseTo(0.65, within(1e-12));
    assertThat(RankAuc.of(new double[] {1}, new double[] {Double.NaN})).isNaN();
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      double[] first = random.ints(17, 0, 9).asDoubleStream().toArray();
      double[] second = random.ints(23, 2, 12).asDoubleStream().toArray();
      double wins = 0;
      for (double one : first) {
        for (double two : second) {
          wins += two > one ? 1 : two == one ? 0.5 : 0;
        }
      }
      assertThat(RankAuc.of(first, second)).isCloseTo(wins / 17 / 23, within(1e-12));
    }
  }

  @Test
  void leavingOutRightAnswersLowersTheMean() {
    double[] pattern = {1, 0, 1, 1, 0, 1, 1, 0, 1, 1};
    double[] values = new double[300];
    boolean[] keeps = new boolean[300];
    for (int i = 0; i < 300; i++) {
      values[i] = pattern[i % 10];
      keeps[i] = i % 10 != 0;
    }
    SubsetDifference difference = SubsetDifference.of(values, keeps, 1);
    assertThat(difference.all()).isCloseTo(0.7, within(1e-12));
    assertThat(difference.kept()).isCloseTo(180 / 270.0, within(1e-12));
    assertThat(difference.difference()).isCloseTo(-1 / 30.0, within(1e-12));
    // bootstrap((values, keeps), paired=True, method='percentile', n_resamples=20000)
    assertThat(difference.low()).isCloseTo(-0.0468957, within(0.0015));
    assertThat(difference.high()).isCloseTo(-0.0218280, within(0.0015));
    assertThat(SubsetDifference.of(values, keeps, 1).low()).isEqualTo(difference.low());
  }

  @Test
  void aDifferenceThatNoDrawVariesHasNoInterval() {
    boolean[] keeps = {true, true, false, true};
    double[] alike = {1, 1, 1, 1};
    SubsetDifference difference = SubsetDifference.of(alike, keeps, 1);
    assertThat(difference.difference()).isZero();
    assertThat(difference.low()).isNaN();
    assertThat(difference.high()).isNaN();
    // where none is left out the difference is 0, and known to be
    Arrays.fill(keeps, true);
    assertThat(SubsetDifference.of(alike, keeps, 1).high()).isZero();
  }

  @Test
  void sharesOfTwoGroupsDifferAsNewcombeHasIt() {
    // Newcombe 1998, table II, method 10
    ShareDifference difference = ShareDifference.of(outcomes(56, 70), outcomes(48, 80));
    assertThat(difference.difference()).isCloseTo(0.2, within(1e-12));
    assertThat(difference.low()).isCloseTo(0.0524, within(5e-5));
    assertThat(difference.high()).isCloseTo(0.3339, within(5e-5));
    ShareDifference few = ShareDifference.of(outcomes(9, 10), outcomes(3, 10));
    assertThat(few.low()).isCloseTo(0.1705, within(5e-5));
    assertThat(few.high()).isCloseTo(0.8090, within(5e-5));
    ShareDifference all = ShareDifference.of(outcomes(10, 10), outcomes(0, 10));
    assertThat(all.low()).isCloseTo(0.6075, within(5e-5));
    assertThat(all.high()).isEqualTo(1);
  }

  private static double[] outcomes(int right, int all) {
    double[] outcomes = new double[all];
    Arrays.fill(outcomes, 0, right, 1);
    return outcomes;
  }

  @Test
  void tenthsKeepEqualValuesTogether() {
    double[] measure = new double[100];
    double[] outcomes = new double[100];
    for (int i = 0; i < 100; i++) {
      measure[i] = 99 - i;
      outcomes[i] = measure[i] < 50 ? 1 : 0;
    }
    List<Deciles.Group> tenths = Deciles.of(measure, outcomes);
    assertThat(tenths).hasSize(10);
    assertThat(tenths.get(4).from()).isEqualTo(40);
    assertThat(tenths.get(4).to()).isEqualTo(49);
    assertThat(tenths.get(4).outcomes()).containsOnly(1);
    assertThat(tenths.get(5).outcomes()).containsOnly(0);
    assertThat(tenths.get(9).outcomes()).hasSize(10);

    // 80 alike, one unknown, 19 less: those alike all go where the first of them belongs
    Arrays.fill(measure, 0, 80, 75);
    measure[80] = Double.NaN;
    List<Deciles.Group> few = Deciles.of(measure, outcomes);
    assertThat(few).hasSize(2);
    assertThat(few.get(0).outcomes()).hasSize(10);
    assertThat(few.get(1).outcomes()).hasSize(89);
    assertThat(few.get(1).from()).isEqualTo(10);
    assertThat(few.get(1).to()).isEqualTo(75);
    assertThat(Deciles.of(new double[] {Double.NaN}, new double[1])).isEmpty();
  }
}
