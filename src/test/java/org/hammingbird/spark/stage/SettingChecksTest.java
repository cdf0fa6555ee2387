package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.hammingbird.UserException;
import org.junit.jupiter.api.Test;

class SettingChecksTest {
  @Test
  void takesWhatLiesInTheRange() {
    assertThat(SettingChecks.whole(of("16"), "k", 16, 512)).isEqualTo(16);
    assertThat(SettingChecks.whole(of("10000000000"), "k", 1, 10_000_000_000L))
        .isEqualTo(10_000_000_000L);
    assertThat(SettingChecks.number(of("0.25"), "k", 0, 1)).isEqualTo(0.25);
  }

  @Test
  void refusesTheRestWithKeyValueAndRange() {
    for (String value : new String[] {"15", "513", "20.5", "\"many\"", "NaN"}) {
      assertThatThrownBy(() -> SettingChecks.whole(of(value), "k", 16, 512))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "Invalid k: " + value.replace("\"", "") + " (must be 16 to 512, a whole number)");
    }
    assertThatThrownBy(() -> SettingChecks.number(of("1.5"), "k", 0, 1))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid k: 1.5 (must be 0.0 to 1.0)");
  }

  private static Config of(String value) {
    return ConfigFactory.parseString("k = " + value);
  }
}
