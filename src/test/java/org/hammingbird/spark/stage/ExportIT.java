package org.hammingbird.spark.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.hammingbird.UserException;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.Documents;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportIT {
  private static final Raster IMAGE = new Raster(2, 2, 1, new byte[4]);

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void hashesAreWrittenAsImagehashPrintsThem() {
    Path target = folder.resolve("out");
    RunManifest manifest = export("hashes", "csv", target);

    Row row =
        TestSpark.session()
            .read()
            .option("header", true)
            .option("escape", "\"")
            .csv(target.toUri().toString())
            .filter("image_id = 7")
            .first();
    assertThat(row.<String>getAs("ahash64")).isEqualTo("00000000000000ff");
    assertThat(row.<String>getAs("phash64")).isEqualTo("ffffffffffffffff");
    assertThat(row.<String>getAs("dhash64")).isEqualTo("8000000000000000");
    assertThat(row.<String>getAs("label")).isEqualTo("a \"cat\", <b>");
    assertThat(manifest.results()).containsEntry("rows", 2L);
  }

  @Test
  void csvLeavesOutBytesAndSaysSoAndParquetKeepsThem() {
    export("pixels", "csv", folder.resolve("csv"));
    assertThat(printed.toString(UTF_8))
        .contains("CSV cannot hold bytes, maps and lists: pixels without column rgb");
    assertThat(read("csv", folder.resolve("csv")).columns())
        .containsExactly("image_id", "width", "height");

    export("pixels", "parquet", folder.resolve("parquet"));
    Dataset<Row> parquet = read("parquet", folder.resolve("parquet"));
    assertThat(parquet.count()).isEqualTo(2);
    assertThat(parquet.select("rgb").first().<byte[]>getAs(0)).hasSize(12);
  }

  @Test
  void allIsEveryTableAndWhatTheStagesFound() throws Exception {
    Path target = folder.resolve("all");
    publishClusters();
    String document = publishTraining();
    RunManifest manifest = export("all", "parquet", target);

    assertThat(read("parquet", target.resolve("tables/hashes")).first().<String>getAs("phash64"))
        .hasSize(16);
    assertThat(read("parquet", target.resolve("tables/clusters")).count()).isEqualTo(2);
    RunManifest neighbors =
        RunManifest.fromJson(Files.readString(target.resolve("runs/neighbors/default.json")));
    assertThat(neighbors.outputs()).containsOnlyKeys("clusters");
    RunManifest training =
        RunManifest.fromJson(Files.readString(target.resolve("runs/train/small.json")));
    assertThat(training.documents()).containsEntry("rounds", document);
    assertThat(target.resolve(document)).hasContent("step,loss");
    assertThat(target.resolve(training.documents().get("model"))).doesNotExist();
    assertThat(manifest.results())
        .containsEntry("rows", Map.of("clusters", 2L, "hashes", 2L, "pixels", 2L));

    assertThatThrownBy(() -> export("all", "parquet", target))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("which is not empty");
  }

  @Test
  void refusesToWriteOverOtherFiles() throws Exception {
    Path target = folder.resolve("full");
    Files.createDirectories(target);
    Files.writeString(target.resolve("precious.txt"), "mine");
    assertThatThrownBy(() -> export("hashes", "csv", target))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("which is not empty");
    assertThat(target.resolve("precious.txt")).exists();

    assertThatThrownBy(() -> export("hashes", "csv", workspace().resolve("tables")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("overlaps with the workspace");
    assertThatThrownBy(() -> export("hashes", "csv", folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("overlaps with the workspace");
  }

  @Test
  void overwritesAnEarlierExportWhenTold() throws Exception {
    Path target = folder.resolve("again");
    export("hashes", "parquet", target);
    overwrite("hashes", target);
    assertThat(read("parquet", target).count()).isEqualTo(2);

    Path all = folder.resolve("all-again");
    export("all", "parquet", all);
    Files.createDirectories(all.resolve("tables/gone"));
    overwrite("all", all);
    assertThat(all.resolve("tables/gone")).doesNotExist();
  }

  @Test
  void overwritesNothingButAnExport() throws Exception {
    Path home = folder.resolve("home");
    Files.createDirectories(home.resolve("documents"));
    Files.writeString(home.resolve("documents/precious.txt"), "mine");
    Files.createDirectories(home.resolve("birds"));
    for (String table : List.of("hashes", "all")) {
      assertThatThrownBy(() -> overwrite(table, home))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot overwrite file:" + home + ": it holds ")
          .hasMessageContaining("which no export of " + table + " has written");
    }
    assertThat(home.resolve("documents/precious.txt")).exists();
    assertThatThrownBy(() -> overwrite("hashes", home.resolve("documents/precious.txt")))
        .hasMessageContaining("which is a file");
  }

  private void overwrite(String table, Path target) {
    StageContext context = context(table, "parquet", target, Map.of("export.overwrite", true));
    new ExportStage(context, ExportOptions.from(context.settings())).run();
  }

  @Test
  void refusesAFormatOrATableThatThereIsNot() {
    assertThatThrownBy(() -> export("hashes", "xml", folder.resolve("x")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid export.format: xml (must be parquet or csv, or for the table cleaned sql)");
    assertThatThrownBy(() -> export("selections/none", "csv", folder.resolve("x")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has no table selections/none yet");
  }

  @Test
  void theCleanedListSaysWhatToKeepAndWhatToDrop() throws Exception {
    Path target = folder.resolve("cleaned");
    publishClusters();
    export("cleaned", "csv", target);
    assertThat(
            read("csv", target).collectAsList().stream()
                .map(row -> row.mkString("|"))
                .collect(Collectors.toList()))
        .containsExactly(
            "7|a \"cat\", <b>|train|file:/images/7|keep|largest area, 9 pixels|null",
            "8|dog|test|file:/images/8|drop|smaller area, 4 of 9 pixels|7");

    Path sql = folder.resolve("sql");
    export("cleaned", "sql", sql);
    List<String> lines =
        TestSpark.session().read().textFile(sql.toUri().toString()).collectAsList();
    assertThat(lines)
        .containsExactly(
            "START TRANSACTION;",
            "-- like 7: smaller area, 4 of 9 pixels",
            "DELETE FROM `ImageLabel` WHERE `ImageID` = '8';",
            "COMMIT;");
    assertThatThrownBy(() -> export("hashes", "sql", folder.resolve("x")))
        .hasMessage(
            "Invalid export.format: sql (must be parquet or csv, or for the table cleaned sql)");
  }

  @Test
  void anImageThatHasChangedSinceIsNotDroppedForWhatItWas() {
    publishClusters();
    new HashedImages()
        .add(8, "dog", "test", new long[] {9, 9, 9}, IMAGE, 10)
        .publish(context("hashes", "csv", folder.resolve("x"), Map.of()));
    assertThatThrownBy(() -> export("cleaned", "sql", folder.resolve("x")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "The table clusters was made of an earlier hashes: run `hammingbird neighbors` first");
    publishClusters();
    assertThat(export("cleaned", "sql", folder.resolve("x")).results()).containsEntry("rows", 1L);
  }

  /** Returns where the document is that an export copies. */
  private String publishTraining() {
    StageContext context = context("hashes", "csv", folder.resolve("x"), Map.of());
    Documents documents = context.workspace().documents();
    String rounds = documents.write("models/small", ".csv", "step,loss".getBytes(UTF_8));
    StageRun.of(context, "train", "small", "seed")
        .document("rounds", rounds)
        .document("model", documents.write("models/small", ".zip", new byte[9]))
        .complete(Map.of());
    return rounds;
  }

  private void publishClusters() {
    StageContext context = context("hashes", "csv", folder.resolve("x"), Map.of());
    Dataset<Row> clusters =
        TestSpark.session()
            .createDataFrame(
                List.of(
                    RowFactory.create(7L, 7L, true, "kept: largest area, 9 pixels", 1),
                    RowFactory.create(8L, 7L, false, "like 7: smaller area, 4 of 9 pixels", 2)),
                Schemas.CLUSTERS);
    StageRun run = StageRun.of(context, "neighbors", "default", "seed");
    run.input("hashes");
    run.output("clusters", context.workspace().table("clusters").overwrite(clusters));
    run.complete(Map.of());
  }

  private Path workspace() {
    return folder.resolve("workspace");
  }

  private RunManifest export(String table, String format, Path target) {
    StageContext context = context(table, format, target, Map.of());
    return new ExportStage(context, ExportOptions.from(context.settings())).run();
  }

  private StageContext context(
      String table, String format, Path target, Map<String, Object> overrides) {
    Map<String, Object> settings = new HashMap<>(overrides);
    settings.put("export.table", table);
    settings.put("export.format", format);
    settings.put("export.to", target.toUri().toString());
    StageContext context = TestSpark.context(workspace(), TestSpark.settings(settings), printed);
    if (!context.workspace().table("hashes").exists()) {
      new HashedImages()
          .add(7, "a \"cat\", <b>", "train", new long[] {0xff, -1, Long.MIN_VALUE}, IMAGE, 10)
          .add(8, "dog", "test", new long[] {1, 2, 3}, IMAGE, 10)
          .publish(context);
    }
    return context;
  }

  private static Dataset<Row> read(String format, Path folder) {
    return TestSpark.session()
        .read()
        .option("header", true)
        .option("escape", "\"")
        .format(format)
        .load(folder.toUri().toString());
  }
}
