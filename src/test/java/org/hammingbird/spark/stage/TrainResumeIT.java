package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hammingbird.TestProcess;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.training.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that trains, and goes on in another. */
class TrainResumeIT {
  private static final int EPOCHS = 5;
  private static final long LONGEST_WAIT = 240_000_000_000L;

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void aKilledTrainingEndsWhereAnUnbrokenOneDoesAndKeepsItsBestEpoch() throws Exception {
    PatternTables.write(context("whole"), 640, 0);
    RunManifest whole = train("whole");

    Path log = folder.resolve("killed.log");
    Process process =
        TestProcess.of(TrainResumeIT.class, "-Xmx1g", folder.toString())
            .redirectOutput(log.toFile())
            .start();
    try {
      awaitCheckpoint(process, log);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(folder.resolve("runs/train/killed")).as("it was not done yet").doesNotExist();
    RunManifest resumed = train("killed");

    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("goes on after epoch");
    assertThat(load(resumed).network().params()).isEqualTo(load(whole).network().params());
    assertThat((List<?>) resumed.results().get("epochs")).hasSize(EPOCHS);
    assertThat(each(resumed, "loss")).isEqualTo(each(whole, "loss"));
    assertThat(each(resumed, "validation_accuracy"))
        .isEqualTo(each(whole, "validation_accuracy"))
        .doesNotContainNull();
    assertThat(resumed.results().get("best_epoch"))
        .isNotNull()
        .isEqualTo(whole.results().get("best_epoch"));
    assertThat(eventBytes("killed")).as("each round once").isEqualTo(eventBytes("whole"));
  }

  /** The process that is killed. */
  public static void main(String[] arguments) {
    Path workspace = Path.of(arguments[0]);
    Map<String, Object> settings = settings("killed");
    new TrainStage(
            TestSpark.context(workspace, TestSpark.settings(settings), new ByteArrayOutputStream()),
            TrainOptions.from(TestSpark.settings(settings)))
        .run();
  }

  private void awaitCheckpoint(Process process, Path log) throws Exception {
    Path checkpoints = folder.resolve("runs/checkpoint/killed");
    long end = System.nanoTime() + LONGEST_WAIT;
    while (!Files.isDirectory(checkpoints) || names(checkpoints).isEmpty()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("No checkpoint:\n" + Files.readString(log));
      }
      Thread.sleep(5);
    }
  }

  private long eventBytes(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("tensorboard").resolve(name))) {
      List<Path> found =
          files.filter(f -> f.toString().endsWith("hammingbird")).collect(Collectors.toList());
      assertThat(found).hasSize(1);
      return Files.size(found.get(0));
    }
  }

  private static List<String> names(Path directory) {
    String[] names = directory.toFile().list((parent, name) -> name.endsWith(".json"));
    return names == null ? List.of() : List.of(names);
  }

  private static List<Object> each(RunManifest manifest, String key) {
    List<Object> found = new ArrayList<>();
    ((List<?>) manifest.results().get("epochs"))
        .forEach(epoch -> found.add(((Map<?, ?>) epoch).get(key)));
    return found;
  }

  private RunManifest train(String name) {
    return new TrainStage(context(name), TrainOptions.from(TestSpark.settings(settings(name))))
        .run();
  }

  private TrainedModel load(RunManifest manifest) {
    String document = manifest.documents().get("model");
    return TrainedModel.load(context("whole").workspace().documents().read(document), document);
  }

  private StageContext context(String name) {
    return TestSpark.context(folder, TestSpark.settings(settings(name)), printed);
  }

  private static Map<String, Object> settings(String name) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("training.name", name);
    settings.put("training.image-side", 16);
    settings.put("training.crop-side", 12);
    settings.put("training.batch-size", "16");
    settings.put("training.epochs", Integer.toString(EPOCHS));
    settings.put("training.workers", 2);
    settings.put("training.averaging-frequency", 5);
    settings.put("training.validation-fraction", 0.2);
    return settings;
  }
}
