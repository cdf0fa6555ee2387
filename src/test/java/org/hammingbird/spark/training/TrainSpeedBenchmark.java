package org.hammingbird.spark.training;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.functions;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.Architectures;
import org.hammingbird.training.Natives;
import org.hammingbird.training.Preprocessing;
import org.hammingbird.training.Recipe;
import org.hammingbird.training.TrainingPlan;
import org.hammingbird.training.layer.Precision;

/**
 * Images a second of a training through Spark, by the clock: blocks, augmentation as by default,
 * broadcast and averaging included; and the share of the time that is spent outside of the
 * networks.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java $(mvn -q help:evaluate -Dexpression=test.jvm.opens -DforceStdout) \
 *     -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.hammingbird.spark.training.TrainSpeedBenchmark 8 hvass-cnn float32 2
 * </pre>
 *
 * Arguments: seconds to measure, network, precision, workers. With {@code
 * -Dhammingbird.onednn.disable=true -Dorg.eclipse.deeplearning4j.helpers.disable=true} it is DL4J
 * as it comes. {@code src/test/python/train_speed.py --compare} runs it beside PyTorch.
 */
public final class TrainSpeedBenchmark {
  private static final int IMAGES = 5_000;
  private static final int SIDE = 32;
  private static final int CLASSES = 10;
  private static final int FREQUENCY = 10;

  private TrainSpeedBenchmark() {}

  public static void main(String[] arguments) {
    System.setProperty("spark.ui.enabled", "false");
    Natives.use(1);
    int workers = Integer.parseInt(arguments[3]);
    Measured measured = new Measured(Double.parseDouble(arguments[0]));
    Architecture architecture = architecture(arguments[1]);
    train(architecture, recipe(architecture, arguments[2]), workers, measured);
    System.out.printf(
        Locale.ROOT,
        "{\"network\": \"%s\", \"kind\": \"%s\", \"workers\": %d, \"images_per_second\": %.1f, \"outside_networks\": %.4f}%n",
        arguments[1],
        arguments[2],
        workers,
        measured.images / measured.seconds,
        1 - measured.networkSeconds / measured.seconds);
    TestSpark.session().stop();
  }

  /** Of images of 32 x 32, as by default. */
  static Architecture architecture(String name) {
    return Architectures.named(name, SIDE, name.equals("hvass-cnn") ? 28 : SIDE, 1);
  }

  static Recipe recipe(Architecture architecture, String precision) {
    return architecture
        .recipe()
        .withPrecision(Precision.valueOf(precision.toUpperCase(Locale.ROOT)));
  }

  private static void train(
      Architecture architecture, Recipe recipe, int workers, Measured measured) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configuration(CLASSES, recipe, 1));
    network.init();
    TrainingInputs inputs =
        new TrainingInputs(
                new Preprocessing(
                    architecture.normalization(), SIDE, architecture.inputSide(), new float[0]),
                Optional.of(AveragingCostBenchmark.SHIFTS),
                CLASSES,
                1)
            .withLabelSmoothing(recipe.labelSmoothing());
    try (TrainingSet images = images(workers)) {
      TrainingPlan plan =
          new TrainingPlan(recipe.withEpochs(10_000), workers, images.smallestShare(), FREQUENCY);
      DistributedTrainer.of(spark, images, plan, inputs, 2, 1).train(network, measured);
    }
  }

  private static TrainingSet images(int workers) {
    return TrainingSet.deal(
        TestSpark.session()
            .createDataFrame(DrawnPatterns.pixels(IMAGES, SIDE), Schemas.PIXELS)
            .withColumn("label", functions.expr("cast(image_id % " + CLASSES + " as int)")),
        workers,
        SIDE);
  }

  /** Leaves out the first half, in which networks are made and code is compiled. */
  private static final class Measured implements TrainingListener {
    private final double least;
    private double before;
    private double seconds;
    private double networkSeconds;
    private long images;

    private Measured(double least) {
      this.least = least;
    }

    @Override
    public void roundDone(int steps, Progress round, double inNetworks, double since) {
      if (since < least) {
        before = since;
        return;
      }
      images += round.images();
      networkSeconds += inNetworks;
      seconds = since - before;
    }

    @Override
    public boolean epochDone(
        int epoch, Progress progress, Progress validation, double s, MultiLayerNetwork network) {
      return seconds < least;
    }
  }
}
