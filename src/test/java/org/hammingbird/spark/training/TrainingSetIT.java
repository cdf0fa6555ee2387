package org.hammingbird.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.hammingbird.image.Augmentation;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.training.Normalization;
import org.hammingbird.training.Preprocessing;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class TrainingSetIT {
  private static final int SIDE = 12;
  private static final int BATCH = 16;

  private final TrainingInputs inputs =
      new TrainingInputs(
          new Preprocessing(Normalization.UNIT_PLANES, 16, SIDE, new float[0]),
          Optional.of(Augmentation.asInStudy()),
          4,
          1);
  private final RoundBatches batches = new RoundBatches(inputs, BATCH, 0);

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
  void aLargeShareIsReadInBlocksAndStillSeenOnceAnEpoch() {
    // about 12 MiB: three blocks of each worker
    int side = 64;
    Dataset<Row> rows =
        TestSpark.session()
            .createDataFrame(DrawnPatterns.pixels(1024, side), Schemas.PIXELS)
            .withColumn("label", functions.expr("cast(image_id % 4 as int)"));
    try (TrainingSet set = TrainingSet.deal(rows, 2, side)) {
      assertThat(set.all().map(PackedImages::size).collect()).hasSize(6);
      List<float[]> epoch = images(set.round(batches.at(0, 0, 20)));
      epoch.addAll(images(set.round(batches.at(0, 20, 12))));

      assertThat(distinct(epoch)).hasSize(1024);
    }
  }

  @Test
  void imagesLargerThanABlockAreBlocksOfTheirOwn() {
    try (TrainingSet set = TrainingSet.deal(rows(5, 2), 2, 1024)) {
      assertThat(set.size()).isEqualTo(5);
      assertThat(set.all().map(PackedImages::size).collect()).containsOnly(1, 2);
    }
  }

  @Test
  void moreWorkersThanImagesAreRefused() {
    assertThatThrownBy(() -> TrainingSet.deal(rows(3, 1), 4, 16))
        .hasMessageContaining("4 for 3 images");
  }

  @Test
  void aSampleIsOfTheSameImagesWhateverPartitionsTheyComeFrom() {
    try (TrainingSet one = TrainingSet.deal(rows(50, 1), 2, 16);
        TrainingSet other = TrainingSet.deal(rows(50, 5), 2, 16)) {
      float[] sample = one.sample(inputs.preprocessing(), 20);

      assertThat(sample)
          .hasSize(20 * 3 * SIDE * SIDE)
          .isEqualTo(other.sample(inputs.preprocessing(), 20));
      assertThat(one.sample(inputs.preprocessing(), 1000)).hasSize(50 * 3 * SIDE * SIDE);
    }
  }

  @Test
  void minibatchesMadeInAdvanceAreTheSame() {
    try (TrainingSet set = TrainingSet.deal(rows(64, 3), 2, 16)) {
      RoundBatches ahead = new RoundBatches(inputs, BATCH, 2);
      assertThat(images(set.round(ahead.at(1, 0, 2))))
          .usingElementComparator(Arrays::compare)
          .isEqualTo(images(set.round(batches.at(1, 0, 2))));
    }
  }

  private static Dataset<Row> rows(int images, int partitions) {
    return TestSpark.session()
        .createDataFrame(DrawnPatterns.pixels(images, 16), Schemas.PIXELS)
        .withColumn("label", functions.expr("cast(image_id % 4 as int)"))
        .repartition(partitions);
  }

  private static List<float[]> images(JavaRDD<DataSet> round) {
    List<float[]> images = new ArrayList<>();
    // copied in the task: a minibatch's arrays are used again
    for (float[][] minibatch : round.map(TrainingSetIT::copies).collect()) {
      images.addAll(Arrays.asList(minibatch));
    }
    return images;
  }

  private static float[][] copies(DataSet minibatch) {
    return minibatch.getFeatures().reshape(minibatch.numExamples(), -1).toFloatMatrix();
  }

  private static TreeSet<String> distinct(List<float[]> images) {
    TreeSet<String> texts = new TreeSet<>();
    images.forEach(image -> texts.add(Arrays.toString(image)));
    return texts;
  }
}
