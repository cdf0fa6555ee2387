package org.hammingbird.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Starts Spark with the defaults that Hammingbird needs, none of which overrides what the user or
 * spark-submit set.
 */
final class SparkSessions {
  private SparkSessions() {}

  /**
   * Spark's configuration as spark-submit passed it.
   *
   * @throws org.hammingbird.UserException where the platform is none that the jar runs on
   */
  static Map<String, String> configuration() {
    Platform.require();
    Map<String, String> all = new LinkedHashMap<>();
    for (Tuple2<String, String> entry : new SparkConf().getAll()) {
      all.put(entry._1(), entry._2());
    }
    return all;
  }

  /** The session; stop it when done. */
  static SparkSession start(String command) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    if (conf.get("spark.master").startsWith("local")) {
      // nobody else has to reach a driver on a laptop, whatever network it happens to be in
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      // Spark's 200 are meant for clusters: here most of them would be empty
      conf.setIfMissing("spark.sql.shuffle.partitions", "16");
    }
    conf.setIfMissing("spark.app.name", "hammingbird " + command);
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
    conf.setIfMissing(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    // transaction logs of a workspace have dozens of entries, not millions: one task reads them in
    // a fraction of the time of fifty
    conf.setIfMissing("spark.databricks.delta.snapshotPartitions", "1");
    // what is kept between two steps is read once or twice: compressing it costs more than it saves
    conf.setIfMissing("spark.sql.inMemoryColumnarStorage.compressed", "false");
    // a network's numbers do not get smaller by compression, and go straight to the driver where
    // they fit into a message
    conf.setIfMissing("spark.broadcast.compress", "false");
    conf.setIfMissing("spark.task.maxDirectResultSize", "100m");
    // each ND4J worker computes on one thread: as many threads as tasks, not as cores squared
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
    return SparkSession.builder().config(conf).getOrCreate();
  }
}
