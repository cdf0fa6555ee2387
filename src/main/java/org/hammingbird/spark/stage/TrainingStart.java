package org.hammingbird.spark.stage;

import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.spark.training.DriverMemory;
import org.hammingbird.spark.training.NativeMemory;
import org.hammingbird.spark.training.TrainingInputs;
import org.hammingbird.spark.training.TrainingSet;
import org.hammingbird.spark.training.WorkerNatives;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.NativesCheck;
import org.hammingbird.training.Normalization;
import org.hammingbird.training.Preprocessing;
import org.hammingbird.training.TrainingPlan;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** What a training of these settings begins with: a new network, its inputs, its plan. */
final class TrainingStart {
  private final TrainOptions options;
  private final int classes;

  /**
   * @param classes outputs of the network
   */
  TrainingStart(TrainOptions options, int classes) {
    this.options = options;
    this.classes = classes;
  }

  /** A network with weights drawn from the seed. */
  MultiLayerNetwork network() {
    return started(configuration());
  }

  /**
   * The same with a loss that counts images by their class. (A mask of labels is no way to weigh
   * them: DL4J multiplies the output layer's sums by it before the softmax.)
   *
   * @param factors one a class
   */
  MultiLayerNetwork network(float[] factors) {
    MultiLayerConfiguration configuration = configuration();
    int last = configuration.getConfs().size() - 1;
    ((BaseOutputLayer) configuration.getConf(last).getLayer())
        .setLossFn(new LossMCXENT(Nd4j.create(factors, new long[] {1, factors.length}, 'c')));
    return started(configuration);
  }

  private MultiLayerConfiguration configuration() {
    return options.architecture().configuration(classes, options.recipe(), options.seed());
  }

  private static MultiLayerNetwork started(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /**
   * Looks whether the workers, and the driver with what they send back, have the memory that they
   * need.
   *
   * @return what was found, for the user
   * @throws org.hammingbird.UserException where it is too small
   */
  String memory(JavaSparkContext spark, MultiLayerNetwork network, int workers) {
    DriverMemory.require(spark.getConf(), network, workers, Runtime.getRuntime().maxMemory());
    int minibatches = options.prefetch() + 1;
    return NativeMemory.of(network, inputShape(), options.recipe().batchSize(), minibatches)
        .check(spark.getConf(), workers);
  }

  /** What native code the workers train with, by executor. */
  Map<String, NativesCheck> natives(
      JavaSparkContext spark, MultiLayerNetwork network, int workers) {
    return WorkerNatives.check(
        spark, network.getLayerWiseConfigurations(), inputShape(), workers, options.threads());
  }

  private long[] inputShape() {
    Architecture architecture = options.architecture();
    return architecture.normalization().shape(1, architecture.inputSide());
  }

  /** How many steps there are on these images, shared by so many workers. */
  TrainingPlan plan(TrainingSet images) {
    return new TrainingPlan(
        options.recipe(images.workers()),
        images.workers(),
        images.smallestShare(),
        options.averagingFrequency());
  }

  Preprocessing preprocessing(TrainingSet images) {
    Architecture architecture = options.architecture();
    int side = architecture.inputSide();
    float[] mean =
        architecture.normalization() == Normalization.MEAN_IMAGE
            ? images.meanImage(side).values()
            : new float[0];
    return new Preprocessing(architecture.normalization(), options.imageSide(), side, mean);
  }

  /** Sets weights that follow from the images, where the architecture has any. */
  void prepare(MultiLayerNetwork network, TrainingSet images, Preprocessing preprocessing) {
    int sample = options.architecture().sampleSize();
    if (sample == 0) {
      return;
    }
    float[] inputs = images.sample(preprocessing, sample);
    int count = inputs.length / preprocessing.length();
    options.architecture().prepare(network, Nd4j.create(inputs, preprocessing.shape(count), 'c'));
  }

  /** How images become minibatches. */
  TrainingInputs inputs(Preprocessing preprocessing) {
    return new TrainingInputs(preprocessing, options.augmentation(), classes, options.seed())
        .withLabelSmoothing(options.recipe().labelSmoothing());
  }
}
