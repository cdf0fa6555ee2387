package org.hammingbird.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.exceptions.ConcurrentAppendException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.SparkException;
import org.hammingbird.UserException;
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

  @Test
  void aMistakeThatShowsOnAnExecutorIsTheUsersToo() {
    Exception inTask = new UserException("Cannot load it: install it");
    assertThat(Main.mistakeIn(new IllegalStateException(new SparkException("aborted", inTask))))
        .contains("Cannot load it: install it");
    String asText =
        "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times: "
            + inTask
            + "\n\tat x";
    assertThat(Main.mistakeIn(new SparkException(asText, null)))
        .contains("Cannot load it: install it");
    assertThat(Main.mistakeIn(new SparkException("aborted", new IllegalStateException("a bug"))))
        .isEmpty();
  }

  @Test
  void whatWentAwayUnderARunIsSaidInASentence() {
    String task = "Job aborted due to stage failure: Lost task 0.0: java.io.IOException: ";
    assertThat(Main.lossIn(new SparkException(task + "No space left on device", null)).get())
        .startsWith("No space is left on a disk");
    String lost =
        "java.sql.SQLException: Can not read response from server. Expected to read 26 bytes";
    assertThat(Main.lossIn(new SparkException(lost, null)).get())
        .startsWith("The database was lost while it was read: run again");
    assertThat(Main.lossIn(new ConcurrentAppendException("a row")).get())
        .startsWith("Another run has written the same table");
  }

  private int run(String... args) {
    CommandLine main = Main.commandLine();
    main.setOut(new PrintWriter(out, true));
    main.setErr(new PrintWriter(err, true));
    return main.execute(args);
  }
}
