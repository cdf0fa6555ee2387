package org.hammingbird.training.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.deeplearning4j.util.NetworkUtils;
import org.hammingbird.training.Natives;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** Networks with a stack: stored, copied, used by threads, in other precisions. */
class StackedNetworkTest {
  private static final InputType IMAGES = InputType.convolutional(8, 8, 3);

  @BeforeAll
  static void useNatives() {
    Natives.use(1);
    assumeTrue(OneDnn.available(), OneDnn.absence());
  }

  private static MultiLayerConfiguration plain() {
    return Networks.plain(
        IMAGES,
        new FrozenLayer(convolution(2, 16).build()),
        new ActivationLayer(Activation.GELU),
        convolution(3, 16).hasBias(false).build(),
        new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build(),
        new BatchNormalization(),
        new ActivationLayer(Activation.RELU),
        new DenseLayer.Builder().nOut(32).activation(Activation.RELU).build());
  }

  private static MultiLayerConfiguration stacked() {
    return LayerStack.of(plain(), Precision.FLOAT32);
  }

  @Test
  void theSameSeedGivesTheWeightsOfThePlainNetwork() {
    assertThat(Networks.started(stacked()).params()).isEqualTo(Networks.started(plain()).params());
  }

  @Test
  void configurationsSurviveTheirJson() {
    MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(stacked().toJson());

    assertThat(read).isEqualTo(stacked()).hasSameHashCodeAs(stacked());
    assertThat(read).isNotEqualTo(LayerStack.of(plain(), Precision.BFLOAT16));
    assertThat(read.getConf(0).getLayer().clone()).isEqualTo(stacked().getConf(0).getLayer());
  }

  @Test
  void savedNetworksGoOnWhereTheyStopped() throws IOException {
    MultiLayerNetwork network = Networks.started(stacked());
    DataSet batch = Networks.drawn(1, 8, 3, 8, 8);
    network.fit(batch);
    MultiLayerNetwork loaded = loaded(network);

    assertThat(loaded.params()).isEqualTo(network.params());
    network.fit(batch);
    loaded.fit(batch);
    assertThat(loaded.params()).isEqualTo(network.params());
    assertThat(loaded.output(batch.getFeatures())).isEqualTo(network.output(batch.getFeatures()));
  }

  @Test
  void parametersAndUpdaterStateOfDl4jsNetworkFit() throws IOException {
    MultiLayerNetwork theirs = loaded(Networks.started(plain()));
    DataSet batch = Networks.drawn(1, 8, 3, 8, 8);
    theirs.fit(batch);
    MultiLayerNetwork ours = Networks.started(stacked(), theirs);
    ours.getUpdater().setStateViewArray(null, theirs.getUpdater().getStateViewArray(), false);
    ours.setIterationCount(theirs.getIterationCount());
    for (int step = 0; step < 2; step++) {
      theirs.fit(batch);
      ours.fit(batch);
    }

    assertThat(ours.params().equalsWithEps(theirs.params(), 1e-3)).isTrue();
  }

  @Test
  void frozenWeightsStayAndTheOthersMove() {
    MultiLayerNetwork network = Networks.started(stacked());
    INDArray frozen = network.getParam("0_0.W").dup();
    INDArray trained = network.getParam("0_2.W").dup();
    network.fit(Networks.drawn(1, 8, 3, 8, 8));

    assertThat(network.getParam("0_0.W")).isEqualTo(frozen);
    assertThat(network.getParam("0_2.W")).isNotEqualTo(trained);
  }

  @Test
  void runningStatisticsApproachTheBatchs() {
    MultiLayerNetwork network = Networks.started(stacked());
    // libnd4j's Adam takes a rate of 0 for its epsilon, 1e-8
    NetworkUtils.setLearningRate(network, 0);
    INDArray features = Networks.drawn(1, 32, 3, 8, 8).getFeatures();
    double before = distance(network.output(features), network.output(features, true));
    for (int step = 0; step < 200; step++) {
      network.fit(Networks.drawn(1, 32, 3, 8, 8));
    }

    assertThat(before).isGreaterThan(0.01);
    assertThat(distance(network.output(features), network.output(features, true))).isLessThan(1e-5);
  }

  @Test
  void batchesOfOtherSizesComeAndGo() {
    MultiLayerNetwork network = Networks.started(stacked());
    DataSet whole = Networks.drawn(1, 8, 3, 8, 8);
    INDArray expected = network.output(whole.getFeatures()).dup();
    for (int size : new int[] {1, 7, 3, 8, 5, 2, 8, 4, 6, 8}) {
      DataSet part =
          new DataSet(
              whole.getFeatures().get(NDArrayIndex.interval(0, size)),
              whole.getLabels().get(NDArrayIndex.interval(0, size)));
      assertThat(
              distance(
                  network.output(part.getFeatures()), expected.get(NDArrayIndex.interval(0, size))))
          .isLessThan(1e-6);
    }
  }

  @Test
  void networksInTwoThreadsDoNotDisturbEachOther() throws Exception {
    INDArray alone = trained(0).dup();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<INDArray>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int seed = i % 2;
        results.add(threads.submit(() -> trained(seed)));
      }
      assertThat(results.get(0).get()).isEqualTo(alone);
      assertThat(results.get(2).get()).isEqualTo(alone);
      assertThat(results.get(1).get()).isEqualTo(results.get(3).get()).isNotEqualTo(alone);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aNetworkMayMoveToAnotherThread() throws Exception {
    MultiLayerNetwork network = Networks.started(stacked());
    DataSet batch = Networks.drawn(1, 8, 3, 8, 8);
    network.fit(batch);
    INDArray expected = network.output(batch.getFeatures()).dup();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      assertThat(
              other
                  .submit(
                      () -> {
                        Natives.use(1);
                        return network.output(batch.getFeatures()).dup();
                      })
                  .get())
          .isEqualTo(expected);
    } finally {
      other.shutdown();
    }
  }

  @Test
  void bfloat16IsNearFloat32() {
    assumeTrue(OneDnn.multipliesBfloat16(), "this processor has no bfloat16");
    MultiLayerNetwork exact = Networks.started(stacked());
    MultiLayerNetwork rounded = Networks.started(LayerStack.of(plain(), Precision.BFLOAT16), exact);
    assertThat(Networks.stack(rounded).computedBy()).endsWith("in bfloat16");
    DataSet batch = Networks.drawn(1, 32, 3, 8, 8);

    double output =
        distance(rounded.output(batch.getFeatures()), exact.output(batch.getFeatures()));
    assertThat(output).isBetween(1e-6, 0.03);
    INDArray gradient = Networks.gradient(exact, batch);
    INDArray difference = Networks.gradient(rounded, batch).sub(gradient);
    // rounding lets some winners of max-pools change, each of which moves a gradient elsewhere
    assertThat(difference.norm2Number().doubleValue() / gradient.norm2Number().doubleValue())
        .isBetween(1e-6, 0.25);
  }

  @Test
  void bfloat16LearnsAsFloat32Does() {
    assumeTrue(OneDnn.multipliesBfloat16(), "this processor has no bfloat16");
    DataSet batch = Networks.drawn(1, 32, 3, 8, 8);
    for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.BFLOAT16}) {
      MultiLayerNetwork network = Networks.started(LayerStack.of(plain(), precision));
      for (int step = 0; step < 40; step++) {
        network.fit(batch);
      }
      assertThat(network.score()).as(precision.id()).isLessThan(0.1);
    }
  }

  @Test
  void precisionFollowsTheProcessor() {
    assertThat(Precision.FLOAT32.here()).isEqualTo(Precision.FLOAT32);
    assertThat(Precision.AUTO.here())
        .isEqualTo(OneDnn.multipliesBfloat16() ? Precision.BFLOAT16 : Precision.FLOAT32);
    System.setProperty(OneDnn.DISABLED, "true");
    try {
      assertThat(Precision.BFLOAT16.here()).isEqualTo(Precision.FLOAT32);
    } finally {
      System.clearProperty(OneDnn.DISABLED);
    }
  }

  @Test
  void layersWithoutAStepAreLeftToDl4j() {
    Layer dropout = new DropoutLayer(0.5);
    MultiLayerNetwork network =
        Networks.started(
            LayerStack.of(
                Networks.plain(IMAGES, convolution(3, 4).build(), dropout), Precision.AUTO));

    assertThat(Networks.stack(network).computedByOneDnn()).isFalse();
    assertThat(Networks.stack(network).computedBy())
        .isEqualTo(
            "DL4J's own layers, since DropoutLayer with these settings has no step for oneDNN");
  }

  @Test
  void layersOfOneStackShareTheirUpdater() {
    MultiLayerConfiguration mixed =
        Networks.plain(
            IMAGES, convolution(3, 4).build(), convolution(3, 4).updater(new Sgd(0.1)).build());
    assertThatThrownBy(() -> LayerStack.of(mixed, Precision.AUTO))
        .hasMessageContaining("different updaters");
  }

  @Test
  void whatAStackWouldIgnoreIsRefused() {
    assertNotStackable(
        Networks.plain(IMAGES, convolution(3, 4).biasUpdater(new Sgd(0.1)).build()),
        "updater of its biases");
    assertNotStackable(
        Networks.plain(
            IMAGES, convolution(3, 4).constrainWeights(new NonNegativeConstraint()).build()),
        "constraints");
    assertNotStackable(
        Networks.plain(
            IMAGES,
            convolution(3, 4).gradientNormalization(GradientNormalization.ClipL2PerLayer).build()),
        "ClipL2PerLayer");
    assertNotStackable(
        Networks.plain(InputType.convolutionalFlat(8, 8, 3), convolution(3, 4).build()),
        "FeedForwardToCnnPreProcessor");
  }

  private static void assertNotStackable(MultiLayerConfiguration plain, String why) {
    assertThatThrownBy(() -> LayerStack.of(plain, Precision.AUTO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void inputsOfAnotherSizeAreRefused() {
    MultiLayerNetwork network = Networks.started(stacked());
    // the dense layer behind the pool has weights for 256 values and would read 576
    assertThatThrownBy(() -> network.output(Networks.drawn(1, 2, 3, 12, 12).getFeatures()))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("DenseLayer");
    assertThatThrownBy(() -> network.output(Networks.drawn(1, 2, 4, 8, 8).getFeatures()))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("4 channels (must be 3)");
    MultiLayerNetwork normalised =
        Networks.started(
            LayerStack.of(Networks.plain(IMAGES, new BatchNormalization()), Precision.FLOAT32));
    assertThatThrownBy(() -> normalised.output(Networks.drawn(1, 2, 5, 8, 8).getFeatures()))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("5 channels (must be 3)");
  }

  @Test
  void aBatchInFortransOrderTrainsAlike() {
    // the gradient of a first dense layer reads the input once more
    MultiLayerConfiguration configuration =
        LayerStack.of(
            Networks.plain(
                InputType.feedForward(11),
                new DenseLayer.Builder().nOut(32).build(),
                new DenseLayer.Builder().nOut(64).build(),
                new DenseLayer.Builder().nOut(32).build()),
            Precision.FLOAT32);
    DataSet batch = Networks.drawn(1, 8, 11);
    DataSet other = new DataSet(batch.getFeatures().dup('f'), batch.getLabels());

    MultiLayerNetwork network = Networks.started(configuration.clone());
    network.fit(batch);
    MultiLayerNetwork alike = Networks.started(configuration.clone());
    alike.fit(other);
    assertThat(alike.params()).isEqualTo(network.params());
  }

  private static INDArray trained(int seed) {
    Natives.use(1);
    MultiLayerNetwork network = Networks.started(stacked());
    for (int step = 0; step < 10; step++) {
      network.fit(Networks.drawn(seed + 2 * step, 8, 3, 8, 8));
    }
    return network.params();
  }

  private static MultiLayerNetwork loaded(MultiLayerNetwork network) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, true);
    return ModelSerializer.restoreMultiLayerNetwork(
        new ByteArrayInputStream(bytes.toByteArray()), true);
  }

  private static double distance(INDArray one, INDArray other) {
    return one.sub(other).amaxNumber().doubleValue();
  }

  private static ConvolutionLayer.Builder convolution(int size, int outputs) {
    return new ConvolutionLayer.Builder(size, size)
        .nOut(outputs)
        .convolutionMode(ConvolutionMode.Same);
  }
}
