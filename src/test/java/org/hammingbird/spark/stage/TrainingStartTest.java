package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.training.Natives;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainingStartTest {
  private static final float[] FACTORS = {0.5f, 1, 2};

  private final TrainingStart start =
      new TrainingStart(
          TrainOptions.from(
              ConfigFactory.parseString(
                      "hammingbird.training { crop-side = 8, precision = float32 }")
                  .withFallback(ConfigFactory.parseResources("org/hammingbird/reference.conf"))
                  .getConfig("hammingbird")),
          FACTORS.length);

  @BeforeEach
  void useOneThread() {
    Natives.use(1);
  }

  @Test
  void factorsOfClassesAreFactorsOfTheLossAndOfItsGradient() {
    INDArray images = Nd4j.rand(6, 3, 8, 8);
    int[] classes = {0, 1, 2, 2, 1, 0};
    INDArray labels = Nd4j.zeros(6, 3);
    // the probabilities that the loss is of, by the batch's own statistics
    float[][] probabilities = start.network().output(images, true).toFloatMatrix();
    double loss = 0;
    double[] gradient = new double[3];
    for (int image = 0; image < 6; image++) {
      float factor = FACTORS[classes[image]];
      labels.putScalar(image, classes[image], 1);
      loss -= factor * Math.log(probabilities[image][classes[image]]) / 6;
      for (int i = 0; i < 3; i++) {
        gradient[i] += factor * (probabilities[image][i] - (classes[image] == i ? 1 : 0));
      }
    }
    MultiLayerNetwork network = start.network(FACTORS);
    network.setInput(images);
    network.setLabels(labels);
    network.computeGradientAndScore();

    assertThat(network.score()).isCloseTo(loss, within(1e-4));
    assertThat(network.gradient().getGradientFor("1_b").toDoubleVector())
        .containsExactly(gradient, within(1e-4));
  }

  @Test
  void factorsTravelWithTheConfiguration() {
    MultiLayerConfiguration configuration = start.network(FACTORS).getLayerWiseConfigurations();

    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration)
        .isNotEqualTo(start.network().getLayerWiseConfigurations());
  }
}
