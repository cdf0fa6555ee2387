package org.hammingbird.training;

import org.deeplearning4j.config.DL4JSystemProperties;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Prepares ND4J's native code. Every thread that trains or predicts calls {@link #use} before it
 * touches a network, on the driver and in each task: it sets what DL4J otherwise wants as system
 * properties and environment variables.
 */
public final class Natives {
  private Natives() {}

  /**
   * Switches DL4J's oneDNN helpers on, and limits the threads that native code takes for this
   * thread's work. Cheap after the first call.
   *
   * <p>OpenMP keeps its limit for each calling thread, the others are one for the process; all are
   * set, since {@code OMP_NUM_THREADS} is not there in a JVM that somebody else started.
   *
   * @param threads per worker, at least 1: cores of the executor / tasks at a time
   */
  public static void use(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("Invalid threads: " + threads + " (must be at least 1)");
    }
    // read by DL4J whenever it makes a layer; whoever switched the helpers off on purpose keeps
    // that
    if (System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY) == null) {
      System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "false");
    }
    // Nd4j first: NativeOpsHolder fails where it is the first class of ND4J to be loaded
    if (Nd4j.getEnvironment().maxMasterThreads() != threads) {
      Nd4j.getEnvironment().setMaxThreads(threads);
      Nd4j.getEnvironment().setMaxMasterThreads(threads);
      Nd4j.factory().blas().setMaxThreads(threads);
    }
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}
