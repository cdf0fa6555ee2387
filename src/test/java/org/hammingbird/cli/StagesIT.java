package org.hammingbird.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.hammingbird.TestProcess;
import org.hammingbird.UserException;
import org.hammingbird.spark.TestSpark;
import org.junit.jupiter.api.Test;

final class StagesIT {
  @Test
  void aStudyWithoutTrainingsNeedsNoNativeCode() throws IOException, InterruptedException {
    Process process = TestProcess.of(Prepare.class, "-Xmx256m").start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed)
        .contains("[distances]: ready")
        .contains(
            "[distances, sets]: The native code that training computes with cannot be loaded");
  }

  /** Where there is no native code for the platform. */
  static final class Prepare {
    private Prepare() {}

    public static void main(String[] arguments) {
      System.setProperty("org.bytedeco.javacpp.platform", "abacus");
      for (List<String> experiments : List.of(List.of("distances"), List.of("distances", "sets"))) {
        System.out.println(experiments + ": " + prepare(experiments));
      }
    }

    private static String prepare(List<String> experiments) {
      Config settings = TestSpark.settings(Map.of("study.experiments", experiments));
      StageEntry study =
          Stages.ALONE.stream()
              .filter(entry -> entry.name().equals("study"))
              .findFirst()
              .orElseThrow();
      try {
        study.prepare(settings);
        return "ready";
      } catch (UserException e) {
        return e.getMessage();
      }
    }
  }
}
