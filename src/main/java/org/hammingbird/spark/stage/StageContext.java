package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.io.PrintStream;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.spark.table.Workspace;

/**
 * What every stage is given: the session, the workspace, the effective settings, and where to print
 * what the user reads.
 */
public final class StageContext {
  private final SparkSession spark;
  private final Workspace workspace;
  private final Config settings;
  private final PrintStream out;
  private final boolean force;
  private final boolean acceptFailed;

  private StageContext(
      SparkSession spark,
      Workspace workspace,
      Config settings,
      PrintStream out,
      boolean force,
      boolean acceptFailed) {
    this.spark = Objects.requireNonNull(spark);
    this.workspace = Objects.requireNonNull(workspace);
    this.settings = Objects.requireNonNull(settings);
    this.out = Objects.requireNonNull(out);
    this.force = force;
    this.acceptFailed = acceptFailed;
  }

  /** A context that reuses results which are there, and refuses those of failed runs. */
  public static StageContext of(
      SparkSession spark, Workspace workspace, Config settings, PrintStream out) {
    return new StageContext(spark, workspace, settings, out, false, false);
  }

  /** The same, where stages run although their results are there. */
  public StageContext forcing() {
    return new StageContext(spark, workspace, settings, out, true, acceptFailed);
  }

  /** The same, where stages build on tables whose stage failed its own check. */
  public StageContext acceptingFailed() {
    return new StageContext(spark, workspace, settings, out, force, true);
  }

  public SparkSession spark() {
    return spark;
  }

  public Workspace workspace() {
    return workspace;
  }

  /** The effective settings, rooted at {@code hammingbird}. */
  public Config settings() {
    return settings;
  }

  /** Standard output: what the user reads. */
  public PrintStream out() {
    return out;
  }

  /** Whether to run although the results are there. */
  public boolean force() {
    return force;
  }

  boolean acceptFailed() {
    return acceptFailed;
  }
}
