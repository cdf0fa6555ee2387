package org.hammingbird.submit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * spark-submit of the shaded jar in a process of its own, as {@code bin/spark-class} starts it,
 * with the jars that the build copied to {@code target/spark}.
 */
final class SparkSubmit {
  private final List<String> options = new ArrayList<>();
  private final List<String> classPath = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();

  /** The shaded jar, which {@code mvn verify} makes before the integration tests. */
  static Path jar() {
    return existing(Paths.get(System.getProperty("hammingbird.jar", "target/hammingbird.jar")));
  }

  /** A SPARK_HOME with nothing but jars in it. */
  static Path sparkHome() {
    Path home = jar().resolveSibling("spark");
    existing(home.resolve("jars"));
    return home;
  }

  /** Two executors of one core, each a process of its own. */
  static SparkSubmit onLocalCluster() {
    return new SparkSubmit()
        .option("--master", "local-cluster[2,1,1536]")
        .conf("spark.executor.memory", "1g")
        .conf("spark.sql.shuffle.partitions", "4")
        .conf("spark.ui.enabled", "false");
  }

  /** An application of YARN's, with everything of Spark's on the nodes already. */
  static SparkSubmit onYarn(MiniCluster cluster, String deployMode) {
    Path yarn = existing(jar().resolveSibling("spark-yarn"));
    SparkSubmit submit =
        new SparkSubmit()
            .option("--master", "yarn", "--deploy-mode", deployMode)
            .conf(
                "spark.yarn.jars",
                "local:" + sparkHome().resolve("jars") + "/*,local:" + yarn + "/*")
            .conf("spark.ui.enabled", "false")
            .environment("HADOOP_CONF_DIR", cluster.conf().toString());
    submit.classPath.add(cluster.conf().toString());
    submit.classPath.add(yarn + "/*");
    return submit;
  }

  SparkSubmit option(String... words) {
    options.addAll(Arrays.asList(words));
    return this;
  }

  SparkSubmit conf(String key, String value) {
    return option("--conf", key + "=" + value);
  }

  SparkSubmit environment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /**
   * Starts it.
   *
   * @param folder its working directory, which also gets its output as {@code NAME.out}
   */
  Running start(Path folder, String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Paths.get(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(opens());
    command.add("-cp");
    List<String> all = new ArrayList<>(classPath);
    all.add(sparkHome().resolve("jars").toAbsolutePath() + "/*");
    command.add(String.join(File.pathSeparator, all));
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(options);
    command.addAll(Arrays.asList(arguments));
    Path output = folder.resolve(name + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(v -> v.startsWith("SPARK_"));
    builder.environment().put("SPARK_HOME", sparkHome().toAbsolutePath().toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().putAll(environment);
    try {
      return new Running(builder.start(), output, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> opens() {
    return Arrays.asList(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+"));
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          path + " does not exist: `mvn verify` makes it before these tests, or `mvn package`");
    }
    return path.toAbsolutePath();
  }

  /** A run under way, or done. */
  static final class Running {
    private final Process process;
    private final Path output;
    private final List<String> command;

    private Running(Process process, Path output, List<String> command) {
      this.process = process;
      this.output = output;
      this.command = command;
    }

    /** All it has printed so far, standard output and error. */
    String output() {
      try {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What other users of the machine see of it. */
    String commandLine() {
      return String.join(" ", command);
    }

    /** The driver's process, whose descendants are the executors. */
    ProcessHandle handle() {
      return process.toHandle();
    }

    boolean isAlive() {
      return process.isAlive();
    }

    /** Waits for its end and answers its exit code; kills it, with its executors, past the time. */
    int exitCode(long seconds) throws InterruptedException {
      try {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
          throw new IllegalStateException("Still running after " + seconds + " s:\n" + output());
        }
        return process.exitValue();
      } finally {
        kill();
      }
    }

    /** SIGKILL to the driver and to all that it started. */
    void kill() throws InterruptedException {
      List<ProcessHandle> all = new ArrayList<>();
      process.descendants().forEach(all::add);
      process.destroyForcibly().waitFor();
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
