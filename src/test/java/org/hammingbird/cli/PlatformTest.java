package org.hammingbird.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hammingbird.UserException;
import org.junit.jupiter.api.Test;

class PlatformTest {
  @Test
  void thisOneAndThoseOfTheCloudsAreGood() {
    assertThatCode(Platform::require).doesNotThrowAnyException();
    assertThatCode(() -> Platform.require("3.5.3", "2.12.18", 11)).doesNotThrowAnyException();
    assertThatCode(() -> Platform.require("3.5.6-amzn-0", "2.12.18", 17))
        .doesNotThrowAnyException();
  }

  @Test
  void othersEndWithASentenceThatSaysWhichToChoose() {
    refuses("3.5.6", "2.13.16", 17, "This is Spark 3.5.6 with Scala 2.13.16");
    refuses("4.0.0", "2.13.16", 17, "This is Spark 4.0.0");
    refuses("3.3.2", "2.12.18", 11, "needs Spark 3.5 with Scala 2.12: Dataproc images 2.2");
    refuses("3.5.6", "2.12.18", 8, "This is Java 8");
    refuses("3.5.6", "2.12.18", 21, "needs Java 11 or 17: set JAVA_HOME to one");
  }

  private static void refuses(String spark, String scala, int java, String text) {
    assertThatThrownBy(() -> Platform.require(spark, scala, java))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(text);
  }
}
