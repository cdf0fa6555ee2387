package org.hammingbird.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesEveryCommandAndSucceeds() {
    assertThat(run("--help")).isZero();
    for (StageEntry entry : Stages.PIPELINE) {
      assertThat(out.toString()).contains(entry.name());
    }
    assertThat(out.toString()).contains("run", "list", "show", "clean");
  }

  @Test
  void everyStagePrintsItsSettingsWithDefaults() {
    for (StageEntry entry : Stages.PIPELINE) {
      assertThat(run(entry.name(), "--help")).as(entry.name()).isZero();
    }
    assertThat(run("run", "--help")).isZero();
    assertThat(out.toString()).contains("--pixels-side").contains("(default: 64)");
  }

  @Test
  void theUsersMistakesEndWithCode2AndOneSentence() {
    assertThat(run("run", "--no-such-flag")).isEqualTo(2);
    assertThat(run("no-such-command")).isEqualTo(2);
    assertThat(run("list", "--set", "no.such=1")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown setting \"no.such\"").doesNotContain("\tat ");
  }

  private int run(String... args) {
    CommandLine main = Main.commandLine();
    main.setOut(new PrintWriter(out, true));
    main.setErr(new PrintWriter(err, true));
    return main.execute(args);
  }
}
