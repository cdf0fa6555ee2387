package org.hammingbird.training.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;

/** Which {@link Step}s compute which of DL4J's layers. */
final class Steps {
  private static final int[] ONE = {1, 1};

  private final List<Layer> layers;
  private final List<Step> steps = new ArrayList<>();
  private long offset;

  private Steps(List<Layer> layers) {
    this.layers = layers;
  }

  /** New steps for a new graph. */
  static List<Step> of(List<Layer> layers) {
    Steps steps = new Steps(layers);
    for (int i = 0; i < layers.size(); i++) {
      i += steps.add(i);
    }
    return Collections.unmodifiableList(steps.steps);
  }

  /** Why a stack cannot be computed by oneDNN; empty where it can. */
  static String obstacle(List<Layer> layers) {
    for (Layer layer : layers) {
      if (!supports(layer)) {
        return layer.getClass().getSimpleName() + " with these settings has no step for oneDNN";
      }
    }
    return "";
  }

  /**
   * Requires an input of the size that a layer's parameters are for: oneDNN takes sizes from the
   * input and addresses from the parameters, and would read and write past their end.
   *
   * @param what is counted, for the message
   */
  static void require(long found, long expected, String what, Layer layer) {
    if (found != expected) {
      throw new DL4JInvalidInputException(
          String.format(
              "Invalid input of %s: %d %s (must be %d)",
              layer.getClass().getSimpleName(), found, what, expected));
    }
  }

  /** Adds the steps of one layer; returns how many of the next layers it takes with it. */
  private int add(int index) {
    Layer layer = layers.get(index);
    long here = offset;
    offset += layer.initializer().numParams(layer);
    boolean frozen = layer instanceof FrozenLayer;
    Layer inner = frozen ? ((FrozenLayer) layer).getLayer() : layer;
    if (inner instanceof ConvolutionLayer) {
      steps.add(new ConvolutionStep((ConvolutionLayer) inner, here, frozen));
      addFunction((BaseLayer) inner);
    } else if (inner instanceof DenseLayer) {
      steps.add(new DenseStep((DenseLayer) inner, here));
      addFunction((BaseLayer) inner);
    } else if (inner instanceof SubsamplingLayer) {
      steps.add(new PoolStep((SubsamplingLayer) inner));
    } else if (inner instanceof BatchNormalization) {
      boolean relu =
          index + 1 < layers.size() && functionOf(layers.get(index + 1)) == Nonlinearity.RELU;
      steps.add(new NormalizationStep((BatchNormalization) inner, here, relu));
      return relu ? 1 : 0;
    } else if (functionOf(inner) != Nonlinearity.NONE) {
      steps.add(new ActivationStep(functionOf(inner), steps.isEmpty()));
    }
    return 0;
  }

  private void addFunction(BaseLayer layer) {
    Nonlinearity function = Nonlinearity.of(layer.getActivationFn());
    if (function != Nonlinearity.NONE && !function.fuses()) {
      steps.add(new ActivationStep(function, false));
    }
  }

  /** The function of an activation layer; null for other layers. */
  private static Nonlinearity functionOf(Layer layer) {
    return layer instanceof ActivationLayer
        ? Nonlinearity.of(((ActivationLayer) layer).getActivationFn())
        : null;
  }

  // exact classes: DL4J derives one-dimensional, separable and other convolutions from these
  private static boolean supports(Layer layer) {
    if (layer.getIDropout() != null || layer.getConstraints() != null) {
      return false;
    }
    if (layer instanceof FrozenLayer) {
      Layer inner = ((FrozenLayer) layer).getLayer();
      return inner.getClass() == ConvolutionLayer.class && supports(inner);
    }
    if (layer.getClass() == ConvolutionLayer.class) {
      ConvolutionLayer convolution = (ConvolutionLayer) layer;
      return Arrays.equals(convolution.getDilation(), ONE)
          && convolution.getCnn2dDataFormat() == CNN2DFormat.NCHW
          && plain(convolution);
    }
    if (layer.getClass() == DenseLayer.class) {
      return !((DenseLayer) layer).hasLayerNorm() && plain((DenseLayer) layer);
    }
    if (layer.getClass() == SubsamplingLayer.class) {
      SubsamplingLayer pool = (SubsamplingLayer) layer;
      return pool.getPoolingType() == PoolingType.MAX
          && Arrays.equals(pool.getDilation(), ONE)
          && pool.getCnn2dDataFormat() == CNN2DFormat.NCHW;
    }
    if (layer.getClass() == BatchNormalization.class) {
      BatchNormalization normalization = (BatchNormalization) layer;
      return !normalization.isLockGammaBeta()
          && normalization.isMinibatch()
          && normalization.getCnn2DFormat() == CNN2DFormat.NCHW;
    }
    return functionOf(layer) != null;
  }

  private static boolean plain(BaseLayer layer) {
    return layer.getWeightNoise() == null && Nonlinearity.of(layer.getActivationFn()) != null;
  }
}
