package org.hammingbird.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher asks of spark-submit, gcloud and aws for each target. The arguments were
 * checked against the vendors' reference pages of {@code gcloud dataproc jobs submit spark}, {@code
 * gcloud dataproc batches submit spark}, {@code gcloud topic escaping}, {@code aws emr add-steps}
 * and {@code aws emr-serverless start-job-run}, and the sources of gcloud's and aws's parsers of
 * lists and steps.
 */
class LauncherTargetsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private LauncherCopy launcher;
  private String settings;

  @BeforeEach
  void copyTheLauncher() throws Exception {
    launcher = new LauncherCopy(folder);
    settings = Files.write(folder.resolve("my.conf"), List.of("hammingbird {}")).toString();
    // nothing has been uploaded; a job ends at the second look
    launcher.standIn(
        "gcloud",
        "printf '%s\\n' \"--- gcloud\" \"$@\" >> \"$RECORD\"; case \"$*\" in *describe*) exit 1;; esac");
    launcher.standIn(
        "aws",
        String.join(
            "\n",
            "printf '%s\\n' \"--- aws\" \"$@\" >> \"$RECORD\"",
            "case \"$1 $2\" in",
            "  's3 ls') exit 1 ;;",
            "  'emr add-steps') echo s-1 ;;",
            "  'emr-serverless start-job-run') echo 00f1 ;;",
            "  'emr describe-step' | 'emr-serverless get-job-run')",
            "    if [ -f \"$RECORD.seen\" ]; then echo ${STATE:-COMPLETED}; else : > \"$RECORD.seen\"; echo RUNNING; fi ;;",
            "esac"));
    launcher.standIn("sleep", "exit 0");
  }

  @Test
  void yarnGetsTheSettingsFileWhereTheDriverRunsInTheCluster() throws Exception {
    launcher.set("HADOOP_CONF_DIR", folder.toString());
    LauncherCopy.Result result =
        launcher.launch(
            "run", "--conf-file", settings, "--target", "yarn", "--", "--deploy-mode", "cluster");
    assertThat(result.code).as(result.output).isZero();
    assertThat(launcher.arguments())
        .startsWith("--master", "yarn", "--files", settings, "--deploy-mode", "cluster")
        .endsWith("run", "--conf-file", "my.conf")
        .doesNotContain("--driver-memory");
  }

  @Test
  void yarnNeedsToKnowTheCluster() throws Exception {
    LauncherCopy.Result result = launcher.launch("run", "--target=yarn");
    assertThat(result.code).isEqualTo(2);
    assertThat(result.output).contains("neither HADOOP_CONF_DIR nor YARN_CONF_DIR is set");
  }

  @Test
  void sparkTakesTheMasterOfSparksOwnConfiguration() throws Exception {
    assertThat(launcher.launch("list", "--target", "spark").code).isZero();
    assertThat(launcher.arguments()).startsWith("--class").doesNotContain("--master");
  }

  @Test
  void aDryRunPrintsWithoutSecretsAndRunsNothing() throws Exception {
    LauncherCopy.Result result =
        launcher.launch(
            "run",
            "--dry-run",
            "--database-password-file=/etc/pw",
            "--",
            "--conf",
            "spark.hadoop.fs.s3a.secret.key=hush",
            "--conf=spark.x.password=hush==",
            "--driver-java-options",
            "-Dx=y -Djavax.net.ssl.trustStorePassword=hush -Dz=1",
            "--database-password",
            "hush");
    assertThat(result.code).as(result.output).isZero();
    assertThat(result.output)
        .contains("spark-submit --master 'local[*]'")
        .contains("spark.hadoop.fs.s3a.secret.key=***")
        .contains("--conf=spark.x.password=***")
        .contains("'-Dx=y -Djavax.net.ssl.trustStorePassword=*** -Dz=1' --database-password ***")
        .contains("--database-password-file=/etc/pw")
        .doesNotContain("hush");
    assertThat(launcher.recorded()).noneMatch(line -> line.equals("--class"));
  }

  @Test
  void dataprocGetsJarAndSettingsOnceUnderTheirDigests() throws Exception {
    launcher.set("HAMMINGBIRD_STAGING", "gs://bucket/hammingbird/");
    launcher.set("HAMMINGBIRD_DATABASE_PASSWORD", "hush");
    LauncherCopy.Result result =
        launcher.launch(
            "run",
            "--conf-file",
            settings,
            "--target",
            "dataproc",
            "--",
            "--cluster=c",
            "--region",
            "europe-west1",
            "--conf",
            "spark.executor.instances=9",
            "--conf",
            "spark.x=a,b");
    assertThat(result.code).as(result.output).isZero();
    assertThat(result.output).contains("HAMMINGBIRD_DATABASE_PASSWORD stays on this machine");

    List<List<String>> calls = calls();
    assertThat(calls.get(0)).startsWith("gcloud", "storage", "objects", "describe");
    String jar = calls.get(2).get(4);
    assertThat(jar).matches("gs://bucket/hammingbird/hammingbird-[0-9a-f]{16}\\.jar");
    assertThat(calls.get(3))
        .containsExactly(
            "gcloud",
            "storage",
            "cp",
            launcher.home().resolve("target/hammingbird.jar").toString(),
            jar);
    String uploaded = calls.get(0).get(4);
    assertThat(uploaded).matches("gs://bucket/hammingbird/settings-[0-9a-f]{16}\\.conf");
    List<String> submit = calls.get(4);
    assertThat(submit)
        .startsWith(
            "gcloud",
            "dataproc",
            "jobs",
            "submit",
            "spark",
            "--class=org.hammingbird.cli.Main",
            "--jars=" + jar)
        .endsWith("--cluster=c", "--region", "europe-west1", "--", "run", "--conf-file", uploaded);
    String properties = submit.get(7);
    assertThat(properties).startsWith("--properties=^~~^");
    assertThat(properties.substring("--properties=^~~^".length()).split("~~"))
        .contains("spark.executor.cores=2", "spark.executor.instances=9", "spark.x=a,b")
        .contains(
            "spark.driver.extraJavaOptions=-Dorg.bytedeco.javacpp.maxbytes=1500m -Dorg.bytedeco.javacpp.maxphysicalbytes=4700m")
        .doesNotContain("spark.executor.instances=4");
    assertThat(String.join("\n", launcher.recorded())).doesNotContain("hush");

    launcher.standIn("gcloud", "printf '%s\\n' \"--- gcloud\" \"$@\" >> \"$RECORD\"");
    launcher.launch("run", "--target", "dataproc", "--", "--cluster=c", "--region=r");
    assertThat(calls()).hasSize(2).noneMatch(call -> call.contains("cp"));
  }

  @Test
  void noSecretReachesAJob() throws Exception {
    launcher.set("HAMMINGBIRD_STAGING", "s3://bucket");
    for (String secret :
        List.of("spark.x.password=hush", "spark.executorEnv.AWS_SECRET_ACCESS_KEY=hush")) {
      assertMistake(
          "all who may see the job could read the secret in "
              + secret.replace("hush", "***")
              + ": database.password-file or a credential provider keeps it",
          "run",
          "--target",
          "emr",
          "--",
          "--cluster-id=j-1",
          "--conf",
          secret);
    }
    String[] address = {
      "run", "--database-url", "jdbc:mysql://me:hush@db/birds", "--target=emr", "--dry-run", "--",
    };
    List<String> command = new ArrayList<>(Arrays.asList(address));
    command.addAll(List.of("--cluster-id=j-1", "--conf", "spark.x.token=hush"));
    LauncherCopy.Result result = launcher.launch(command.toArray(new String[0]));
    assertThat(result.code).as(result.output).isZero();
    assertThat(result.output)
        .contains("\"spark.x.token=***\",\"s3://bucket/hammingbird-")
        .contains("\"jdbc:mysql://me:***@db/birds\"]}]'")
        .doesNotContain("hush");
    // a reference is none
    LauncherCopy.Result reference =
        launcher.launch(
            "run",
            "--target=emr-serverless",
            "--",
            "--application-id=a1",
            "--execution-role-arn=arn",
            "--conf",
            "spark.emr-serverless.driverEnv.HAMMINGBIRD_DATABASE_PASSWORD=EMR.secret@birds");
    assertThat(reference.code).as(reference.output).isZero();
    assertThat(String.join("\n", launcher.recorded())).contains("EMR.secret@birds");
  }

  @Test
  void everyCallIsMadeAsTheSameUser() throws Exception {
    launcher.set("HAMMINGBIRD_STAGING", "s3://bucket");
    LauncherCopy.Result result =
        launcher.launch(
            "run",
            "--target=emr-serverless",
            "--",
            "--application-id=a1",
            "--execution-role-arn=arn",
            "--profile",
            "work",
            "--tags",
            "team=birds");
    assertThat(result.code).as(result.output).isZero();
    // s3 ls, s3 cp, start-job-run, and twice get-job-run, which knows no --tags
    List<List<String>> calls = calls();
    assertThat(calls)
        .hasSize(5)
        .allSatisfy(call -> assertThat(call).containsSubsequence("--profile", "work"));
    assertThat(calls).filteredOn(call -> call.contains("--tags")).hasSize(1);

    launcher.set("HAMMINGBIRD_STAGING", "gs://bucket");
    launcher.launch(
        "run",
        "--target=dataproc",
        "--",
        "--cluster-labels=env=test",
        "--region=r",
        "--project=birds");
    assertThat(calls()).hasSize(3).allSatisfy(call -> assertThat(call).contains("--project=birds"));
  }

  @Test
  void propertiesStandInAFileAsSparkReadsThem() throws Exception {
    launcher.set("HAMMINGBIRD_STAGING", "gs://bucket");
    String own =
        Files.write(
                folder.resolve("own.conf"),
                List.of("# none", "", "spark.a\t1", "  spark.b = x=y z  ", "spark.c=3"))
            .toString();
    LauncherCopy.Result result =
        launcher.launch(
            "run",
            "--target=dataproc",
            "--",
            "--cluster=c",
            "--region=r",
            "--properties-file",
            own);
    assertThat(result.code).as(result.output).isZero();
    assertThat(calls().get(2)).contains("--properties=^~~^spark.a=1~~spark.b=x=y z~~spark.c=3");
  }

  @Test
  void dataprocServerlessGetsARuntimeThatFits() throws Exception {
    launcher.set("HAMMINGBIRD_STAGING", "gs://bucket");
    LauncherCopy.Result result =
        launcher.launch("hash", "--target=dataproc-serverless", "--", "--region=r");
    assertThat(result.code).as(result.output).isZero();
    List<String> submit = calls().get(2);
    assertThat(submit)
        .startsWith("gcloud", "dataproc", "batches", "submit", "spark", "--version=1.2")
        .endsWith("--region=r", "--", "hash");
    assertThat(String.join(" ", submit)).contains("spark.executor.cores=4").doesNotContain("yarn");
  }

  @Test
  void emrGetsAStepAndIsFollowedToItsEnd() throws Exception {
    launcher.set("HAMMINGBIRD_STAGING", "s3://bucket/hb");
    String[] command = {
      "run",
      "--set",
      "x=say \"hi\" \\",
      "--target",
      "emr",
      "--",
      "--cluster-id",
      "j-1",
      "--region=r"
    };
    LauncherCopy.Result result = launcher.launch(command);
    assertThat(result.code).as(result.output).isZero();
    assertThat(result.output).contains("step s-1: RUNNING").contains("step s-1: COMPLETED");

    List<List<String>> calls = calls();
    String jar = calls.get(1).get(4);
    assertThat(calls.get(1)).startsWith("aws", "s3", "cp");
    assertThat(jar).matches("s3://bucket/hb/hammingbird-[0-9a-f]{16}\\.jar");
    List<String> submit = calls.get(2);
    assertThat(submit)
        .startsWith("aws", "emr", "add-steps", "--cluster-id", "j-1", "--steps")
        .endsWith("--query", "StepIds[0]", "--output", "text", "--region=r");
    JsonNode step = JSON.readTree(submit.get(6)).get(0);
    assertThat(step.get("Type").asText()).isEqualTo("Spark");
    assertThat(step.get("ActionOnFailure").asText()).isEqualTo("CONTINUE");
    List<String> words = new ArrayList<>();
    step.get("Args").forEach(word -> words.add(word.asText()));
    assertThat(words)
        .startsWith("--deploy-mode", "cluster", "--class", "org.hammingbird.cli.Main")
        .containsSubsequence("--conf", "spark.executor.memoryOverhead=2560m")
        .endsWith(jar, "run", "--set", "x=say \"hi\" \\");

    launcher.set("STATE", "FAILED");
    assertThat(launcher.launch(command).code).isEqualTo(1);
  }

  @Test
  void emrServerlessGetsAJobRun() throws Exception {
    launcher.set("HAMMINGBIRD_STAGING", "s3://bucket");
    LauncherCopy.Result result =
        launcher.launch(
            "hash",
            "--conf-file=s3://bucket/own.conf",
            "--target",
            "emr-serverless",
            "--",
            "--application-id=a1",
            "--execution-role-arn",
            "arn:aws:iam::1:role/r");
    assertThat(result.code).as(result.output).isZero();
    List<String> submit = calls().get(2);
    assertThat(submit)
        .startsWith(
            "aws",
            "emr-serverless",
            "start-job-run",
            "--application-id",
            "a1",
            "--execution-role-arn",
            "arn:aws:iam::1:role/r",
            "--name",
            "hammingbird hash",
            "--job-driver");
    JsonNode spark = JSON.readTree(submit.get(10)).get("sparkSubmit");
    assertThat(spark.get("entryPoint").asText()).startsWith("s3://bucket/hammingbird-");
    assertThat(spark.get("entryPointArguments").toString())
        .isEqualTo("[\"hash\",\"--conf-file=s3://bucket/own.conf\"]");
    assertThat(submit).containsSubsequence("--execution-timeout-minutes", "0");
    JsonNode configuration = JSON.readTree(submit.get(12)).get("applicationConfiguration").get(0);
    assertThat(configuration.get("classification").asText()).isEqualTo("spark-defaults");
    assertThat(configuration.get("properties").get("spark.executor.memory").asText())
        .isEqualTo("10g");
  }

  @Test
  void saysWhatATargetNeeds() throws Exception {
    assertMistake("there is no target moon", "run", "--target", "moon");
    assertMistake("HAMMINGBIRD_STAGING is not set", "run", "--target", "emr");
    launcher.set("HAMMINGBIRD_STAGING", "gs://bucket");
    assertMistake("--target emr cannot reach", "run", "--target", "emr");
    assertMistake("needs a cluster: add it after --", "run", "--target", "dataproc");
    assertMistake("needs a region", "run", "--target=dataproc", "--", "--cluster=c", "--region");
    assertMistake(
        "--properties would take the place of conf/dataproc.conf: write --conf KEY=VALUE",
        "run",
        "--target=dataproc",
        "--",
        "--cluster=c",
        "--region=r",
        "--properties=spark.x=y");
    assertMistake("demo runs on this machine only", "demo", "--target", "dataproc");
    launcher.set("HADOOP_CONF_DIR", "/nowhere");
    assertMistake("there is no folder /nowhere", "run", "--target", "yarn");
    assertMistake(
        "cannot read the settings file nowhere.conf",
        "run",
        "--conf-file",
        "nowhere.conf",
        "--target",
        "dataproc",
        "--",
        "--cluster=c",
        "--region=r");
    assertMistake(
        "another master stands after --", "run", "--target=local", "--", "--master", "yarn");
    launcher.standIn("gcloud", "echo 'no such bucket' >&2; exit 1");
    assertMistake(
        "HAMMINGBIRD_STAGING must name a bucket that is there",
        "run",
        "--target=dataproc",
        "--",
        "--cluster=c",
        "--region=r");
    Files.delete(launcher.bin().resolve("gcloud"));
    assertMistake("no gcloud found", "run", "--target", "dataproc");
  }

  private void assertMistake(String said, String... arguments) throws Exception {
    LauncherCopy.Result result = launcher.launch(arguments);
    assertThat(result.output).contains(said);
    assertThat(result.code).isEqualTo(2);
  }

  /** Each call of gcloud and aws, its name first. */
  private List<List<String>> calls() throws Exception {
    List<List<String>> calls = new ArrayList<>();
    for (String line : launcher.recorded()) {
      if (line.startsWith("--- ")) {
        calls.add(new ArrayList<>(Arrays.asList(line.substring(4))));
      } else if (!calls.isEmpty()) {
        calls.get(calls.size() - 1).add(line);
      }
    }
    return calls;
  }
}
