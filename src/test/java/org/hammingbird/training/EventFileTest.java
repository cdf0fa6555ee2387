package org.hammingbird.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  /** What {@code src/test/python/event_goldens.py} prints. */
  private static final String GOLDEN =
      ""
          + "1800000000000000a37f4b22090000000000448f401a0d627261696e2e4576656e743a32aba33345"
          + "1b000000000000001a0d9e130900000000004a8f4010ac022a0d0a0b0a046c6f7373150000003e86"
          + "73b1147b000000000000001bf7cfce090000000000508f4010ac022a6d0a6b0a066c6f676974732a"
          + "6109000000000000f0bf11000000000000f03f19000000000000084021000000000000e03f290000"
          + "00000000e83f32180000000000000000000000000000f03f00000000000000403a18000000000000"
          + "f03f00000000000000400000000000000000c6beadb9";

  @TempDir Path folder;

  @Test
  void bytesAreThoseOfTensorBoardsWriter() {
    assertThat(hex(events().bytes())).isEqualTo(GOLDEN);
  }

  @Test
  void aFileThatGoesOnIsOneFile() {
    EventFile whole = events();
    whole.scalar(1003, 301, "loss", 0.1);
    EventFile rest = EventFile.after(events().bytes());
    rest.scalar(1003, 301, "loss", 0.1);

    assertThat(rest.bytes()).isEqualTo(whole.bytes());
  }

  /** Python is that of the property {@code hammingbird.python}, else {@code python3}. */
  @Test
  void tensorBoardsReaderReadsIt() throws Exception {
    assumeTrue(
        run("-c", "import tensorboard") != null, "This Python has no package tensorboard: skipped");
    Files.write(folder.resolve("events.out.tfevents.1000.test"), events().bytes());

    assertThat(run("src/test/python/read_events.py", folder.toString()))
        .isEqualTo("loss 300 0.125\nlogits 300 3.0 -1.0 1.0 3.0\n");
  }

  private static EventFile events() {
    EventFile file = EventFile.begin(1000.5);
    file.scalar(1001.25, 300, "loss", 0.125);
    file.histogram(1002, 300, "logits", new double[] {0, 1, 2}, new double[] {1, 2, 0});
    return file;
  }

  /** Its standard output, null where it failed. */
  private static String run(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = System.getProperty("hammingbird.python", "python3");
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static String hex(byte[] bytes) {
    return String.format("%0" + 2 * bytes.length + "x", new BigInteger(1, bytes));
  }
}
