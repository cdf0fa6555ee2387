package org.hammingbird.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the launcher in a folder whose name has spaces, with stand-ins for the programs that it
 * calls, which write down their arguments.
 */
final class LauncherCopy {
  private static final List<String> FILES =
      List.of(
          "submit/hammingbird",
          "submit/clouds.sh",
          "submit/dataproc.sh",
          "submit/emr.sh",
          "conf/local.conf",
          "conf/dataproc.conf",
          "conf/dataproc-serverless.conf",
          "conf/emr.conf",
          "conf/emr-serverless.conf",
          "conf/log4j2.properties");

  private final Path folder;
  private final Path home;
  private final Path bin;
  private final Path record;
  private final Map<String, String> environment = new LinkedHashMap<>();

  LauncherCopy(Path folder) throws IOException {
    this.folder = folder;

    home = Files.createDirectories(folder.resolve("a project"));
    bin = Files.createDirectories(folder.resolve("bin"));
    record = folder.resolve("record");
    for (String file : FILES) {
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
            "basename",
            "cat",
            "cksum",
            "cut",
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
            "sha256sum",
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

  Path home() throws IOException {
    return home.toRealPath();
  }

  /** Where the launcher finds programs: nothing of this machine's but what a script may expect. */
  Path bin() {
    return bin;
  }

  /** Sets a variable of the launcher's environment. */
  void set(String variable, String value) {
    environment.put(variable, value);
  }

  void java(String version) throws IOException {
    standIn("java", "echo 'openjdk version \"" + version + "\" 2025-04-15' >&2");
  }

  void standIn(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.deleteIfExists(file);
    Files.write(file, List.of("#!/bin/sh", script));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  Result launch(String... arguments) throws Exception {
    Files.deleteIfExists(record);
    return launchFrom(folder, home.resolve("submit/hammingbird"), arguments);
  }

  Result launchFrom(Path from, Path launcher, String... arguments) throws Exception {
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
  List<String> recorded() throws IOException {
    return Files.readAllLines(record);
  }

  /** What spark-submit was called with. */
  List<String> arguments() throws IOException {
    List<String> lines = new ArrayList<>(recorded());
    lines.removeIf(line -> line.startsWith("mvn "));
    return lines;
  }

  /** How a run ended, and all it printed. */
  static final class Result {
    final int code;
    final String output;

    private Result(int code, String output) {
      this.code = code;
      this.output = output;
    }
  }
}
