package org.hammingbird.spark;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.spark.stage.StageContext;
import org.hammingbird.spark.table.Workspace;

/** One Spark session on {@code local[2]} for all integration tests of a JVM, and contexts on it. */
public final class TestSpark {
  private TestSpark() {}

  /** The session, which lasts as long as the JVM. */
  public static synchronized SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("hammingbird tests")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.broadcast.compress", "false")
        .config("spark.task.maxDirectResultSize", "100m")
        .getOrCreate();
  }

  /**
   * The defaults of {@code reference.conf} with some keys replaced, rooted at {@code hammingbird}.
   */
  public static Config settings(Map<String, ?> overrides) {
    Config defaults =
        ConfigFactory.parseResources("org/hammingbird/reference.conf").getConfig("hammingbird");
    return ConfigFactory.parseMap(overrides).withFallback(defaults);
  }

  /** A context on a workspace in a folder, whose output is kept in {@code printed}. */
  public static StageContext context(
      Path workspace, Config settings, ByteArrayOutputStream printed) {
    return StageContext.of(
        session(),
        Workspace.open(session(), workspace.toUri().toString()),
        settings,
        new PrintStream(printed, true, StandardCharsets.UTF_8));
  }
}
