package org.hammingbird.training;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.hammingbird.training.layer.FlatAdam;
import org.hammingbird.training.layer.LayerStack;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The convolutional network of TensorFlow tutorial 06 by Hvass Laboratories, whose pre-processing
 * the study took over: 5x5x64 convolution with batch normalisation, max-pool, 5x5x64 convolution,
 * max-pool, dense 256, dense 128, softmax. With 28x28x3 inputs and 10 classes it has 944,778
 * parameters: the first convolution has no bias, since batch normalisation takes it out again.
 *
 * <p>ReLU stands after each max-pool rather than before: the result is the same, of a quarter of
 * the values.
 */
final class HvassCnn implements Architecture {
  static final String ID = "hvass-cnn";

  private final int side;

  /** For squares of {@code side} pixels. */
  HvassCnn(int side) {
    if (side < 4) {
      throw new IllegalArgumentException("Invalid side: " + side + " (must be at least 4)");
    }
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
    return Recipe.of(64, 3e-3)
        .withSchedule(Schedule.ONE_CYCLE)
        .withEpochs(16)
        .withAugmentation(AugmentationKind.SHIFTS);
  }

  @Override
  public MultiLayerConfiguration configuration(int classes, Recipe recipe, long seed) {
    return LayerStack.of(layers(classes, recipe, seed), recipe.precision());
  }

  /** The network in DL4J's own layers. */
  MultiLayerConfiguration layers(int classes, Recipe recipe, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new FlatAdam(recipe.learningRate()))
        .weightInit(WeightInit.RELU)
        .l2(recipe.l2())
        .list()
        .layer(convolution().hasBias(false).build())
        .layer(new BatchNormalization())
        .layer(pool())
        .layer(new ActivationLayer(Activation.RELU))
        .layer(convolution().build())
        .layer(pool())
        .layer(new ActivationLayer(Activation.RELU))
        .layer(dense(256))
        .layer(dense(128))
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(side, side, 3))
        .build();
  }

  private static ConvolutionLayer.Builder convolution() {
    return new ConvolutionLayer.Builder(5, 5)
        .nOut(64)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY);
  }

  private static SubsamplingLayer pool() {
    return new SubsamplingLayer.Builder(PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).activation(Activation.RELU).build();
  }
}
