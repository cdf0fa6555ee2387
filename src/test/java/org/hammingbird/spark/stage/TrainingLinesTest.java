package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.hammingbird.spark.training.Progress;
import org.hammingbird.training.Architectures;
import org.hammingbird.training.TrainingPlan;
import org.junit.jupiter.api.Test;

class TrainingLinesTest {
  /** 2 epochs of 15 steps of 2 workers and batches of 64. */
  private final TrainingPlan plan =
      new TrainingPlan(
          Architectures.named("hvass-cnn", 32, 28, 1).recipe().withEpochs(2), 2, 1000, 5);

  @Test
  void aTerminalGetsABarThatMoves() {
    assertThat(printed(true))
        .startsWith(
            "\r\u001b[Kepoch 1 of 2 [####--------------------] loss 0.0000, accuracy 0.0%, 640 images/s, 5 s left")
        .contains("[########----------------]")
        .endsWith("\r\u001b[Ktrain: epoch 1 of 2 done: loss 0.0000, accuracy 0.0%, 640 images/s\n");
  }

  @Test
  void aLogGetsALineEveryFiveSeconds() {
    assertThat(printed(false))
        .isEqualTo(
            "train: epoch 2 of 2, step 25 of 30: loss 0.0000, accuracy 0.0%, 640 images/s, 1 s left\n"
                + "train: epoch 1 of 2 done: loss 0.0000, accuracy 0.0%, 640 images/s\n");
  }

  /** A round a second. */
  private String printed(boolean terminal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TrainingLines lines =
        new TrainingLines(new PrintStream(bytes, true, StandardCharsets.UTF_8), plan, terminal);
    for (int round = 1; round <= 5; round++) {
      lines.roundDone(5 * round, Progress.NONE, round);
    }
    lines.epochDone(1, Progress.NONE, Progress.NONE, 640);
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
