package org.hammingbird.spark.training;

import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.UserException;

/** Room on the driver for what all workers send back at the end of a round. */
public final class DriverMemory {
  private DriverMemory() {}

  /**
   * Compares it with Spark's limit for a job's results and with the driver's heap, where the
   * workers are other processes.
   *
   * @param heap the driver's, in bytes
   * @throws UserException where there is too little
   */
  public static void require(SparkConf conf, MultiLayerNetwork network, int workers, long heap) {
    if (NetworkState.staysInProcess(conf)) {
      return;
    }
    long ofWorker = NetworkState.of(network).bytes();
    long needed = workers * ofWorker;
    long limit = mostCollected(conf);
    if (needed > limit) {
      throw new UserException(
          String.format(
              "A round's results are %,d MiB (%d workers of %,d MiB, a network with its updater's state), and spark.driver.maxResultSize allows %,d MiB: pass --conf spark.driver.maxResultSize=%dm, or lower training.workers",
              NativeMemory.mebibytes(needed),
              workers,
              NativeMemory.mebibytes(ofWorker),
              NativeMemory.mebibytes(limit),
              NativeMemory.mebibytes(needed) + 64));
    }
    // as bytes from the network and as arrays, for a moment
    if (2 * needed > heap) {
      throw new UserException(
          String.format(
              "A round's results are %,d MiB (%d workers of %,d MiB, a network with its updater's state), of which the driver holds two copies, and its heap is %,d MiB: pass --driver-memory %dm, or lower training.workers",
              NativeMemory.mebibytes(needed),
              workers,
              NativeMemory.mebibytes(ofWorker),
              NativeMemory.mebibytes(heap),
              NativeMemory.mebibytes(3 * needed)));
    }
  }

  /** Bytes of results that Spark lets the driver collect from one job. */
  public static long mostCollected(SparkConf conf) {
    long limit = JavaUtils.byteStringAsBytes(conf.get("spark.driver.maxResultSize", "1g"));
    return limit == 0 ? Long.MAX_VALUE : limit;
  }
}
