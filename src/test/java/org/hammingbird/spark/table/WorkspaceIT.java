package org.hammingbird.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.UserException;
import org.hammingbird.spark.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkspaceIT {
  private static final StructType SCHEMA =
      new StructType().add("image_id", "long").add("label", "string");

  @TempDir Path folder;
  private final SparkSession spark = TestSpark.session();

  @Test
  void upsertReplacesRowsOfKnownKeysAndAppendsTheOthers() {
    Table table = workspace().table("hashes");
    long first = table.upsert(rows("1 cat", "2 dog"), "image_id");
    long second = table.upsert(rows("3 cow"), "image_id");
    long third = table.upsert(rows("2 frog", "4 deer"), "image_id");

    assertThat(List.of(second - first, third - second)).containsExactly(1L, 1L);
    assertThat(content(table.read())).containsExactly("1 cat", "2 frog", "3 cow", "4 deer");
    assertThat(content(table.read(first))).containsExactly("1 cat", "2 dog");
  }

  @Test
  void deletesByKeyAndLeavesAMissingTableAlone() {
    Table table = workspace().table("hashes");
    assertThat(table.delete(rows("1 x"), "image_id")).isEqualTo(-1);
    table.overwrite(rows("1 cat", "2 dog"));
    table.delete(rows("2 x", "7 x"), "image_id");
    assertThat(content(table.read())).containsExactly("1 cat");
  }

  @Test
  void overwriteReplacesEverythingAndTheTableIsListed() {
    Workspace workspace = workspace();
    workspace.table("selections/small").overwrite(rows("1 cat"));
    workspace.table("selections/small").overwrite(rows("2 dog"));
    workspace.table("pairs").overwrite(rows());
    assertThat(content(workspace.table("selections/small").read())).containsExactly("2 dog");
    assertThat(workspace.tables()).containsExactly("pairs", "selections/small");
  }

  @Test
  void aTableKnowsItsVersionsAndThatItWasMadeAnew() {
    Workspace workspace = workspace();
    Table table = workspace.table("pairs");
    long version = table.overwrite(rows("1 cat"));
    table.overwrite(rows("2 dog"));
    String id = table.id();
    assertThat(table.remembers(version)).isTrue();
    assertThat(table.remembers(99)).isFalse();
    workspace.delete("tables/pairs");
    table.overwrite(rows("1 cat"));
    assertThat(table.id()).isNotEqualTo(id);
  }

  @Test
  void whoeverMakesATableAtTheSameTimeFindsItMade() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int i = 0; i < 10; i++) {
        String name = "table" + i;
        CountDownLatch start = new CountDownLatch(4);
        List<Future<?>> made = new ArrayList<>();
        for (int j = 0; j < 4; j++) {
          Workspace own =
              Workspace.open(spark.newSession(), folder.resolve("workspace").toUri().toString());
          made.add(
              threads.submit(
                  () -> {
                    start.countDown();
                    start.await();
                    own.table(name).create(SCHEMA);
                    return null;
                  }));
        }
        for (Future<?> one : made) {
          one.get();
        }
        assertThat(workspace().table(name).version()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aTableOfANewerFormatIsRefused() {
    Table table = workspace().table("hashes");
    DeltaTable.create(spark)
        .location(table.location())
        .addColumns(SCHEMA)
        .property("hammingbird.format", "99")
        .execute();
    assertThatThrownBy(table::read)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("format 99, newer");
    assertThatThrownBy(() -> table.upsert(rows("1 a"), "image_id"))
        .isInstanceOf(UserException.class);
  }

  @Test
  void aTableThatIsNotOursIsRefused() {
    Table table = workspace().table("hashes");
    rows("1 cat").write().format("delta").save(table.location());
    assertThatThrownBy(table::read).isInstanceOf(UserException.class).hasMessageContaining("older");
  }

  @Test
  void namesThatWouldLeaveTheWorkspaceAreRefused() {
    for (String name : List.of("../x", "/etc", "a/../b", "", "a b", "a/b/c", ".hidden")) {
      assertThatThrownBy(() -> workspace().table(name)).as(name).isInstanceOf(UserException.class);
    }
  }

  @Test
  void theLastManifestIsTheNewestAndSurvivesItsRoundTrip() {
    Runs runs = workspace().runs();
    assertThat(runs.last("hash", "default")).isEmpty();
    runs.publish(manifest(1));
    runs.publish(manifest(2));
    RunManifest last = runs.last("hash", "default").orElseThrow();
    assertThat(last.results()).isEqualTo(Map.of("images", 2));
    assertThat(last.toJson()).isEqualTo(manifest(2).toJson());
    assertThat(runs.newest()).hasSize(1);
  }

  @Test
  void aDocumentIsReadBackAndAMissingOneIsNamed() {
    Documents documents = workspace().documents();
    String path = documents.write("models/small", ".bin", "abc".getBytes(StandardCharsets.UTF_8));
    assertThat(documents.read(path)).asString().isEqualTo("abc");
    assertThat(Files.exists(folder.resolve("workspace").resolve(path))).isTrue();
    assertThatThrownBy(() -> documents.read("documents/nothing"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("documents/nothing");
  }

  private static RunManifest manifest(int images) {
    return RunManifest.builder("hash", "default")
        .output("hashes", images)
        .fingerprint("f")
        .build(
            RunManifest.Status.COMPLETE, "", "2026-01-01T00:00:00Z", 1.5, Map.of("images", images));
  }

  private Workspace workspace() {
    return Workspace.open(spark, folder.resolve("workspace").toUri().toString());
  }

  private Dataset<Row> rows(String... idAndLabel) {
    List<Row> rows = new ArrayList<>();
    for (String text : idAndLabel) {
      String[] parts = text.split(" ");
      rows.add(RowFactory.create(Long.valueOf(parts[0]), parts[1]));
    }
    return spark.createDataFrame(rows, SCHEMA);
  }

  private static List<String> content(Dataset<Row> rows) {
    List<String> content =
        rows.collectAsList().stream()
            .map(r -> r.getLong(0) + " " + r.getString(1))
            .collect(Collectors.toList());
    Collections.sort(content);
    return content;
  }
}
