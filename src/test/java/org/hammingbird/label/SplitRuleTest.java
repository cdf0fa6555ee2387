package org.hammingbird.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.hammingbird.UserException;
import org.junit.jupiter.api.Test;

class SplitRuleTest {
  @Test
  void theStudysRuleCutsAtAnId() {
    SplitRule rule = SplitRule.atId(40_000);
    assertThat(rule.split(40_000, null)).contains(Split.TRAIN);
    assertThat(rule.split(40_001, "train")).contains(Split.TEST);
  }

  @Test
  void explicitReadsWhatTheRowSays() {
    SplitRule rule = SplitRule.explicit();
    assertThat(rule.split(1, " Val ")).contains(Split.VALIDATION);
    assertThat(rule.split(1, "TRAIN")).contains(Split.TRAIN);
    assertThat(rule.split(1, "holdout")).isEmpty();
    assertThat(rule.split(1, null)).isEmpty();
  }

  @Test
  void theFractionIsMetAndDependsOnTheIdAlone() {
    SplitRule rule = SplitRule.testFraction(0.2);
    long test =
        LongStream.range(0, 100_000).filter(id -> rule.split(id, null).get() == Split.TEST).count();
    assertThat(test).isBetween(19_500L, 20_500L);
    // fixed for good: a change would move images between the splits of existing collections
    StringBuilder first = new StringBuilder();
    for (long id = 1; id <= 20; id++) {
      first.append(SplitRule.testFraction(0.5).split(id, null).get() == Split.TEST ? 'e' : 'a');
    }
    assertThat(first.toString()).isEqualTo("aaeeeaeaaeeaaeaeaeae");
  }

  @Test
  void aLargerFractionKeepsTheTestImagesOfASmallerOne() {
    assertThat(LongStream.range(0, 5_000))
        .filteredOn(id -> SplitRule.testFraction(0.1).split(id, null).get() == Split.TEST)
        .allMatch(id -> SplitRule.testFraction(0.3).split(id, null).get() == Split.TEST);
  }

  @Test
  void refusesWhatIsNoFraction() {
    for (double value : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThatThrownBy(() -> SplitRule.testFraction(value))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(String.valueOf(value));
    }
  }
}
