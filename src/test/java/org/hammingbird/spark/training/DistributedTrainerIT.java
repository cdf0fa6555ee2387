package org.hammingbird.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.functions;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.image.Augmentation;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.Architectures;
import org.hammingbird.training.Natives;
import org.hammingbird.training.Normalization;
import org.hammingbird.training.Preprocessing;
import org.hammingbird.training.Recipe;
import org.hammingbird.training.Schedule;
import org.hammingbird.training.TrainingPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class DistributedTrainerIT {
  private static final int SIDE = 12;
  private static final int BATCH = 8;
  private static final int IMAGES = 96;

  private Architecture architecture = Architectures.named("hvass-cnn", 16, SIDE, 1);

  @BeforeEach
  void useOneThread() {
    Natives.use(1);
  }

  @Test
  void fourWorkersGiveTheSameNetworkBitForBitInEveryRun() {
    Trained first = train(4, 2, 1, network());
    Trained second = train(4, 2, 1, network());

    assertThat(second.network.params()).isEqualTo(first.network.params());
    assertThat(state(second.network)).isEqualTo(state(first.network));
    assertThat(second.losses).isEqualTo(first.losses);
  }

  @Test
  void twoWorkersAreTheMeanOfTwoNetworksTrainedAlone() {
    Trained both = train(2, 3, 1, network(), 3);
    List<MultiLayerNetwork> alone = new ArrayList<>();
    List<Long> images = new ArrayList<>();
    try (TrainingSet set = images(2)) {
      RoundBatches round = new RoundBatches(inputs(), BATCH, 0).at(0, 0, 3);
      for (int worker = 0; worker < 2; worker++) {
        MultiLayerNetwork network = network();
        int share = worker;
        List<float[][]> minibatches =
            set.round(round)
                .mapPartitionsWithIndex(
                    (index, part) -> {
                      List<float[][]> copies = new ArrayList<>();
                      while (part.hasNext()) {
                        DataSet next = part.next();
                        if (index == share) {
                          copies.add(next.getFeatures().reshape(BATCH, -1).toFloatMatrix());
                          copies.add(next.getLabels().toFloatMatrix());
                        }
                      }
                      return copies.iterator();
                    },
                    true)
                .collect();
        for (int i = 0; i < minibatches.size(); i += 2) {
          network.fit(
              Nd4j.create(minibatches.get(i)).reshape(BATCH, 3, SIDE, SIDE),
              Nd4j.create(minibatches.get(i + 1)));
          images.add((long) BATCH);
        }
        alone.add(network);
      }
    }
    INDArray mean = alone.get(0).params().add(alone.get(1).params()).div(2);

    assertThat(images).hasSize(6);
    assertThat(both.network.params().sub(mean).amaxNumber().doubleValue()).isLessThan(1e-6);
    assertThat(both.network.params().sub(network().params()).amaxNumber().doubleValue())
        .as("it learned")
        .isGreaterThan(1e-4);
    assertThat(both.images).isEqualTo(48);
  }

  @Test
  void aTrainingThatIsTakenUpAgainEndsAsIfItHadNotStopped() {
    Trained whole = train(2, 4, 3, network());
    MultiLayerNetwork network = network();
    Trained part = train(2, 4, 3, network, 0, 1);
    Trained rest = train(2, 4, 3, network, part.steps, 3);

    assertThat(part.steps).isEqualTo(6);
    assertThat(rest.network.params()).isEqualTo(whole.network.params());
    assertThat(state(rest.network)).isEqualTo(state(whole.network));
  }

  @Test
  void adamsStateAndBatchNormalisationsMeansComeBack() {
    Trained trained = train(2, 4, 1, network());

    assertThat(state(trained.network).amaxNumber().doubleValue()).isPositive();
    assertThat(trained.network.getParam("0_1.mean").amaxNumber().doubleValue()).isPositive();
    assertThat(trained.network.params().sumNumber().doubleValue())
        .isFinite()
        .isNotCloseTo(0, within(0.0));
    assertThat(trained.losses).allMatch(loss -> loss > 0.1 && loss < 10);
    assertThat(trained.network.getIterationCount()).isEqualTo(6);
  }

  @Test
  void theRoundsLearningRateIsTheUpdaters() {
    MultiLayerNetwork network = network();
    train(2, 3, recipe(1).withLearningRate(0), network, 0, 1);

    network
        .paramTable()
        .forEach(
            (name, values) -> {
              boolean statistic = name.matches(".*(mean|log10stdev)");
              assertThat(values.equals(network().getParam(name))).as(name).isEqualTo(!statistic);
            });
  }

  @Test
  void anOutputLayerAboveAPoolIsCounted() {
    architecture = Architectures.named("whitened-cnn", SIDE, SIDE, 1);
    Trained trained = train(2, 2, 1, network());

    assertThat(trained.images).isEqualTo(IMAGES);
    assertThat(trained.losses).isNotEmpty().allMatch(loss -> loss > 0.1 && loss < 10);
  }

  private static INDArray state(MultiLayerNetwork network) {
    return network.getUpdater().getStateViewArray();
  }

  private MultiLayerNetwork network() {
    MultiLayerNetwork network = new MultiLayerNetwork(architecture.configuration(4, recipe(1), 1));
    network.init();
    return network;
  }

  private Recipe recipe(int epochs) {
    return architecture
        .recipe()
        .withSchedule(Schedule.CONSTANT)
        .withBatchSize(BATCH)
        .withEpochs(epochs);
  }

  private static TrainingInputs inputs() {
    return new TrainingInputs(
        new Preprocessing(Normalization.UNIT_PLANES, 16, SIDE, new float[0]),
        Optional.of(Augmentation.asInStudy()),
        4,
        1);
  }

  private static TrainingSet images(int workers) {
    return TrainingSet.deal(
        TestSpark.session()
            .createDataFrame(DrawnPatterns.pixels(IMAGES, 16), Schemas.PIXELS)
            .withColumn("label", functions.expr("cast(image_id % 4 as int)")),
        workers,
        16);
  }

  private Trained train(int workers, int frequency, int epochs, MultiLayerNetwork network) {
    return train(workers, frequency, epochs, network, 0, epochs);
  }

  private Trained train(
      int workers, int frequency, int epochs, MultiLayerNetwork network, int steps) {
    return train(workers, frequency, recipe(epochs).withSteps(steps), network, 0, epochs);
  }

  private Trained train(
      int workers, int frequency, int epochs, MultiLayerNetwork network, int first, int last) {
    return train(workers, frequency, recipe(epochs), network, first, last);
  }

  /** Until the epoch {@code last}, with which it is told to stop. */
  private Trained train(
      int workers, int frequency, Recipe recipe, MultiLayerNetwork network, int first, int last) {
    Trained trained = new Trained(network, last);
    try (TrainingSet set = images(workers)) {
      TrainingPlan plan = new TrainingPlan(recipe, workers, set.smallestShare(), frequency);
      JavaSparkContext spark =
          JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
      DistributedTrainer.of(spark, set, plan, inputs(), 2, 1).train(network, first, trained);
    }
    return trained;
  }

  private static final class Trained implements TrainingListener {
    private final MultiLayerNetwork network;
    private final int last;
    private final List<Double> losses = new ArrayList<>();
    private long images;
    private int steps;

    private Trained(MultiLayerNetwork network, int last) {
      this.network = network;
      this.last = last;
    }

    @Override
    public void roundDone(int done, Progress round, double networkSeconds, double seconds) {
      steps = done;
      images += round.images();
      losses.add(round.loss());
    }

    @Override
    public boolean epochDone(
        int epoch,
        Progress progress,
        Progress validation,
        double seconds,
        MultiLayerNetwork current) {
      return epoch < last;
    }
  }
}
