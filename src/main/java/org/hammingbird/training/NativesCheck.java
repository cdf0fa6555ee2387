package org.hammingbird.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.training.layer.OneDnn;
import org.hammingbird.training.layer.StackedLayers;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What native code one process trains with, found out by making and running the network's layers
 * rather than by reading flags.
 */
public final class NativesCheck implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String backend;
  private final String blas;
  private final int threads;
  private final List<String> helpers;
  private final List<String> without;
  private final boolean disabled;
  private final boolean supported;

  private NativesCheck(MultiLayerNetwork network) {
    Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
    this.backend = environment.getProperty("backend") + " " + environment.getProperty("arch", "");
    this.blas = String.valueOf(environment.get("blas.vendor"));
    this.threads = Nd4j.getEnvironment().maxMasterThreads();
    this.helpers = new ArrayList<>();
    this.without = new ArrayList<>();
    for (Layer layer : network.getLayers()) {
      if (layer instanceof StackedLayers) {
        StackedLayers stack = (StackedLayers) layer;
        (stack.computedByOneDnn() ? helpers : without).add(stack.computedBy());
        continue;
      }
      if (!canHelp(layer)) {
        continue;
      }
      if (layer.getHelper() != null && layer.getHelper().checkSupported()) {
        helpers.add(name(layer));
      } else {
        without.add(name(layer));
      }
    }
    this.disabled =
        Boolean.parseBoolean(System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY));
    this.supported = BaseMKLDNNHelper.mklDnnEnabled();
  }

  /**
   * Looks at this process.
   *
   * @param network whose layers' helpers count, initialised after {@link Natives#use} in this
   *     process and run once, since DL4J drops a helper when it fails
   */
  public static NativesCheck of(MultiLayerNetwork network) {
    return new NativesCheck(network);
  }

  /** Whether every layer that oneDNN could compute is computed by it. */
  public boolean helpersOn() {
    return without.isEmpty();
  }

  /** Layers that oneDNN computes. */
  public List<String> helpers() {
    return helpers;
  }

  /** What computes the layers, such as {@code oneDNN 3.8.1 in bfloat16}. */
  public List<String> computedBy() {
    List<String> all = new ArrayList<>(helpers);
    all.addAll(without);
    return all.isEmpty() ? List.of(backend.trim()) : all;
  }

  /** Native threads that one worker takes. */
  public int threads() {
    return threads;
  }

  /** One line for the log. */
  public String describe() {
    return String.format(
        "ND4J backend %s, BLAS %s, %d native thread%s a worker, oneDNN %s",
        backend.trim(),
        blas,
        threads,
        threads == 1 ? "" : "s",
        helpersOn() ? "on" + (helpers.isEmpty() ? " (none needed)" : " for " + helpers) : "OFF");
  }

  /** What to set where the helpers are off; empty where they are on. */
  public String advice() {
    if (helpersOn()) {
      return "";
    }
    if (!OneDnn.available()) {
      return "Training is several times slower than it could be: layers are computed by " + without;
    }
    if (disabled) {
      return "oneDNN is off for "
          + without
          + ", which trains several times slower: remove -D"
          + DL4JSystemProperties.DISABLE_HELPER_PROPERTY
          + "=true from spark.driver.extraJavaOptions and spark.executor.extraJavaOptions";
    }
    if (!supported) {
      return "oneDNN is off for "
          + without
          + ", which trains several times slower: the natives on the class path were built without it; use a jar"
          + " with the nd4j-native classifier that ends in -onednn for this processor ("
          + System.getProperty("os.arch")
          + ")";
    }
    return "oneDNN does not compute "
        + without
        + ", which trains several times slower; where it failed in one of DL4J's layers, the warnings above say why";
  }

  private static boolean canHelp(Layer layer) {
    return layer instanceof ConvolutionLayer
        || layer instanceof BatchNormalization
        || layer instanceof SubsamplingLayer;
  }

  private static String name(Layer layer) {
    return layer.getClass().getSimpleName();
  }
}
