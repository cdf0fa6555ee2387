package org.hammingbird.spark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.functions;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
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
import org.hammingbird.training.TrainingPlan;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * What the way through Spark costs beside the networks' own training: images per second of rounds
 * on {@code local[2]} with two workers (blocks, augmentation, broadcast, averaging) against two
 * threads that do nothing but {@code fit} on a minibatch that is there. One network is {@code
 * hvass-cnn}; the other has as many parameters and a step that is several times as fast, and shows
 * the cost of a round and of an image.
 *
 * <pre>
 * mvn -B -q test-compile exec:java -Dexec.classpathScope=test \
 *   -Dexec.mainClass=org.hammingbird.spark.training.TrainingOverheadBenchmark -Dexec.args="20 8"
 * </pre>
 *
 * Arguments: averaging frequency, seconds a measurement.
 */
public final class TrainingOverheadBenchmark {
  private static final int SIDE = 28;
  private static final int BATCH = 64;
  private static final int IMAGES = 20_000;
  private static final int WORKERS = 2;

  private TrainingOverheadBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int frequency = Integer.parseInt(arguments[0]);
    double seconds = Double.parseDouble(arguments[1]);
    System.setProperty("spark.ui.enabled", "false");
    Natives.use(1);
    Architecture hvass = Architectures.named("hvass-cnn", 32, SIDE, 1);
    measure("hvass-cnn", hvass.configuration(4, hvass.recipe(), 1), frequency, seconds);
    measure("fast", fast(), frequency, seconds);
    measureMinibatches();
    TestSpark.session().stop();
  }

  private static void measure(
      String name, MultiLayerConfiguration configuration, int frequency, double seconds)
      throws Exception {
    double alone = alone(configuration, seconds);
    Measured path = path(configuration, frequency, seconds);
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f images/s by networks alone, %.0f through Spark: overhead %.1f%%; %.1f ms a round of %d steps, %.1f of them in networks%n",
        name,
        alone,
        path.speed,
        100 * (1 - path.speed / alone),
        1000 * path.secondsARound,
        frequency,
        1000 * path.networkSecondsARound);
  }

  /** Two threads with a network each. */
  private static double alone(MultiLayerConfiguration configuration, double seconds)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    List<Callable<Double>> loops = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      loops.add(() -> loop(configuration.toJson(), seconds));
    }
    double speed = 0;
    for (Future<Double> loop : threads.invokeAll(loops)) {
      speed += loop.get();
    }
    threads.shutdown();
    return speed;
  }

  private static double loop(String configuration, double seconds) {
    Natives.use(1);
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init();
    DataSet minibatch =
        new DataSet(
            Nd4j.rand(BATCH, 3, SIDE, SIDE),
            Nd4j.eye(4).repeat(0, BATCH / 4).castTo(Nd4j.dataType()));
    for (int i = 0; i < 20; i++) {
      network.fit(minibatch);
    }
    long began = System.nanoTime();
    int steps = 0;
    while (System.nanoTime() - began < seconds * 1e9) {
      network.fit(minibatch);
      steps++;
    }
    return steps * BATCH / ((System.nanoTime() - began) / 1e9);
  }

  private static Measured path(
      MultiLayerConfiguration configuration, int frequency, double seconds) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    Measured measured = new Measured(seconds);
    try (TrainingSet images = images()) {
      Recipe recipe =
          Architectures.named("hvass-cnn", 32, SIDE, 1)
              .recipe()
              .withBatchSize(BATCH)
              .withEpochs(10_000);
      MultiLayerNetwork network = new MultiLayerNetwork(configuration);
      network.init();
      DistributedTrainer.of(
              spark,
              images,
              new TrainingPlan(recipe, WORKERS, images.smallestShare(), frequency),
              inputs(),
              2,
              1)
          .train(network, measured);
    }
    return measured;
  }

  private static void measureMinibatches() {
    try (TrainingSet set = images();
        Minibatch minibatch = new Minibatch(inputs(), BATCH)) {
      PackedImages images = set.all().first();
      make(minibatch, images, 300);
      long began = System.nanoTime();
      make(minibatch, images, 300);
      System.out.printf(
          Locale.ROOT,
          "a minibatch: %.1f us an image%n",
          (System.nanoTime() - began) / 1e3 / 300 / BATCH);
    }
  }

  private static void make(Minibatch minibatch, PackedImages images, int times) {
    for (int epoch = 0; epoch < times; epoch++) {
      for (int i = 0; i < BATCH; i++) {
        minibatch.set(i, images.image(i), epoch);
      }
      minibatch.send();
    }
  }

  private static TrainingInputs inputs() {
    return new TrainingInputs(
        new Preprocessing(Normalization.UNIT_PLANES, 32, SIDE, new float[0]),
        Optional.of(Augmentation.asInStudy()),
        4,
        1);
  }

  private static TrainingSet images() {
    return TrainingSet.deal(
        TestSpark.session()
            .createDataFrame(DrawnPatterns.pixels(IMAGES, 32), Schemas.PIXELS)
            .withColumn("label", functions.expr("cast(image_id % 4 as int)")),
        WORKERS,
        32);
  }

  /** About 940,000 parameters, as many as hvass-cnn has. */
  private static MultiLayerConfiguration fast() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Adam(1e-4))
        .list()
        .layer(new DenseLayer.Builder().nOut(400).activation(Activation.RELU).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(4)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(SIDE, SIDE, 3))
        .build();
  }

  /** Leaves out the first second, in which networks are made and code is compiled. */
  private static final class Measured implements TrainingListener {
    private final double seconds;
    private double first;
    private double last;
    private long images;
    private int rounds;
    private double networkSeconds;
    private double speed;
    private double secondsARound;
    private double networkSecondsARound;

    private Measured(double seconds) {
      this.seconds = seconds;
    }

    @Override
    public void roundDone(int steps, Progress round, double inNetworks, double since) {
      if (first == 0) {
        first = since > seconds / 2 ? since : 0;
        return;
      }
      rounds++;
      images += round.images();
      networkSeconds += inNetworks;
      last = since - first;
      speed = images / last;
      secondsARound = last / rounds;
      networkSecondsARound = networkSeconds / rounds;
    }

    @Override
    public boolean epochDone(
        int epoch, Progress progress, Progress validation, double s, MultiLayerNetwork network) {
      return last < seconds;
    }
  }
}
