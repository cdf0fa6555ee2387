package org.hammingbird.training;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.hammingbird.training.layer.LayerStack;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Six 3x3 convolutions on whitened patches, in the manner of "94% on CIFAR-10 in 3.29 Seconds"
 * (Jordan, arXiv 2404.00498): a frozen 2x2x24 convolution that whitens the training images'
 * patches, GELU, then three groups of convolution, max-pool, batch normalisation, GELU,
 * convolution, batch normalisation, GELU with 64, 256 and 256 channels, a max-pool over what is
 * left, softmax. With 32x32x3 inputs and 10 classes it has 1,975,106 parameters.
 *
 * <p>Unlike the paper's, its scales are trained and nothing scales the logits.
 */
final class WhitenedCnn implements Architecture {
  static final String ID = "whitened-cnn";

  /** Of which a pixel is left after the whitening and three pools. */
  static final int LEAST_SIDE = 9;

  private static final int[] WIDTHS = {64, 256, 256};
  private static final double MOMENTUM = 0.85;
  private static final double WEIGHT_DECAY = 0.009;

  private final int side;

  /** For squares of {@code side} pixels, at least {@link #LEAST_SIDE}. */
  WhitenedCnn(int side) {
    this.side = side;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int inputSide() {
    return side;
  }

  @Override
  public Normalization normalization() {
    return Normalization.UNIT_PLANES;
  }

  @Override
  public Recipe recipe() {
    return Recipe.of(256, 0.4)
        .withSchedule(Schedule.COSINE)
        .withWarmup(0.1)
        .withEpochs(10)
        .withLabelSmoothing(0.2)
        .withAugmentation(AugmentationKind.SHIFTS);
  }

  @Override
  public int sampleSize() {
    return 2000;
  }

  @Override
  public void prepare(MultiLayerNetwork network, INDArray inputs) {
    Whitening.of(inputs).write(network.getParam("0_0.W"), network.getParam("0_0.b"));
  }

  @Override
  public MultiLayerConfiguration configuration(int classes, Recipe recipe, long seed) {
    return LayerStack.of(layers(classes, recipe, seed), recipe.precision());
  }

  /** The network in DL4J's own layers. */
  MultiLayerConfiguration layers(int classes, Recipe recipe, long seed) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Nesterovs(recipe.learningRate(), MOMENTUM))
            .weightInit(WeightInit.RELU)
            .activation(Activation.IDENTITY)
            .regularization(regularization(recipe))
            .list()
            .layer(
                new FrozenLayer(
                    new ConvolutionLayer.Builder(Whitening.SIDE, Whitening.SIDE)
                        .nOut(Whitening.FILTERS)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .build()))
            .layer(new ActivationLayer(Activation.GELU));
    int left = side - Whitening.SIDE + 1;
    for (int width : WIDTHS) {
      list.layer(convolution(width))
          .layer(pool(2))
          .layer(new BatchNormalization())
          .layer(new ActivationLayer(Activation.GELU))
          .layer(convolution(width))
          .layer(new BatchNormalization())
          .layer(new ActivationLayer(Activation.GELU));
      left /= 2;
    }
    return list.layer(pool(left))
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(side, side, 3))
        .build();
  }

  /** The network's own decay of weights, and L2 beside it where the recipe has some. */
  private static List<Regularization> regularization(Recipe recipe) {
    List<Regularization> regularization = new ArrayList<>();
    regularization.add(new WeightDecay(WEIGHT_DECAY, true));
    if (recipe.l2() > 0) {
      regularization.add(new L2Regularization(recipe.l2()));
    }
    return regularization;
  }

  private static ConvolutionLayer convolution(int width) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(width)
        .hasBias(false)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static SubsamplingLayer pool(int size) {
    return new SubsamplingLayer.Builder(PoolingType.MAX)
        .kernelSize(size, size)
        .stride(size, size)
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }
}
