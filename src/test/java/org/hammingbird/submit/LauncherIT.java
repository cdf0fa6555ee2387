package org.hammingbird.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher, with stand-ins for java, mvn and spark-submit that write down what they are called
 * with, in a folder whose name has spaces.
 */
class LauncherIT {
  @TempDir Path folder;

  private Path home;
  private Path bin;
  private Path record;
  private final Map<String, String> environment = new LinkedHashMap<>();

  @BeforeEach
  void copyTheLauncher() throws IOException {
    home = Files.createDirectories(folder.resolve("a project"));
    bin = Files.createDirectories(folder.resolve("bin"));
    record = folder.resolve("record");
    for (String file : List.of("submit/hammingbird", "conf/local.conf", "conf/log4j2.properties")) {
      Path copy = home.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Paths.get(file), copy);
    }
    assertThat(home.resolve("submit/hammingbird").toFile().setExecutable(true)).isTrue();
    Files.createDirectories(home.resolve("src/main/java"));
    Files.write(home.resolve("pom.xml"), List.of("<project/>"));
    // nothing of this machine's but the tools that a script may expect everywhere
    for (String tool :
        List.of(
            "bash",
            "cat",
            "cksum",
            "date",
            "dirname",
            "env",
            "find",
            "grep",
            "head",
            "mkdir",
            "printf",
            "readlink",
            "rm",
            "sed",
            "tail",
            "touch",
            "tr")) {
      for (String place : List.of("/usr/bin/", "/bin/")) {
        if (Files.exists(Paths.get(place + tool)) && !Files.exists(bin.resolve(tool))) {
          standIn(tool, "exec " + place + tool + " \"$@\"");
        }
      }
    }
    java("17.0.15");
    standIn(
        "mvn",
        "echo \"mvn $*\" >> \"$RECORD\"; mkdir -p target; echo jar > target/hammingbird.jar");
    standIn(
        "spark-submit", "for a in \"$@\"; do echo \"$a\" >> \"$RECORD\"; done; exit ${CODE:-0}");
  }

  @Test
  void buildsTheJarOnceAndAgainWhenSourcesAreNewer() throws Exception {
    Result first = launch("list");
    assertThat(first.code).as(first.output).isZero();
    assertThat(first.output).contains("building target/hammingbird.jar");
    assertThat(recorded()).filteredOn(l -> l.startsWith("mvn")).hasSize(1);

    assertThat(launch("list").output).doesNotContain("building");

    Path source = Files.write(home.resolve("src/main/java/New.java"), List.of("class New {}"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(launch("list").output).contains("building");
  }

  @Test
  void passesArgumentsAndExitCodesOn() throws Exception {
    environment.put("CODE", "2");
    environment.put("HAMMINGBIRD_DRIVER_MEMORY", "3g");
    Result result =
        launch("hash", "--workspace", "a folder", "--", "--conf", "spark.x=a b", "--name", "n");

    assertThat(result.code).isEqualTo(2);
    assertThat(arguments())
        .containsExactly(
            "--master",
            "local[*]",
            "--driver-memory",
            "3g",
            "--properties-file",
            home.toRealPath().resolve("conf/local.conf").toString(),
            "--conf",
            "spark.x=a b",
            "--name",
            "n",
            "--class",
            "org.hammingbird.cli.Main",
            home.toRealPath().resolve("target/hammingbird.jar").toString(),
            "hash",
            "--workspace",
            "a folder");
  }

  @Test
  void leavesMemoryAndSettingsToTheUserOnACluster() throws Exception {
    assertThat(launch("run", "--", "--master", "yarn").code).isZero();
    assertThat(arguments())
        .startsWith("--master", "yarn", "--class")
        .doesNotContain("--driver-memory", "--properties-file");
  }

  @Test
  void keepsTheUsersOwnMasterAndMemory() throws Exception {
    assertThat(launch("run", "--", "--master=local[2]", "--driver-memory", "700m").code).isZero();
    assertThat(arguments())
        .containsSubsequence("--master=local[2]", "--driver-memory", "700m")
        .doesNotContain("local[*]")
        .contains("--properties-file");
    assertThat(arguments()).filteredOn("--driver-memory"::equals).hasSize(1);
  }

  @Test
  void getsTheDatabaseForTheDemoOnly() throws Exception {
    assertThat(launch("demo").code).isZero();
    assertThat(recorded()).anyMatch(l -> l.contains("dependency:copy-dependencies@database"));
    assertThat(arguments())
        .containsSubsequence(
            "--driver-class-path", home.toRealPath().resolve("target/database") + "/*");
  }

  @Test
  void worksThroughALinkAndFromAnyFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("hb"), home.resolve("submit/hammingbird"));
    Result result = launchFrom(Files.createDirectory(folder.resolve("else where")), link, "list");
    assertThat(result.code).as(result.output).isZero();
    assertThat(arguments())
        .contains(home.toRealPath().resolve("target/hammingbird.jar").toString());
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Files.delete(bin.resolve("mvn"));
    Result noMaven = launch("list");
    assertThat(noMaven.code).isEqualTo(2);
    assertThat(noMaven.output).contains("no mvn found: install Maven 3.8");

    java("1.8.0_402");
    assertThat(launch("list").output).contains("is Java 8: Java 11 or 17 is needed");
    java("11.0.22");
    assertThat(launch("list").output).contains("is Java 11: building takes a JDK 17");
    assertThat(launch("demo").output).contains("the demo's database needs Java 17");

    Files.delete(bin.resolve("java"));
    Result noJava = launch("list");
    assertThat(noJava.code).isEqualTo(2);
    assertThat(noJava.output).contains("no java found: install a JDK 17");

    java("17.0.15");
    environment.put("SPARK_HOME", "/nowhere");
    environment.put("HAMMINGBIRD_JAR", home.resolve("pom.xml").toString());
    assertThat(launch("list").output)
        .contains("SPARK_HOME is /nowhere, which has no bin/spark-submit");
  }

  @Test
  void showsWhyABuildFailedAndWhereItsLogIs() throws Exception {
    standIn("mvn", "echo '[INFO] much'; echo '[ERROR] the reason'; exit 1");
    Result result = launch("list");
    assertThat(result.code).isEqualTo(1);
    assertThat(result.output)
        .contains("[ERROR] the reason")
        .contains(home.toRealPath().resolve("target/logs/build.log").toString())
        .doesNotContain("much");
  }

  private void java(String version) throws IOException {
    standIn("java", "echo 'openjdk version \"" + version + "\" 2025-04-15' >&2");
  }

  private void standIn(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.deleteIfExists(file);
    Files.write(file, List.of("#!/bin/sh", script));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Result launch(String... arguments) throws Exception {
    Files.deleteIfExists(record);
    return launchFrom(folder, home.resolve("submit/hammingbird"), arguments);
  }

  private Result launchFrom(Path from, Path launcher, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("RECORD", record.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output);
  }

  /** Every line that a stand-in wrote. */
  private List<String> recorded() throws IOException {
    return Files.readAllLines(record);
  }

  /** What spark-submit was called with. */
  private List<String> arguments() throws IOException {
    List<String> lines = new ArrayList<>(recorded());
    lines.removeIf(line -> line.startsWith("mvn "));
    return lines;
  }

  private static final class Result {
    private final int code;
    private final String output;

    private Result(int code, String output) {
      this.code = code;
      this.output = output;
    }
  }
}
