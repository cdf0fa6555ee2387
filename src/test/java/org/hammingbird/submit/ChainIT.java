package org.hammingbird.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.demo.EmbeddedDatabase;
import org.hammingbird.demo.IdPair;
import org.hammingbird.demo.Planted;
import org.hammingbird.demo.SampleCollection;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Workspace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole chain as users run it: the shaded jar through SparkSubmit, executors that are processes
 * of their own, labels in a MariaDB, and executors and drivers that are killed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainIT {
  private static final int IMAGES = 320;
  private static final int SECONDS = 900;

  @TempDir static Path folder;

  private EmbeddedDatabase database;
  private SparkSession spark;
  private Planted planted;
  private Path collection;
  private SparkSubmit.Running chain;

  @BeforeAll
  void runTheChain() throws Exception {
    collection = folder.resolve("collection of drawings");
    planted = new SampleCollection(IMAGES, 11).draw(collection);
    database = EmbeddedDatabase.start(folder.resolve("database"));
    spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate();
    chain = submit("chain", "run", "--conf-file", settings("chain", 100_000));
    assertThat(chain.exitCode(SECONDS)).as(chain.output()).isZero();
  }

  @AfterAll
  void stop() {
    if (spark != null) {
      spark.stop();
    }
    if (database != null) {
      database.close();
    }
  }

  @Test
  void everyImageIsHashedOrRejectedForItsReason() {
    Workspace workspace = workspace("chain");
    assertThat(table("chain", "rejects").selectExpr("image_id", "cause").collectAsList())
        .extracting(row -> row.getLong(0), row -> row.getString(1))
        .containsExactlyInAnyOrderElementsOf(
            planted.rejects().entrySet().stream()
                .map(e -> org.assertj.core.groups.Tuple.tuple(e.getKey(), e.getValue()))
                .collect(Collectors.toList()));
    long hashed = planted.images() - planted.rejects().size();
    assertThat(table("chain", "hashes").count()).isEqualTo(hashed);
    assertThat(table("chain", "pixels").filter("length(rgb) = width * height * 3").count())
        .isEqualTo(hashed);
    assertThat(table("chain", "hashes").filter("dhash64 is null or sharpness is null").count())
        .isZero();
    assertThat(workspace.tables())
        .contains("pairs", "clusters", "leakage", "label_conflicts", "distance_histograms");
  }

  @Test
  void plantedPairsAndLeaksAreFound() {
    List<Long> leaked =
        table("chain", "leakage").select("test_id").distinct().collectAsList().stream()
            .map(row -> row.getLong(0))
            .collect(Collectors.toList());
    assertThat(planted.leaks().keySet()).isNotEmpty();
    assertThat(leaked).containsAnyElementsOf(planted.leaks().keySet());
    assertThat(table("chain", "pairs").filter("left >= right").count()).isZero();
    Set<IdPair> found =
        table("chain", "pairs").select("left", "right").collectAsList().stream()
            .map(row -> IdPair.of(row.getLong(0), row.getLong(1)))
            .collect(Collectors.toSet());
    long expected = planted.pairs().size();
    assertThat(planted.pairs().keySet().stream().filter(found::contains).count())
        .as("of %d planted pairs", expected)
        .isGreaterThanOrEqualTo(expected * 3 / 4);
  }

  @Test
  void everyStagePublishedItsManifestAndTheReportNeedsNoNetwork() throws IOException {
    for (String stage : EarlierWorkspace.STAGES) {
      assertThat(manifest("chain", stage)).as(stage).isPresent();
      assertThat(manifest("chain", stage).get().status()).isEqualTo(RunManifest.Status.COMPLETE);
    }
    assertThat(table("chain", "selections/default").count()).isPositive();
    assertThat(table("chain", "evaluations/default").selectExpr("max(top1)").first().getDouble(0))
        .isBetween(0.0, 1.0);
    String report = Files.readString(workspacePath("chain").resolve("report/index.html"));
    assertThat(report).contains("<html").doesNotContainPattern("(src|href)=\"https?://");
  }

  @Test
  void thePasswordIsNowhere() throws IOException {
    String secret = database.password();
    assertThat(chain.output()).doesNotContain(secret);
    assertThat(chain.commandLine()).doesNotContain(secret);
    List<Path> leaks = new ArrayList<>();
    for (Path place : List.of(workspacePath("chain"), folder.resolve("events"))) {
      assertThat(place).isNotEmptyDirectory();
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
          if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(secret)) {
            leaks.add(file);
          }
        }
      }
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void aRerunSaysWhatItSkipped() throws Exception {
    long before = workspace("chain").table("hashes").version();
    SparkSubmit.Running again = submit("again", "run", "--conf-file", settings("chain", 100_000));

    assertThat(again.exitCode(SECONDS)).as(again.output()).isZero();
    assertThat(again.output())
        .contains("no image read")
        .contains("neighbors: up to date since")
        .contains("train: up to date since");
    assertThat(workspace("chain").table("hashes").version()).isEqualTo(before);
  }

  @Test
  void killedDriversAndExecutorsLeaveTheSameTables() throws Exception {
    String settings = settings("faults", 80);
    Path pixels = workspacePath("faults").resolve("tables/pixels/_delta_log");
    SparkSubmit.Running killed = submit("killed", "hash", "--conf-file", settings);
    waitUntil("the first images are stored", () -> commits(pixels) >= 2, killed);
    killed.kill();
    assertThat(table("faults", "pixels").count()).isLessThan(table("chain", "pixels").count());

    SparkSubmit.Running refused = submit("refused", "distances", "--conf-file", settings);
    assertThat(refused.exitCode(SECONDS)).as(refused.output()).isEqualTo(2);
    assertThat(refused.output()).contains("run `hammingbird hash` first");

    int stored = commits(pixels);
    SparkSubmit.Running resumed = submit("resumed", "hash", "--conf-file", settings);
    waitUntil("more images are stored", () -> commits(pixels) > stored, resumed);
    ProcessHandle executor = executors(resumed).get(0);
    assertThat(executor.destroyForcibly()).isTrue();
    assertThat(resumed.exitCode(SECONDS)).as(resumed.output()).isZero();

    assertThat(resumed.output()).containsPattern("Lost executor|ExecutorLostFailure");
    for (String name : List.of("hashes", "pixels", "rejects")) {
      assertSame("faults", name);
    }
  }

  @Tag("cluster")
  @Test
  void neighborsEndsWithTheSameTablesWhateverIsLost() throws Exception {
    copyUpTo("quality", "lost");
    String settings = settings("lost", 100_000);
    Path log = workspacePath("lost").resolve("tables/pairs/_delta_log");
    SparkSubmit.Running killed = submit("killed-neighbors", "neighbors", "--conf-file", settings);
    waitUntil("the first table is written", () -> commits(log) >= 1, killed);
    killed.kill();
    // readers go by manifests
    assertThat(manifest("lost", "neighbors")).isEmpty();
    int written = commits(log);
    SparkSubmit.Running hurt = submit("hurt-neighbors", "neighbors", "--conf-file", settings);
    waitUntil("the first table is written again", () -> commits(log) > written, hurt);
    assertThat(executors(hurt).get(0).destroyForcibly()).isTrue();
    assertThat(hurt.exitCode(SECONDS)).as(hurt.output()).isZero();
    for (String name : List.of("pairs", "clusters", "leakage", "unleaked", "label_conflicts")) {
      assertSame("lost", name);
    }
  }

  @Tag("cluster")
  @Test
  void trainEndsWithTheSameNetworkWhateverIsLost() throws Exception {
    copyUpTo("select", "hurt");
    String settings = settings("hurt", 100_000);
    String[] train = {
      "train", "--conf-file", settings, "--epochs", "4", "--workers", "2", "--name", "whole"
    };
    SparkSubmit.Running whole = submit("whole", train);
    assertThat(whole.exitCode(SECONDS)).as(whole.output()).isZero();

    train[train.length - 1] = "lost";
    Path checkpoints = workspacePath("hurt").resolve("runs/checkpoint/lost");
    SparkSubmit.Running lost = submit("lost", train);
    waitUntil("the first epoch is kept", () -> commits(checkpoints) >= 1, lost);
    assertThat(executors(lost).get(0).destroyForcibly()).isTrue();
    int kept = commits(checkpoints);
    waitUntil("another epoch is kept", () -> commits(checkpoints) > kept || !lost.isAlive(), lost);
    lost.kill();
    SparkSubmit.Running resumed = submit("resumed-train", train);
    assertThat(resumed.exitCode(SECONDS)).as(resumed.output()).isZero();
    assertThat(resumed.output()).contains("goes on after epoch");

    assertThat(losses("lost")).hasSize(4).isEqualTo(losses("whole"));
  }

  private List<Object> losses(String model) {
    RunManifest manifest = workspace("hurt").runs().last("train", model).orElseThrow();
    return ((List<?>) manifest.results().get("epochs"))
        .stream().map(epoch -> ((Map<?, ?>) epoch).get("loss")).collect(Collectors.toList());
  }

  /** A copy of the chain's workspace as it was after a stage. */
  private void copyUpTo(String stage, String name) throws IOException {
    EarlierWorkspace.copy(
        workspace("chain"), stage, workspace(name), spark.sparkContext().hadoopConfiguration());
  }

  private void assertSame(String workspace, String name) {
    Dataset<Row> expected = table("chain", name);
    Dataset<Row> found = table(workspace, name);
    assertThat(found.count()).as(name).isEqualTo(expected.count());
    assertThat(found.exceptAll(expected).count()).as(name).isZero();
  }

  @Test
  void aDecoderThatAnExecutorLacksIsTheUsersMistake() throws Exception {
    SparkSubmit.Running lacking =
        onExecutors()
            // JNA finds no library of its own then, and with it none of the system's
            .conf("spark.executor.extraJavaOptions", "-Djna.nounpack=true -Djna.nosys=true")
            .start(
                folder,
                "lacking",
                SparkSubmit.jar().toString(),
                "hash",
                "--conf-file",
                settings("lacking", 100_000),
                "--images-jpeg-decoder",
                "turbojpeg");
    assertThat(lacking.exitCode(SECONDS)).as(lacking.output()).isEqualTo(2);
    assertThat(lacking.output().lines())
        .anyMatch(line -> line.startsWith("Cannot load libturbojpeg, which images.jpeg-decoder"));
  }

  @Tag("cluster")
  @Test
  void nativesThatAnExecutorCannotLoadAreSaidInASentence() throws Exception {
    copyUpTo("select", "natives");
    SparkSubmit.Running lacking =
        onExecutors()
            .conf(
                "spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.platform=linux-ppc64le")
            .start(
                folder,
                "natives",
                SparkSubmit.jar().toString(),
                "train",
                "--conf-file",
                settings("natives", 100_000));
    assertThat(lacking.exitCode(SECONDS)).as(lacking.output()).isEqualTo(2);
    assertThat(lacking.output().lines())
        .anyMatch(line -> line.startsWith("The native code that training computes with cannot"));
  }

  @Test
  void nativesThatTheDriverCannotLoadAreSaidBeforeAnyWork() throws Exception {
    SparkSubmit.Running lacking =
        onExecutors()
            .environment("JAVA_TOOL_OPTIONS", "-Dorg.bytedeco.javacpp.platform=linux-ppc64le")
            .start(
                folder,
                "lacking-driver",
                SparkSubmit.jar().toString(),
                "run",
                "--conf-file",
                settings("lacking-driver", 100_000));
    assertThat(lacking.exitCode(SECONDS)).as(lacking.output()).isEqualTo(2);
    assertThat(lacking.output().lines())
        .anyMatch(line -> line.startsWith("The native code that training computes with cannot"));
    assertThat(lacking.output()).doesNotContain("\tat org.");
    assertThat(workspacePath("lacking-driver")).doesNotExist();
  }

  /** Settings for a workspace of this name, small enough for two slow executors. */
  private String settings(String name, int commitRows) throws IOException {
    Path file = folder.resolve(name + ".conf");
    Files.write(
        file,
        Arrays.asList(
            "hammingbird {",
            "  workspace = \"" + workspacePath(name) + "\"",
            "  database.url = \"" + database.url() + "\"",
            "  database.user = " + database.user(),
            "  database.password-file = \"" + database.passwordFile() + "\"",
            "  images.roots = [\"" + collection + "\"]",
            "  ingest.csv = \"" + SampleCollection.labels(collection) + "\"",
            "  hash { max-reject-fraction = 0.1, commit-rows = " + commitRows + " }",
            "  pixels.side = 32",
            "  selection.budget = 60%",
            "  training { epochs = 1, batch-size = 8, averaging-frequency = 5 }",
            "  evaluation { conditions = [gaussian-noise], severities = [3] }",
            "}"));
    return file.toString();
  }

  private SparkSubmit.Running submit(String name, String... arguments) throws IOException {
    Path events = Files.createDirectories(folder.resolve("events"));
    List<String> words = new ArrayList<>(List.of(SparkSubmit.jar().toString()));
    words.addAll(Arrays.asList(arguments));
    return onExecutors()
        .conf("spark.eventLog.enabled", "true")
        .conf("spark.eventLog.dir", events.toUri().toString())
        .start(folder, name, words.toArray(new String[0]));
  }

  private static SparkSubmit onExecutors() {
    return SparkSubmit.onLocalCluster().option("--class", "org.hammingbird.cli.Main");
  }

  private Path workspacePath(String name) {
    return folder.resolve("workspace of " + name);
  }

  private Workspace workspace(String name) {
    return Workspace.open(spark, workspacePath(name).toString());
  }

  private Dataset<Row> table(String workspace, String name) {
    return workspace(workspace).table(name).read();
  }

  private Optional<RunManifest> manifest(String workspace, String stage) {
    return workspace(workspace).runs().newest().stream()
        .filter(run -> run.stage().equals(stage))
        .findFirst();
  }

  private static List<ProcessHandle> executors(SparkSubmit.Running run) {
    return run.handle()
        .descendants()
        .filter(p -> p.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .collect(Collectors.toList());
  }

  /** Commits of a Delta table, 0 where there is none yet. */
  private static int commits(Path log) {
    String[] names = log.toFile().list((parent, name) -> name.endsWith(".json"));
    return names == null ? 0 : names.length;
  }

  private static void waitUntil(String what, BooleanSupplier reached, SparkSubmit.Running run)
      throws InterruptedException {
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    while (!reached.getAsBoolean()) {
      if (!run.isAlive() || System.nanoTime() > end) {
        run.kill();
        throw new AssertionError("It ended before " + what + ":\n" + run.output());
      }
      Thread.sleep(20);
    }
  }
}
