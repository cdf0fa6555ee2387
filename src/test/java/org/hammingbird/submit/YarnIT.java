package org.hammingbird.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Workspace;
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
  private static final String EXECUTOR = "YarnCoarseGrainedExecutorBackend";

  @TempDir static Path folder;

  private MiniCluster cluster;
  private EmbeddedDatabase database;
  private SparkSession spark;
  private Planted planted;

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
        .contains(
            "ingest",
            "hash",
            "quality",
            "distances",
            "neighbors",
            "select",
            "train",
            "evaluate",
            "report");
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
    kill(EXECUTOR, "executor", hash);
    assertThat(hash.exitCode(SECONDS)).as(said(hash)).isZero();
    assertSameAsChain("executor");
  }

  @Test
  @Order(4)
  void yarnsSecondAttemptGoesOnWhereTheKilledDriverWas() throws Exception {
    SparkSubmit.Running hash = submit("driver", "cluster", 80, "hash");
    kill(APPLICATION_MASTER, "driver", hash);
    assertThat(hash.exitCode(SECONDS)).as(said(hash)).isZero();
    assertSameAsChain("driver");
  }

  @Test
  @Order(5)
  void aStoppedDataNodeChangesNothing() throws Exception {
    SparkSubmit.Running hash = submit("datanode", "cluster", 80, "hash");
    waitUntil("the first images are stored", () -> commits("datanode") >= 2, hash);
    cluster.stopDataNode();
    assertThat(hash.exitCode(SECONDS)).as(said(hash)).isZero();
    assertSameAsChain("datanode");
  }

  private void kill(String what, String workspace, SparkSubmit.Running run) throws Exception {
    waitUntil("the first images are stored", () -> commits(workspace) >= 2, run);
    List<ProcessHandle> found = cluster.containers(what);
    assertThat(found).isNotEmpty();
    assertThat(found.get(0).destroyForcibly()).isTrue();
  }

  private void assertSameAsChain(String workspace) {
    for (String name : List.of("hashes", "pixels", "rejects")) {
      Dataset<Row> expected = table("chain", name);
      Dataset<Row> found = table(workspace, name);
      assertThat(found.count()).as(name).isEqualTo(expected.count());
      assertThat(found.exceptAll(expected).count()).as(name).isZero();
    }
  }

  private SparkSubmit.Running submit(String name, String mode, int commitRows, String command)
      throws IOException {
    Path settings = settings(name, commitRows);
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
    String file = mode.equals("cluster") ? settings.getFileName().toString() : settings.toString();
    return submit.start(
        folder, name + "-" + mode, SparkSubmit.jar().toString(), command, "--conf-file", file);
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

  /** Commits of the table of pixels, 0 where there is none yet. */
  private int commits(String workspace) {
    org.apache.hadoop.fs.Path log =
        new org.apache.hadoop.fs.Path(workspaceUri(workspace) + "/tables/pixels/_delta_log");
    try {
      return log.getFileSystem(cluster.configuration())
          .globStatus(new org.apache.hadoop.fs.Path(log, "*.json"))
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
