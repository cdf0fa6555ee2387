package org.hammingbird.cli;

import com.typesafe.config.Config;
import java.io.PrintStream;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.spark.stage.StageContext;
import org.hammingbird.spark.table.Workspace;
import picocli.CommandLine.ParseResult;

/** Spark, started for one command, and the workspace that the settings name. */
final class Session implements AutoCloseable {
  private final SparkSession spark;
  private final StageContext context;

  private Session(SparkSession spark, StageContext context) {
    this.spark = spark;
    this.context = context;
  }

  static Session start(String command, Config settings, PrintStream out) {
    SparkSession spark = SparkSessions.start(command);
    try {
      return new Session(
          spark,
          StageContext.of(
              spark, Workspace.open(spark, settings.getString("workspace")), settings, out));
    } catch (RuntimeException e) {
      spark.stop();
      throw e;
    }
  }

  StageContext context() {
    return context;
  }

  /** The context as the flags {@code --force} and {@code --accept-failed} want it. */
  StageContext context(ParseResult parsed) {
    StageContext chosen = SettingOptions.force(parsed) ? context.forcing() : context;
    return SettingOptions.acceptFailed(parsed) ? chosen.acceptingFailed() : chosen;
  }

  @Override
  public void close() {
    spark.stop();
  }
}
