package org.hammingbird.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the tests of the Airflow DAG, which are written in Python, where there is a Python. */
class AirflowDagIT {
  @Test
  void theDagParsesAndAsksForWhatItShould() throws Exception {
    assumeTrue(hasPython(), "skipped: no python3.8 or newer on the PATH");
    Process process = python("-m", "unittest", "discover", "-v", "-s", "src/test/python");
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains("test_hammingbird_dag").containsPattern("Ran \\d\\d tests");
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return python("-c", "import sys; sys.exit(sys.version_info < (3, 8))").waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Process python(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = "python3";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
