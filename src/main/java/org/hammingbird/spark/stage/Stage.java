package org.hammingbird.spark.stage;

import org.hammingbird.spark.table.RunManifest;

/**
 * One step of the pipeline. Stages meet through the tables of a workspace and never call one
 * another.
 */
public interface Stage {
  /**
   * Runs the stage, or finds that its results are there already, and publishes its manifest last.
   *
   * @return the manifest; its status says whether later stages may build on the results
   * @throws org.hammingbird.UserException where settings or data forbid the run
   */
  RunManifest run();
}
