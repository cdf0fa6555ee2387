package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StageRunIT {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void aMissingInputNamesTheStageThatMakesIt() {
    assertThatThrownBy(
            () -> StageRun.of(context(1), "neighbors", "default", "seed").input("hashes"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("run `hammingbird hash` first");
  }

  @Test
  void aTableThatNoManifestNamesIsNoInput() {
    context(1).workspace().table("hashes").overwrite(ids(3));
    assertThatThrownBy(
            () -> StageRun.of(context(1), "neighbors", "default", "seed").input("hashes"))
        .isInstanceOf(UserException.class);
  }

  @Test
  void inputsAreReadAsTheirLastRunPublishedThem() {
    StageContext context = context(1);
    hash(context, 3);
    // a later run was killed before its manifest
    context.workspace().table("hashes").overwrite(ids(5));
    assertThat(StageRun.of(context, "neighbors", "default", "seed").input("hashes").count())
        .isEqualTo(3);
  }

  @Test
  void tablesOfAFailedRunAreRefusedUnlessAccepted() {
    StageContext context = context(1);
    StageRun hash = StageRun.of(context, "hash", "default", "seed");
    hash.output("hashes", context.workspace().table("hashes").overwrite(ids(2)));
    hash.failed("2 of 4 images were rejected", Map.of());

    assertThatThrownBy(() -> StageRun.of(context, "neighbors", "default", "seed").input("hashes"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("2 of 4 images were rejected");
    assertThat(
            StageRun.of(context.acceptingFailed(), "neighbors", "default", "seed")
                .input("hashes")
                .count())
        .isEqualTo(2);
  }

  @Test
  void theSameInputsAndSettingsAreUpToDateAndOthersAreNot() {
    hash(context(1), 3);
    StageRun first = StageRun.of(context(1), "neighbors", "default", "seed");
    first.input("hashes");
    assertThat(first.upToDate()).isEmpty();
    first.complete(Map.of("pairs", 7));

    assertThat(neighbors(context(1)).upToDate()).map(RunManifest::skipped).contains(true);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("neighbors: up to date");
    assertThat(neighbors(context(2)).upToDate()).as("another seed").isEmpty();
    assertThat(neighbors(context(1).forcing()).upToDate()).as("forced").isEmpty();
    hash(context(1), 4);
    assertThat(neighbors(context(1)).upToDate()).as("a newer input").isEmpty();
  }

  private static StageRun neighbors(StageContext context) {
    StageRun run = StageRun.of(context, "neighbors", "default", "seed");
    run.input("hashes");
    return run;
  }

  private static void hash(StageContext context, int images) {
    StageRun run = StageRun.of(context, "hash", "default", "seed");
    run.output("hashes", context.workspace().table("hashes").overwrite(ids(images)));
    run.complete(Map.of("images", images));
  }

  private static Dataset<Row> ids(int count) {
    return TestSpark.session().range(count).toDF("image_id");
  }

  private StageContext context(long seed) {
    return TestSpark.context(folder, TestSpark.settings(Map.of("seed", seed)), printed);
  }
}
