package org.hammingbird.spark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.RDDInfo;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.TestProcess;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.Architectures;
import org.hammingbird.training.Natives;
import org.hammingbird.training.Preprocessing;
import org.hammingbird.training.TrainingPlan;
import org.junit.jupiter.api.Test;

/** Trains on more pixels than the heap holds, in a process of its own. */
class SmallHeapIT {
  private static final int IMAGES = 120_000;
  private static final int SIDE = 32;
  private static final StructType ROWS =
      new StructType()
          .add("image_id", DataTypes.LongType)
          .add("label", DataTypes.IntegerType)
          .add("width", DataTypes.IntegerType)
          .add("height", DataTypes.IntegerType)
          .add("rgb", DataTypes.BinaryType);

  @Test
  void imagesThatDoNotFitIntoTheHeapAreKeptOnDisk() throws Exception {
    Process process = TestProcess.of(SmallHeapIT.class, "-Xmx320m").start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("trained 120000 images", "on disk: true");
  }

  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.testing.reservedMemory", Integer.toString(100 << 20))
            .getOrCreate();
    Natives.use(1);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Architecture architecture = Architectures.named("study-mlp", SIDE, SIDE, 20);
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configuration(2, architecture.recipe(), 1));
    network.init();
    Dataset<Row> rows =
        spark
            .range(0, IMAGES, 1, 16)
            .map((MapFunction<Long, Row>) SmallHeapIT::row, Encoders.row(ROWS));
    long[] images = {0};
    try (TrainingSet set = TrainingSet.deal(rows, 2, SIDE)) {
      boolean onDisk = false;
      for (RDDInfo info : spark.sparkContext().getRDDStorageInfo()) {
        onDisk |= info.diskSize() > 0;
      }
      TrainingInputs inputs =
          new TrainingInputs(
              new Preprocessing(
                  architecture.normalization(), SIDE, SIDE, set.meanImage(SIDE).values()),
              Optional.empty(),
              2,
              1);
      TrainingPlan plan =
          new TrainingPlan(
              architecture.recipe().withEpochs(1).withLearningRate(1e-6),
              2,
              set.smallestShare(),
              20);
      DistributedTrainer.of(context, set, plan, inputs, 2, 1)
          .train(
              network,
              new TrainingListener() {
                @Override
                public void roundDone(int steps, Progress round, double inNetworks, double s) {
                  images[0] += round.images();
                }
              });
      System.out.println("trained " + images[0] + " images, on disk: " + onDisk);
    }
    spark.stop();
  }

  private static Row row(long id) {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    new SplittableRandom(id).nextBytes(rgb);
    return RowFactory.create(id, (int) (id % 2), SIDE, SIDE, rgb);
  }
}
