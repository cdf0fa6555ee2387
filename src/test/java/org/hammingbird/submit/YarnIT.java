package org.hammingbird.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.demo.EmbeddedDatabase;
import org.hammingbird.demo.Planted;
import org.hammingbird.demo.SampleCollection;
import org.hammingbird.spark.Detour;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Workspace;
import org.hammingbird.training.TrainedModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shaded jar on YARN, with images and workspace on HDFS and labels in a MariaDB: the whole
 * chain, with YARN's check of physical memory on, then what is lost in the middle of a run.
 */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class YarnIT {
  private static final int IMAGES = 320;
  private static final int SECONDS = 900;
  private static final String APPLICATION_MASTER = "deploy.yarn.ApplicationMaster";
  private static final String PIXELS = "tables/pixels/_delta_log";
  private static final String EXECUTOR = "YarnCoarseGrainedExecutorBackend";

  @TempDir static Path folder;

  private MiniCluster cluster;
  private EmbeddedDatabase database;
  private SparkSession spark;
  private Planted planted;
  private int submitted;

  @BeforeAll
  void startEverything() throws Exception {
    Path collection = folder.resolve("collection");
    planted = new SampleCollection(IMAGES, 11).draw(collection);
    database = EmbeddedDatabase.start(folder.resolve("database"));
    cluster = MiniCluster.start(Files.createDirectory(folder.resolve("cluster")));
    try (FileSystem hdfs = cluster.hdfs()) {
      hdfs.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(collection.toUri()),
          new org.apache.hadoop.fs.Path("/collection"));
    }
    keepPassword();
    spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.hadoop.fs.defaultFS", cluster.uri(""))
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate();
  }

  @AfterAll
  void stop() {
    if (spark != null) {
      spark.stop();
    }
    if (cluster != null) {
      cluster.close();
    }
    if (database != null) {
      database.close();
    }
  }

  @Test
  @Order(1)
  void theWholeChainInClusterMode() throws Exception {
    SparkSubmit.Running chain = submit("chain", "cluster", 100_000, "run");
    assertThat(chain.exitCode(SECONDS)).as(said(chain)).isZero();

    assertThat(manifests("chain"))
        .extracting(RunManifest::stage)
        .containsAll(EarlierWorkspace.STAGES);
    assertThat(manifests("chain"))
        .allMatch(manifest -> manifest.status() == RunManifest.Status.COMPLETE);
    assertThat(table("chain", "hashes").count())
        .isEqualTo(planted.images() - planted.rejects().size());
    assertThat(table("chain", "rejects").count()).isEqualTo(planted.rejects().size());
    assertThat(containerLogs()).contains("native thread").doesNotContain(database.password());
    assertThat(chain.output() + chain.commandLine()).doesNotContain(database.password());
  }

  @Test
  @Order(2)
  void aRerunInClientModeHasNothingToDo() throws Exception {
    long before = workspace("chain").table("hashes").version();
    SparkSubmit.Running again = submit("chain", "client", 100_000, "hash");
    assertThat(again.exitCode(SECONDS)).as(said(again)).isZero();
    assertThat(again.output()).contains("no image read");
    assertThat(workspace("chain").table("hashes").version()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void aKilledExecutorChangesNothing() throws Exception {
    SparkSubmit.Running hash = submit("executor", "cluster", 80, "hash");
    waitUntil("the first images are stored", () -> files("executor", PIXELS) >= 2, hash);
    kill(EXECUTOR);
    assertThat(hash.exitCode(SECONDS)).as(said(hash)).isZero();
    assertSameAsChain("executor", "hashes", "pixels", "rejects");
  }

  @Test
  @Order(4)
  void yarnsSecondAttemptGoesOnWhereTheKilledDriverWas() throws Exception {
    SparkSubmit.Running hash = submit("driver", "cluster", 80, "hash");
    waitUntil("the first images are stored", () -> files("driver", PIXELS) >= 2, hash);
    kill(APPLICATION_MASTER);
    assertThat(hash.exitCode(SECONDS)).as(said(hash)).isZero();
    assertSameAsChain("driver", "hashes", "pixels", "rejects");
  }

  @Test
  @Order(5)
  void neighborsEndsWithTheSameTablesWhateverExecutorsAreKilled() throws Exception {
    EarlierWorkspace.copy(
        workspace("chain"), "quality", workspace("neighbors"), cluster.configuration());
    SparkSubmit.Running neighbors = submit("neighbors", "client", 100_000, "neighbors");
    waitUntil("the join begins", () -> neighbors.output().contains("comparisons"), neighbors);
    kill(EXECUTOR);
    waitUntil("it verifies", () -> neighbors.output().contains("candidate pairs"), neighbors);
    kill(EXECUTOR);
    assertThat(neighbors.exitCode(SECONDS)).as(said(neighbors)).isZero();
    assertThat(neighbors.output()).contains("Lost executor");
    assertSameAsChain(
        "neighbors",
        "pairs",
        "clusters",
        "leakage",
        "unleaked",
        "label_conflicts",
        "cluster_labels");
  }

  @Test
  @Order(6)
  void trainEndsWithTheSameNetworkWhereAnExecutorIsKilled() throws Exception {
    EarlierWorkspace.copy(
        workspace("chain"), "select", workspace("train"), cluster.configuration());
    String[] command = {"train", "--epochs", "4", "--workers", "2", "--name", "whole"};
    SparkSubmit.Running whole = submit("train", "client", 100_000, command);
    assertThat(whole.exitCode(SECONDS)).as(said(whole)).isZero();

    command[command.length - 1] = "killed";
    SparkSubmit.Running killed = submit("train", "client", 100_000, command);
    waitUntil("an epoch is kept", () -> files("train", "runs/checkpoint/killed") >= 1, killed);
    kill(EXECUTOR);
    assertThat(killed.exitCode(SECONDS)).as(said(killed)).isZero();
    assertThat(killed.output()).contains("Lost executor").doesNotContain("goes on after epoch");
    assertThat(parameters("killed")).isEqualTo(parameters("whole"));
  }

  @Test
  @Order(7)
  void aDatabaseThatGoesAwayAndComesBackChangesNothing() throws Exception {
    // rows enough that they are still being read when it goes
    execute(
        "CREATE TABLE ManyLabels AS SELECT a.ImageID * 1000 + b.ImageID AS ImageID,"
            + " CONCAT(a.LabelName, REPEAT('.', 100)) AS LabelName, a.Type, a.ImageAddr"
            + " FROM ImageLabel a JOIN ImageLabel b WHERE b.ImageID < 6");
    Path calm = manyLabels("calm", database.url());
    SparkSubmit.Running undisturbed = submit(calm, "client", "hash");
    assertThat(undisturbed.exitCode(SECONDS)).as(said(undisturbed)).isZero();

    int port = URI.create(database.url().substring("jdbc:".length())).getPort();
    try (Detour detour = Detour.to(port)) {
      String url = database.url().replace(":" + port + "/", ":" + detour.port() + "/");
      detour.cutAfter(100_000);
      SparkSubmit.Running hash = submit(manyLabels("away", url), "client", "hash");
      waitUntil("the database is gone", detour::isCut, hash);
      waitUntil("a task has failed for it", () -> hash.output().contains("Lost task"), hash);
      detour.mend();
      assertThat(hash.exitCode(SECONDS)).as(said(hash)).isZero();
    }
    assertThat(table("calm", "hashes").count()).isGreaterThan(IMAGES * 4);
    assertSame("away", "calm", "hashes", "pixels", "rejects");
  }

  @Test
  @Order(8)
  void aStoppedDataNodeChangesNothing() throws Exception {
    SparkSubmit.Running hash = submit("datanode", "cluster", 80, "hash");
    waitUntil("the first images are stored", () -> files("datanode", PIXELS) >= 2, hash);
    cluster.stopDataNode();
    assertThat(hash.exitCode(SECONDS)).as(said(hash)).isZero();
    assertSameAsChain("datanode", "hashes", "pixels", "rejects");
  }

  private Path manyLabels(String name, String url) throws IOException {
    String settings = Files.readString(settings(name, 100_000)).replace(database.url(), url);
    return Files.writeString(
        folder.resolve(name + ".conf"), settings + "\nhammingbird.database.table = ManyLabels\n");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private float[] parameters(String model) {
    Workspace workspace = workspace("train");
    String document = workspace.runs().last("train", model).orElseThrow().documents().get("model");
    return TrainedModel.load(workspace.documents().read(document), model)
        .network()
        .params()
        .toFloatVector();
  }

  private void kill(String what) {
    List<ProcessHandle> found = cluster.containers(what);
    assertThat(found).isNotEmpty();
    assertThat(found.get(0).destroyForcibly()).isTrue();
  }

  private void assertSameAsChain(String workspace, String... tables) {
    assertSame(workspace, "chain", tables);
  }

  private void assertSame(String workspace, String undisturbed, String... tables) {
    for (String name : tables) {
      Dataset<Row> expected = table(undisturbed, name);
      Dataset<Row> found = table(workspace, name);
      assertThat(found.count()).as(name).isEqualTo(expected.count());
      assertThat(found.exceptAll(expected).count()).as(name).isZero();
    }
  }

  private SparkSubmit.Running submit(
      String workspace, String mode, int commitRows, String... command) throws IOException {
    return submit(settings(workspace, commitRows), mode, command);
  }

  private SparkSubmit.Running submit(Path settings, String mode, String... command) {
    SparkSubmit submit =
        SparkSubmit.onYarn(cluster, mode)
            .conf("spark.executor.instances", "2")
            .conf("spark.executor.cores", "1")
            .conf("spark.executor.memory", "900m")
            .conf("spark.executor.memoryOverhead", "900m")
            .conf("spark.driver.memory", "1g")
            .conf("spark.driver.memoryOverhead", "1g")
            .conf("spark.executorEnv.OMP_NUM_THREADS", "1")
            .conf("spark.sql.shuffle.partitions", "4")
            .conf("spark.hadoop." + CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, keystore())
            .option("--class", "org.hammingbird.cli.Main")
            .option("--files", settings.toString());
    List<String> words = new ArrayList<>(List.of(SparkSubmit.jar().toString()));
    words.addAll(List.of(command));
    words.add("--conf-file");
    words.add(mode.equals("cluster") ? settings.getFileName().toString() : settings.toString());
    return submit.start(folder, "run-" + ++submitted, words.toArray(new String[0]));
  }

  private Path settings(String name, int commitRows) throws IOException {
    return Files.write(
        folder.resolve(name + ".conf"),
        List.of(
            "hammingbird {",
            "  workspace = \"" + workspaceUri(name) + "\"",
            "  database { url = \"" + database.url() + "\", user = " + database.user() + " }",
            "  images.roots = [\"" + cluster.uri("/collection") + "\"]",
            "  ingest.csv = \"" + cluster.uri("/collection/labels.csv") + "\"",
            "  hash { max-reject-fraction = 0.1, commit-rows = " + commitRows + " }",
            "  pixels.side = 32",
            "  selection.budget = 60%",
            "  training { epochs = 1, batch-size = 8, averaging-frequency = 5 }",
            "  evaluation { conditions = [gaussian-noise], severities = [3] }",
            "}"));
  }

  private void keepPassword() throws IOException {
    org.apache.hadoop.conf.Configuration hadoop = cluster.configuration();
    hadoop.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, keystore());
    CredentialProvider provider = CredentialProviderFactory.getProviders(hadoop).get(0);
    provider.createCredentialEntry(
        "hammingbird.database.password", database.password().toCharArray());
    provider.flush();
  }

  private String keystore() {
    return cluster.uri("/secrets.jceks").replace("hdfs://", "jceks://hdfs@");
  }

  private String workspaceUri(String name) {
    return cluster.uri("/workspaces/" + name);
  }

  private Workspace workspace(String name) {
    return Workspace.open(spark, workspaceUri(name));
  }

  private Dataset<Row> table(String workspace, String name) {
    return workspace(workspace).table(name).read();
  }

  private List<RunManifest> manifests(String workspace) {
    return workspace(workspace).runs().newest();
  }

  /** JSON files in a folder of a workspace, 0 where there is none yet. */
  private int files(String workspace, String relative) {
    org.apache.hadoop.fs.Path parent = workspace(workspace).path(relative);
    try {
      return parent
          .getFileSystem(cluster.configuration())
          .globStatus(new org.apache.hadoop.fs.Path(parent, "*.json"))
          .length;
    } catch (IOException | NullPointerException e) {
      return 0;
    }
  }

  /** What all containers wrote. */
  private String containerLogs() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve("cluster"))) {
      for (Path file :
          files
              .filter(f -> f.toString().contains("container_") && Files.isRegularFile(f))
              .filter(f -> f.endsWith("stderr") || f.endsWith("stdout"))
              .collect(Collectors.toList())) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  private String said(SparkSubmit.Running run) throws IOException {
    String logs = containerLogs();
    return run.output() + "\n" + logs.substring(Math.max(0, logs.length() - 20_000));
  }

  private static void waitUntil(String what, BooleanSupplier reached, SparkSubmit.Running run)
      throws InterruptedException {
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    while (!reached.getAsBoolean()) {
      if (!run.isAlive() || System.nanoTime() > end) {
        run.kill();
        throw new AssertionError("It ended before " + what + ":\n" + run.output());
      }
      Thread.sleep(50);
    }
  }
}
