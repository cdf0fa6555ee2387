package org.hammingbird.submit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** HDFS and YARN in a process of their own: {@code src/test/cluster/MiniCluster.java}. */
final class MiniCluster implements AutoCloseable {
  private final Path folder;
  private final Process process;
  private final BufferedReader said;

  private MiniCluster(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts it; containers are killed where they take more physical memory than they asked for. */
  static MiniCluster start(Path folder) throws IOException {
    String jars = SparkSubmit.jar().resolveSibling("minicluster").toString();
    Process process =
        new ProcessBuilder(
                Paths.get(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                jars + "/*",
                Paths.get("src/test/cluster/MiniCluster.java").toAbsolutePath().toString(),
                folder.toString(),
                "true")
            .directory(folder.toFile())
            .redirectError(folder.resolve("cluster.err").toFile())
            .start();
    MiniCluster cluster = new MiniCluster(folder, process);
    cluster.await("READY");
    return cluster;
  }

  /** Folder of the settings for clients. */
  Path conf() {
    return folder.resolve("conf");
  }

  /** What a client needs to know. */
  Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.addResource(new org.apache.hadoop.fs.Path(conf() + "/core-site.xml"));
    return configuration;
  }

  FileSystem hdfs() throws IOException {
    return FileSystem.get(configuration());
  }

  /** Address of a file or folder in HDFS. */
  String uri(String path) {
    return configuration().get("fs.defaultFS") + path;
  }

  /** Stops one of the two data nodes. */
  void stopDataNode() throws IOException {
    process.getOutputStream().write("stop-datanode\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    await("STOPPED");
  }

  /** The JVMs of containers whose command line holds a word. */
  List<ProcessHandle> containers(String word) {
    return process
        .toHandle()
        .descendants()
        .filter(
            p ->
                p.info().command().orElse("").endsWith("java")
                    && p.info().commandLine().orElse("").contains(word))
        .collect(Collectors.toList());
  }

  @Override
  public void close() {
    List<ProcessHandle> all = process.toHandle().descendants().collect(Collectors.toList());
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private void await(String word) throws IOException {
    for (String line = said.readLine(); !word.equals(line); line = said.readLine()) {
      if (line == null) {
        throw new IllegalStateException(
            "The cluster ended; " + folder.resolve("cluster.err") + " says why");
      }
    }
  }
}
