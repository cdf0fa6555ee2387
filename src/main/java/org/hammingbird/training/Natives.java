package org.hammingbird.training;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.UserException;
import org.hammingbird.training.layer.LayerStack;
import org.nd4j.linalg.factory.Environment;
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
   * Makes sure that this process can load the native code, before anything needs it.
   *
   * @throws UserException where it cannot, that says why and what to do
   */
  public static void require() {
    load();
  }

  /**
   * Switches DL4J's oneDNN helpers on, and limits the threads that native code takes for this
   * thread's work. Cheap after the first call.
   *
   * <p>OpenMP keeps its limit for each calling thread, the others are one for the process; all are
   * set, since {@code OMP_NUM_THREADS} is not there in a JVM that somebody else started.
   *
   * @param threads per worker, at least 1: cores of the executor / tasks at a time
   * @throws UserException where native code cannot be loaded in this process
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
    Environment environment = load();
    if (environment.maxMasterThreads() != threads) {
      environment.setMaxThreads(threads);
      environment.setMaxMasterThreads(threads);
      Nd4j.factory().blas().setMaxThreads(threads);
    }
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /**
   * Frees what a network's layers hold outside the heap, which its own {@code close} leaves alone;
   * it may be used again, and takes it again.
   */
  public static void free(MultiLayerNetwork network) {
    for (Layer layer : network.getLayers()) {
      layer.close();
    }
  }

  /**
   * Memory outside the heap that a training needs for each image of a minibatch, in bytes: the
   * outputs of all layers, their gradients, and half as much again for what is computed in between.
   *
   * @param shape of an input of one image
   */
  public static long bytesOfImage(MultiLayerConfiguration configuration, long[] shape) {
    InputType input =
        shape.length == 4
            ? InputType.convolutional(shape[2], shape[3], shape[1])
            : InputType.feedForward(shape[1]);
    List<InputType> outputs = configuration.getLayerActivationTypes(input);
    long bytes = 0;
    for (int i = 0; i < outputs.size(); i++) {
      org.deeplearning4j.nn.conf.layers.Layer layer = configuration.getConf(i).getLayer();
      bytes +=
          layer instanceof LayerStack
              ? ((LayerStack) layer).bytesOfImage(i == 0 ? input : outputs.get(i - 1))
              : 3 * Float.BYTES * outputs.get(i).arrayElementsPerExample();
    }
    return bytes;
  }

  private static Environment load() {
    // read by ND4J once, when it begins
    System.setProperty("opexec", HoldingExecutioner.class.getName());
    try {
      return Nd4j.getEnvironment();
    } catch (LinkageError e) {
      throw new UserException(
          String.format(
              "The native code that training computes with cannot be loaded on %s, a %s (%s): the jar must be built for it"
                  + " (see the README's profiles), and its files be unpacked to a folder that is writable and not noexec:"
                  + " name one by -Dorg.bytedeco.javacpp.cachedir=FOLDER in spark.driver.extraJavaOptions and"
                  + " spark.executor.extraJavaOptions",
              host(), Loader.getPlatform(), firstLine(e)),
          e);
    }
  }

  /** What the cause at the bottom says: the errors above it name classes that could not begin. */
  private static String firstLine(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}
