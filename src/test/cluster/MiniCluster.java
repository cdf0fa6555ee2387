import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * HDFS with two data nodes and YARN with two node managers, in a JVM of their own, on loopback. Run from its source, since
 * Hadoop's servers do not go together with the class path of the tests:
 *
 * <pre>
 * java --add-opens=java.base/java.lang=ALL-UNNAMED -cp "target/minicluster/*" src/test/cluster/MiniCluster.java FOLDER CHECK
 * </pre>
 *
 * Writes the settings for clients to FOLDER/conf, prints READY, and then obeys lines of its standard input: {@code stop-datanode} stops
 * a data node (and prints STOPPED); its end ends the cluster. CHECK is true where containers that take more physical memory than
 * they asked for are to be killed.
 */
public final class MiniCluster {
  private MiniCluster() {}

  public static void main(String[] args) {
    int code = 1;
    try {
      run(args);
      code = 0;
    } catch (Throwable e) {
      e.printStackTrace();
    }
    // not stopped in order: the test's folder goes, and an orderly end takes half a minute
    Runtime.getRuntime().halt(code);
  }

  private static void run(String[] args) throws Exception {
    Path folder = Paths.get(args[0]);
    boolean memoryCheck = Boolean.parseBoolean(args[1]);
    System.setProperty("test.build.data", folder.resolve("data").toString());

    Configuration hdfs = new HdfsConfiguration();
    hdfs.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    hdfs.set("dfs.replication", "2");
    // a stopped data node is missed within seconds
    hdfs.set("dfs.namenode.heartbeat.recheck-interval", "2000");
    hdfs.set("dfs.heartbeat.interval", "1");
    // a node on its own goes on writing where its neighbour is lost
    hdfs.set("dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER");
    MiniDFSCluster dfs = new MiniDFSCluster.Builder(hdfs).numDataNodes(2).build();
    dfs.waitActive();

    Configuration yarn = new YarnConfiguration();
    yarn.set("fs.defaultFS", dfs.getURI().toString());
    for (String key : new String[] {"yarn.resourcemanager.hostname", "yarn.nodemanager.hostname", "yarn.resourcemanager.bind-host"}) {
      yarn.set(key, "127.0.0.1");
    }
    yarn.setInt("yarn.scheduler.minimum-allocation-mb", 256);
    yarn.setInt("yarn.minicluster.yarn.nodemanager.resource.memory-mb", 8192);
    yarn.setInt("yarn.nodemanager.resource.cpu-vcores", 8);
    yarn.set("yarn.scheduler.capacity.root.queues", "default");
    yarn.set("yarn.scheduler.capacity.root.default.capacity", "100");
    yarn.setFloat("yarn.scheduler.capacity.maximum-am-resource-percent", 1.0f);
    yarn.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    yarn.setBoolean("yarn.nodemanager.pmem-check-enabled", memoryCheck);
    yarn.setLong("yarn.nodemanager.resource-monitor.interval-ms", 500);
    yarn.setFloat("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", 99.9f);
    yarn.setLong("yarn.nodemanager.delete.debug-delay-sec", 3600);
    MiniYARNCluster cluster = new MiniYARNCluster("hammingbird", 2, 1, 1);
    cluster.init(yarn);
    cluster.start();

    writeClientSettings(folder.resolve("conf"), dfs, cluster.getConfig());
    System.out.println("READY");
    obey(dfs);
  }

  private static void writeClientSettings(Path conf, MiniDFSCluster dfs, Configuration cluster) throws Exception {
    Files.createDirectories(conf);
    Configuration core = new Configuration(false);
    core.set("fs.defaultFS", dfs.getURI().toString());
    core.set("dfs.replication", "2");
    core.set("dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER");
    write(core, conf.resolve("core-site.xml"));
    Configuration site = new Configuration(false);
    for (String address : new String[] {"address", "scheduler.address", "resource-tracker.address", "webapp.address"}) {
      String key = "yarn.resourcemanager." + address;
      site.set(key, cluster.get(key));
    }
    // the node managers' own class path would bring another Hadoop
    site.set("yarn.application.classpath", "");
    site.set("yarn.resourcemanager.am.max-attempts", "2");
    write(site, conf.resolve("yarn-site.xml"));
  }

  private static void write(Configuration settings, Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.writeXml(out);
    }
  }

  private static void obey(MiniDFSCluster dfs) throws Exception {
    StringBuilder line = new StringBuilder();
    for (int c = System.in.read(); c >= 0; c = System.in.read()) {
      if (c != '\n') {
        line.append((char) c);
      } else {
        if (line.toString().equals("stop-datanode")) {
          dfs.stopDataNode(0);
          System.out.println("STOPPED");
        }
        line.setLength(0);
      }
    }
  }
}
