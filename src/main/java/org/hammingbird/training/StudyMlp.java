package org.hammingbird.training;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.TruncatedNormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The study's first network: all pixels (values 0 to 255 less the mean image), one hidden layer of
 * ReLU units, softmax; weights from a truncated normal distribution with standard deviation
 * 1/sqrt(inputs), biases 0, L2 on the weights only, plain SGD; 2,000 steps of 400 images.
 */
final class StudyMlp implements Architecture {
  static final String ID = "study-mlp";

  private final int side;
  private final int hiddenUnits;

  /** For squares of {@code side} pixels. */
  StudyMlp(int side, int hiddenUnits) {
    if (side < 1 || hiddenUnits < 1) {
      throw new IllegalArgumentException(
          "Invalid network: side " + side + ", hidden units " + hiddenUnits + " (at least 1 each)");
    }
    this.side = side;
    this.hiddenUnits = hiddenUnits;
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
    return Normalization.MEAN_IMAGE;
  }

  @Override
  public Recipe recipe() {
    return Recipe.of(400, 1e-3).withL2(0.1).withSteps(2000);
  }

  @Override
  public MultiLayerConfiguration configuration(int classes, Recipe recipe, long seed) {
    int inputs = side * side * 3;
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new Sgd(recipe.learningRate()))
        .l2(recipe.l2())
        .list()
        .layer(
            new DenseLayer.Builder()
                .nOut(hiddenUnits)
                .activation(Activation.RELU)
                .dist(truncatedNormal(inputs))
                .build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .dist(truncatedNormal(hiddenUnits))
                .build())
        .setInputType(InputType.feedForward(inputs))
        .build();
  }

  private static TruncatedNormalDistribution truncatedNormal(int inputs) {
    return new TruncatedNormalDistribution(0, 1 / Math.sqrt(inputs));
  }
}
