package org.hammingbird.spark.training;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.UserException;
import org.hammingbird.training.Natives;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Memory that workers take outside the heap, as far as a network and its batch tell: parameters,
 * gradients and updater state; the outputs of all layers (those inside a stack, too) and their
 * gradients, and half as much again for what layers compute in between; minibatches. Immutable.
 */
public final class NativeMemory {
  /** Code and scratch of ND4J, OpenBLAS and oneDNN in a process, whatever is trained. */
  private static final long OF_PROCESS = 350L << 20;

  private static final long LEAST_OVERHEAD = 384L << 20;
  private static final double OVERHEAD_FACTOR = 0.1;

  private final long parameters;
  private final int batchSize;
  private final long ofWorker;

  private NativeMemory(long parameters, int batchSize, long ofWorker) {
    this.parameters = parameters;
    this.batchSize = batchSize;
    this.ofWorker = ofWorker;
  }

  /**
   * What one worker needs.
   *
   * @param shape of an input of one image
   * @param minibatches that a worker holds at a time
   */
  public static NativeMemory of(
      MultiLayerNetwork network, long[] shape, int batchSize, int minibatches) {
    INDArray state = network.getUpdater().getStateViewArray();
    long numbers = 2 * network.numParams() + (state == null ? 0 : state.length());
    long inputs = minibatches * Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    long ofImage = Natives.bytesOfImage(network.getLayerWiseConfigurations(), shape);
    return new NativeMemory(
        network.numParams(),
        batchSize,
        numbers * Float.BYTES + batchSize * (ofImage + inputs * Float.BYTES));
  }

  /** In bytes. */
  public long ofWorker() {
    return ofWorker;
  }

  /**
   * Compares with the room that executors have, where it is known: JavaCPP's limit in a process of
   * its own, what the cluster's manager leaves beside the heap, but nothing of Spark's own manager,
   * which does not look.
   *
   * @return what is needed and why, for the user
   * @throws UserException where the room is too small
   */
  public String check(SparkConf conf, int workers) {
    String master = conf.get("spark.master", "");
    boolean local = NetworkState.staysInProcess(conf);
    int together = Math.min(workers, local ? tasks(cores(master), conf) : tasks(conf));
    long needed = OF_PROCESS + together * ofWorker;
    String why =
        String.format(
            "%,d MiB outside the heap: %d worker%s of %,d MiB (%,d parameters, batches of %d) and %d MiB of native code",
            mebibytes(needed),
            together,
            together == 1 ? "" : "s",
            mebibytes(ofWorker),
            parameters,
            batchSize,
            mebibytes(OF_PROCESS));
    if (local && Pointer.maxBytes() > 0 && needed > Pointer.maxBytes() + OF_PROCESS) {
      throw new UserException(
          String.format(
              "Training needs %s; JavaCPP allows workers %,d MiB: pass -Dorg.bytedeco.javacpp.maxbytes=%dm to Java, give it a larger heap, or lower training.batch-size",
              why, mebibytes(Pointer.maxBytes()), mebibytes(together * ofWorker)));
    }
    if (!local && !master.startsWith("spark:") && needed > overhead(conf)) {
      throw new UserException(
          String.format(
              "Training needs %s; spark.executor.memoryOverhead leaves an executor %,d MiB: pass --conf spark.executor.memoryOverhead=%dm, or lower training.batch-size",
              why, mebibytes(overhead(conf)), mebibytes(needed)));
    }
    return why;
  }

  /** Of a master in this process: {@code local}, {@code local[4]} or {@code local[*]}. */
  private static int cores(String master) {
    Matcher number = Pattern.compile("local\\[(\\d+).*").matcher(master);
    return number.matches()
        ? Integer.parseInt(number.group(1))
        : master.equals("local") ? 1 : Runtime.getRuntime().availableProcessors();
  }

  private static int tasks(SparkConf conf) {
    return tasks(conf.getInt("spark.executor.cores", 1), conf);
  }

  private static int tasks(int cores, SparkConf conf) {
    return Math.max(1, cores / conf.getInt("spark.task.cpus", 1));
  }

  private static long overhead(SparkConf conf) {
    if (conf.contains("spark.executor.memoryOverhead")) {
      return JavaUtils.byteStringAsMb(conf.get("spark.executor.memoryOverhead")) << 20;
    }
    long heap = JavaUtils.byteStringAsMb(conf.get("spark.executor.memory", "1g")) << 20;
    double factor = conf.getDouble("spark.executor.memoryOverheadFactor", OVERHEAD_FACTOR);
    return Math.max(LEAST_OVERHEAD, (long) (heap * factor));
  }

  /** Rounded up. */
  static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
