package org.hammingbird.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.UserException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ArchitecturesTest {
  @BeforeAll
  static void useNatives() {
    Natives.use(1);
  }

  @Test
  void hvassCnnHasAsManyParametersAsTheTutorialsNetwork() {
    assertThat(network("hvass-cnn").numParams()).isEqualTo(944_778);
  }

  @Test
  void studyMlpHasAsManyParametersAsTheStudys() {
    assertThat(network("study-mlp").numParams()).isEqualTo(3072 * 120 + 120 + 120 * 10 + 10);
  }

  @Test
  void studyMlpBeginsWithTruncatedNormalWeightsAndZeroBiases() {
    MultiLayerNetwork network = network("study-mlp");
    INDArray weights = network.getLayer(0).getParam("W");
    double deviation = 1 / Math.sqrt(3072);

    // a normal distribution cut at two standard deviations has 0.880 of its standard deviation
    assertThat(weights.stdNumber().doubleValue()).isCloseTo(0.880 * deviation, within(2e-4));
    assertThat(weights.amaxNumber().doubleValue()).isLessThanOrEqualTo(2 * deviation);
    assertThat(network.getLayer(0).getParam("b").amaxNumber().doubleValue()).isZero();
  }

  @Test
  void studyMlpRegularisesWeightsOnly() {
    MultiLayerNetwork network = network("study-mlp");
    double weights = 0;
    for (int layer = 0; layer < 2; layer++) {
      network.getLayer(layer).getParam("b").assign(100);
      double norm = network.getLayer(layer).getParam("W").norm2Number().doubleValue();
      weights += norm * norm;
    }
    assertThat(network.calcRegularizationScore(true))
        .isCloseTo(0.1 * weights / 2, within(1e-3 * weights));
  }

  @Test
  void everyNetworkHeedsItsRecipesL2() {
    for (String id : Architectures.ids()) {
      Architecture architecture = Architectures.named(id, 32, 28, 120);
      double without = regularization(architecture, architecture.recipe().withL2(0));

      assertThat(regularization(architecture, architecture.recipe().withL2(0.2)) - without)
          .as(id)
          .isGreaterThan(1);
    }
  }

  @Test
  void everyNetworkHeedsItsRecipesLearningRate() {
    for (String id : Architectures.ids()) {
      Architecture architecture = Architectures.named(id, 12, 12, 5);
      MultiLayerNetwork network = started(architecture, architecture.recipe().withL2(0));
      MultiLayerNetwork faster =
          started(architecture, architecture.recipe().withL2(0).withLearningRate(1));
      INDArray before = network.params().dup();
      DataSet batch =
          new DataSet(
              Nd4j.rand(architecture.normalization().shape(4, 12)),
              Nd4j.create(new float[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}}));
      network.fit(batch);
      faster.fit(batch);

      assertThat(faster.params().distance2(before))
          .as(id)
          .isGreaterThan(2 * network.params().distance2(before));
    }
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    assertThat(network("hvass-cnn").params()).isEqualTo(network("hvass-cnn").params());
  }

  @Test
  void outputsAreProbabilities() {
    MultiLayerNetwork network = network("hvass-cnn");
    INDArray output = network.output(Nd4j.rand(7, 3, 28, 28));

    assertThat(output.shape()).containsExactly(7, 10);
    assertThat(output.sum(1).toFloatVector()).usingComparatorWithPrecision(1e-5f).containsOnly(1f);
  }

  @Test
  void configurationsSurviveTheirJson() {
    for (String id : Architectures.ids()) {
      MultiLayerConfiguration configuration = network(id).getLayerWiseConfigurations();
      assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    }
  }

  @Test
  void recipesAreTheStudys() {
    Recipe mlp = Architectures.named("study-mlp", 32, 28, 120).recipe();
    assertThat(mlp.batchSize()).isEqualTo(400);
    assertThat(mlp.steps()).isEqualTo(2000);
    assertThat(mlp.learningRate()).isEqualTo(0.001);
    assertThat(mlp.l2()).isEqualTo(0.1);
    assertThat(mlp.augmentation()).isEqualTo(AugmentationKind.NONE);
    Recipe cnn = Architectures.named("hvass-cnn", 32, 28, 120).recipe();
    assertThat(cnn.batchSize()).isEqualTo(64);
    assertThat(cnn.augmentation()).isEqualTo(AugmentationKind.SHIFTS);
  }

  @Test
  void unknownNamesAreRefused() {
    assertThatThrownBy(() -> Architectures.named("resnet", 32, 28, 120))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("resnet")
        .hasMessageContaining("hvass-cnn, whitened-cnn, study-mlp");
  }

  @Test
  void squaresTooSmallForANetworkAreRefused() {
    assertThatThrownBy(() -> Architectures.named("whitened-cnn", 8, 28, 120))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("training.image-side is 8")
        .hasMessageContaining("at least 9");
    assertThat(Architectures.named("whitened-cnn", 9, 28, 120).inputSide()).isEqualTo(9);
  }

  private static MultiLayerNetwork network(String id) {
    Architecture architecture = Architectures.named(id, 32, 28, 120);
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configuration(10, architecture.recipe(), 1));
    network.init();
    return network;
  }

  private static double regularization(Architecture architecture, Recipe recipe) {
    return started(architecture, recipe).calcRegularizationScore(true);
  }

  private static MultiLayerNetwork started(Architecture architecture, Recipe recipe) {
    MultiLayerNetwork network = new MultiLayerNetwork(architecture.configuration(2, recipe, 1));
    network.init();
    return network;
  }
}
