package org.hammingbird.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.hammingbird.image.Augmentation;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.Architectures;
import org.hammingbird.training.Natives;
import org.hammingbird.training.Normalization;
import org.hammingbird.training.Preprocessing;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class TrainingSetIT {
  private static final int SIDE = 12;
  private static final int BATCH = 16;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
  private final TrainingInputs inputs =
      new TrainingInputs(
          new Preprocessing(Normalization.UNIT_PLANES, 16, SIDE, new float[0]),
          Optional.of(Augmentation.asInStudy()),
          4,
          1);
  private final RoundBatches batches = new RoundBatches(inputs, BATCH, 1);

  @Test
  void everyWorkerGetsAsManyImagesWithinOne() {
    for (int workers : new int[] {1, 2, 3, 7}) {
      try (TrainingSet set = TrainingSet.deal(rows(200, 5), workers, 16)) {
        assertThat(set.workers()).isEqualTo(workers);
        assertThat(set.size()).isEqualTo(200);
        assertThat(set.smallestShare()).isEqualTo(200 / workers);
      }
    }
  }

  @Test
  void anEpochSeesEachImageOnceAndTwoEpochsSeeOtherPixels() {
    try (TrainingSet set = TrainingSet.deal(rows(64, 3), 2, 16)) {
      List<float[]> first = images(set.round(batches.at(0, 0, 2)));
      List<float[]> second = images(set.round(batches.at(1, 0, 2)));

      assertThat(first).hasSize(64);
      assertThat(distinct(first)).hasSize(64);
      TreeSet<String> both = distinct(first);
      both.addAll(distinct(second));
      assertThat(both).as("no image looks the same in both epochs").hasSize(128);
    }
  }

  @Test
  void theRoundsOfAnEpochAreDisjoint() {
    try (TrainingSet set = TrainingSet.deal(rows(64, 3), 1, 16)) {
      List<float[]> all = images(set.round(batches.at(0, 0, 3)));
      all.addAll(images(set.round(batches.at(0, 3, 1))));

      assertThat(distinct(all)).hasSize(64);
    }
  }

  @Test
  void minibatchesDoNotDependOnHowTheTableIsSplit() {
    try (TrainingSet one = TrainingSet.deal(rows(64, 1), 2, 16);
        TrainingSet other = TrainingSet.deal(rows(64, 6), 2, 16)) {
      assertThat(images(one.round(batches.at(2, 0, 2))))
          .usingElementComparator(Arrays::compare)
          .isEqualTo(images(other.round(batches.at(2, 0, 2))));
    }
  }

  @Test
  void largerImagesAreKeptAtTheSizeThatTrainingUses() {
    Dataset<Row> large =
        TestSpark.session()
            .createDataFrame(DrawnPatterns.pixels(32, 40), Schemas.PIXELS)
            .withColumn("label", functions.lit(0));
    try (TrainingSet set = TrainingSet.deal(large, 2, 16)) {
      assertThat(set.meanImage(16).values()).hasSize(16 * 16 * 3);
      assertThat(images(set.round(batches.at(0, 0, 1)))).hasSize(32);
    }
  }

  @Test
  void theMeanImageIsThatOfAllWorkers() {
    try (TrainingSet one = TrainingSet.deal(rows(50, 2), 1, 16);
        TrainingSet three = TrainingSet.deal(rows(50, 2), 3, 16)) {
      assertThat(three.meanImage(16).values()).isEqualTo(one.meanImage(16).values());
    }
  }

  @Test
  void aRoundMakesItsMinibatchesOnceAndAveragesTheWorkers() {
    Natives.use(1);
    Architecture architecture = Architectures.named("hvass-cnn", 16, SIDE, 1);
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configuration(4, architecture.recipe(), 1));
    network.init();
    LongAccumulator made = spark.sc().longAccumulator();
    RoundProgress progress = new RoundProgress(spark.sc());
    RoundMaster master = new RoundMaster(2, BATCH, 3, 2, progress);
    master.expect(6);
    try (TrainingSet set = TrainingSet.deal(rows(128, 3), 2, 16)) {
      JavaRDD<DataSet> round =
          set.round(batches.at(0, 0, 3))
              .map(
                  minibatch -> {
                    made.add(1);
                    return minibatch;
                  });
      new SparkDl4jMultiLayer(spark, network, master).fit(round);

      assertThat(round.getStorageLevel().useMemory()).as("nothing is kept").isFalse();
    } finally {
      master.release();
    }
    assertThat(made.value()).isEqualTo(6);
    Progress done = progress.take();
    assertThat(done.images()).isEqualTo(96);
    assertThat(done.loss()).isBetween(0.1, 10.0);
    assertThat(done.accuracy()).isBetween(0.0, 1.0);
    assertThat(progress.take().images()).isZero();
    assertThat(network.getUpdater().getStateViewArray().amaxNumber().doubleValue())
        .as("Adam's state comes back")
        .isPositive();
    // batch normalisation's running mean is a parameter, begins at 0, and is averaged with the rest
    assertThat(network.getLayer(1).getParam("mean").amaxNumber().doubleValue()).isPositive();
    assertThat(network.params().sumNumber().doubleValue()).isFinite().isNotCloseTo(0, within(0.0));
  }

  private static Dataset<Row> rows(int images, int partitions) {
    return TestSpark.session()
        .createDataFrame(DrawnPatterns.pixels(images, 16), Schemas.PIXELS)
        .withColumn("label", functions.expr("cast(image_id % 4 as int)"))
        .repartition(partitions);
  }

  private static List<float[]> images(JavaRDD<DataSet> round) {
    List<float[]> images = new ArrayList<>();
    for (DataSet minibatch : round.collect()) {
      for (int i = 0; i < minibatch.numExamples(); i++) {
        images.add(minibatch.getFeatures().slice(i).dup().data().asFloat());
      }
    }
    return images;
  }

  private static TreeSet<String> distinct(List<float[]> images) {
    TreeSet<String> texts = new TreeSet<>();
    images.forEach(image -> texts.add(Arrays.toString(image)));
    return texts;
  }
}
