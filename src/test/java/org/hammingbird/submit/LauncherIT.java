package org.hammingbird.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on this machine and with spark-submit, in front of stand-ins. */
class LauncherIT {
  @TempDir Path folder;

  private LauncherCopy launcher;

  @BeforeEach
  void copyTheLauncher() throws Exception {
    launcher = new LauncherCopy(folder);
  }

  @Test
  void buildsTheJarOnceAndAgainWhenSourcesAreNewer() throws Exception {
    LauncherCopy.Result first = launcher.launch("list");
    assertThat(first.code).as(first.output).isZero();
    assertThat(first.output).contains("building target/hammingbird.jar");
    assertThat(launcher.recorded()).filteredOn(l -> l.startsWith("mvn")).hasSize(1);

    assertThat(launcher.launch("list").output).doesNotContain("building");

    Path source =
        Files.write(launcher.home().resolve("src/main/java/New.java"), List.of("class New {}"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(launcher.launch("list").output).contains("building");
  }

  @Test
  void passesArgumentsAndExitCodesOn() throws Exception {
    launcher.set("CODE", "2");
    launcher.set("HAMMINGBIRD_DRIVER_MEMORY", "3g");
    LauncherCopy.Result result =
        launcher.launch(
            "hash", "--workspace", "a folder", "--", "--conf", "spark.x=a b", "--name", "n");

    assertThat(result.code).isEqualTo(2);
    assertThat(launcher.arguments())
        .containsExactly(
            "--master",
            "local[*]",
            "--driver-memory",
            "3g",
            "--properties-file",
            launcher.home().resolve("conf/local.conf").toString(),
            "--conf",
            "spark.x=a b",
            "--name",
            "n",
            "--class",
            "org.hammingbird.cli.Main",
            launcher.home().resolve("target/hammingbird.jar").toString(),
            "hash",
            "--workspace",
            "a folder");
  }

  @Test
  void leavesMemoryAndSettingsToTheUserOnACluster() throws Exception {
    assertThat(launcher.launch("run", "--", "--master", "yarn").code).isZero();
    assertThat(launcher.arguments())
        .startsWith("--master", "yarn", "--class")
        .doesNotContain("--driver-memory", "--properties-file");
  }

  @Test
  void keepsTheUsersOwnMasterAndMemory() throws Exception {
    assertThat(launcher.launch("run", "--", "--master=local[2]", "--driver-memory", "700m").code)
        .isZero();
    assertThat(launcher.arguments())
        .containsSubsequence("--master=local[2]", "--driver-memory", "700m")
        .doesNotContain("local[*]")
        .contains("--properties-file");
    assertThat(launcher.arguments()).filteredOn("--driver-memory"::equals).hasSize(1);
  }

  @Test
  void getsTheDatabaseForTheDemoOnly() throws Exception {
    assertThat(launcher.launch("demo").code).isZero();
    assertThat(launcher.recorded())
        .anyMatch(l -> l.contains("dependency:copy-dependencies@database"));
    assertThat(launcher.arguments())
        .containsSubsequence(
            "--driver-class-path", launcher.home().resolve("target/database") + "/*");
  }

  @Test
  void worksThroughALinkAndFromAnyFolder() throws Exception {
    Path link =
        Files.createSymbolicLink(
            folder.resolve("hb"), launcher.home().resolve("submit/hammingbird"));
    LauncherCopy.Result result =
        launcher.launchFrom(Files.createDirectory(folder.resolve("else where")), link, "list");
    assertThat(result.code).as(result.output).isZero();
    assertThat(launcher.arguments())
        .contains(launcher.home().resolve("target/hammingbird.jar").toString());
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Files.delete(launcher.bin().resolve("mvn"));
    LauncherCopy.Result noMaven = launcher.launch("list");
    assertThat(noMaven.code).isEqualTo(2);
    assertThat(noMaven.output).contains("no mvn found: install Maven 3.8");

    launcher.java("1.8.0_402");
    assertThat(launcher.launch("list").output).contains("is Java 8: Java 11 or 17 is needed");
    launcher.java("11.0.22");
    assertThat(launcher.launch("list").output).contains("is Java 11: building takes a JDK 17");
    assertThat(launcher.launch("demo").output).contains("the demo's database needs Java 17");

    launcher.java("25");
    assertThat(launcher.launch("list").output)
        .contains("is Java 25: Spark 3.5 needs Java 11 or 17 (set JAVA_HOME)");
    Files.delete(launcher.bin().resolve("java"));
    LauncherCopy.Result noJava = launcher.launch("list");
    assertThat(noJava.code).isEqualTo(2);
    assertThat(noJava.output).contains("no java found: install a JDK 17");

    launcher.java("17.0.15");
    launcher.set("SPARK_HOME", "/nowhere");
    launcher.set("HAMMINGBIRD_JAR", launcher.home().resolve("pom.xml").toString());
    assertThat(launcher.launch("list").output)
        .contains("SPARK_HOME is /nowhere, which has no bin/spark-submit");
  }

  @Test
  void showsWhyABuildFailedAndWhereItsLogIs() throws Exception {
    launcher.standIn("mvn", "echo '[INFO] much'; echo '[ERROR] the reason'; exit 1");
    LauncherCopy.Result result = launcher.launch("list");
    assertThat(result.code).isEqualTo(1);
    assertThat(result.output)
        .contains("[ERROR] the reason")
        .contains(launcher.home().resolve("target/logs/build.log").toString())
        .doesNotContain("much");
  }
}
