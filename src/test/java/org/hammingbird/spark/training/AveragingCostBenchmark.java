package org.hammingbird.spark.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.image.Augmentation;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.Architectures;
import org.hammingbird.training.Natives;
import org.hammingbird.training.Preprocessing;
import org.hammingbird.training.Recipe;
import org.hammingbird.training.Schedule;
import org.hammingbird.training.TrainingPlan;
import org.hammingbird.training.layer.Precision;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What parameter averaging costs in accuracy: one worker alone against several, over paired seeds,
 * on as many images each, on CIFAR-10 by the study's split. Prints each run's accuracy on the test
 * images and the mean difference in points with its 95% interval (Student's t).
 *
 * <pre>
 * mvn -B -q test-compile exec:java -Dexec.classpathScope=test \
 *   -Dexec.mainClass=org.hammingbird.spark.training.AveragingCostBenchmark \
 *   -Dexec.args="CIFAR10_FOLDER --epochs=3 --seeds=5 --workers=2,4,8"
 * </pre>
 *
 * <p>Also {@code --architecture=hvass-cnn}, {@code --frequency=10} (minibatches between averages),
 * {@code --rate=1} (factor of the learning rate of several workers, or {@code sqrt} or {@code
 * linear}), {@code --batch=} (images of a minibatch of each of several workers, else as many as one
 * worker's), {@code --learning-rate=} and {@code --schedule=} (of one worker, else the
 * architecture's), {@code --precision=auto}, {@code --images=40000} (of train, fewer for a trial)
 * and {@code --test=10000}.
 */
public final class AveragingCostBenchmark {
  /** What {@code train} does to images by default. */
  static final Augmentation SHIFTS =
      new Augmentation(true, 0, new double[] {1, 1}, 0, new double[] {1, 1}).withPadding(2);

  private final Arguments arguments;
  private final Architecture architecture;
  private final Dataset<Row> train;
  private final Dataset<Row> test;

  private AveragingCostBenchmark(Arguments arguments, Dataset<Row> train, Dataset<Row> test) {
    this.arguments = arguments;
    this.architecture =
        Architectures.named(arguments.text("architecture", "hvass-cnn"), 32, 28, 120);
    this.train = train;
    this.test = test;
  }

  public static void main(String[] given) throws IOException {
    Arguments arguments = new Arguments(given);
    Natives.use(1);
    Cifar10Pixels pixels = Cifar10Pixels.read(Path.of(given[0]), TestSpark.session());
    new AveragingCostBenchmark(
            arguments,
            pixels.train(arguments.number("images", 40_000)).cache(),
            pixels.test(arguments.number("test", 10_000)).cache())
        .run();
    TestSpark.session().stop();
  }

  private void run() {
    List<Integer> counts =
        Arrays.stream(arguments.text("workers", "2,4,8").split(","))
            .map(Integer::valueOf)
            .collect(Collectors.toList());
    int seeds = arguments.number("seeds", 5);
    List<double[]> differences = new ArrayList<>();
    counts.forEach(count -> differences.add(new double[seeds]));
    for (int seed = 1; seed <= seeds; seed++) {
      double alone = accuracy(1, seed);
      for (int i = 0; i < counts.size(); i++) {
        differences.get(i)[seed - 1] = accuracy(counts.get(i), seed) - alone;
      }
    }
    for (int i = 0; i < counts.size(); i++) {
      System.out.printf(
          Locale.ROOT,
          "%d workers: %s points of accuracy from one worker alone (95%%, %d paired seeds)%n",
          counts.get(i),
          interval(differences.get(i)),
          seeds);
    }
  }

  /** In percent, on the test images. */
  private double accuracy(int workers, long seed) {
    Recipe recipe = recipe();
    if (workers > 1) {
      recipe =
          recipe
              .withLearningRate(recipe.learningRate() * rate(workers))
              .withBatchSize(arguments.number("batch", recipe.batchSize()));
    }
    MultiLayerNetwork network = new MultiLayerNetwork(architecture.configuration(10, recipe, seed));
    network.init();
    long began = System.nanoTime();
    Measured measured = new Measured();
    try (TrainingSet images = TrainingSet.deal(train, workers, 32);
        TrainingSet held = TrainingSet.deal(test, 2, 32)) {
      Preprocessing preprocessing =
          new Preprocessing(
              architecture.normalization(), 32, architecture.inputSide(), new float[0]);
      prepare(network, images, preprocessing);
      TrainingInputs inputs =
          new TrainingInputs(preprocessing, Optional.of(SHIFTS), 10, seed)
              .withLabelSmoothing(recipe.labelSmoothing());
      TrainingPlan plan =
          new TrainingPlan(
              recipe, workers, images.smallestShare(), arguments.number("frequency", 10));
      DistributedTrainer.of(
              JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext()),
              images,
              plan,
              inputs,
              2,
              1)
          .validating(held)
          .train(network, measured);
    }
    System.out.printf(
        Locale.ROOT,
        "%d workers, seed %d: %.2f%% in %.0f s%n",
        workers,
        seed,
        measured.accuracy,
        (System.nanoTime() - began) / 1e9);
    return measured.accuracy;
  }

  private void prepare(MultiLayerNetwork network, TrainingSet images, Preprocessing preprocessing) {
    if (architecture.sampleSize() > 0) {
      float[] sample = images.sample(preprocessing, architecture.sampleSize());
      long[] shape = preprocessing.shape(sample.length / preprocessing.length());
      architecture.prepare(network, Nd4j.create(sample, shape, 'c'));
    }
  }

  private Recipe recipe() {
    Recipe own = architecture.recipe().withEpochs(arguments.number("epochs", 3));
    String rate = arguments.text("learning-rate", Double.toString(own.learningRate()));
    String schedule = arguments.text("schedule", own.schedule().id());
    return own.withLearningRate(Double.parseDouble(rate))
        .withPrecision(
            Precision.valueOf(arguments.text("precision", "auto").toUpperCase(Locale.ROOT)))
        .withSchedule(Schedule.valueOf(schedule.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  private double rate(int workers) {
    String rate = arguments.text("rate", "1");
    return rate.equals("linear")
        ? workers
        : rate.equals("sqrt") ? Math.sqrt(workers) : Double.parseDouble(rate);
  }

  private static String interval(double[] differences) {
    double mean = Arrays.stream(differences).average().orElseThrow();
    if (differences.length < 2) {
      return String.format(Locale.ROOT, "%+.2f (no interval from one seed)", mean);
    }
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    int n = differences.length;
    double half =
        new TDistribution(n - 1).inverseCumulativeProbability(0.975)
            * Math.sqrt(squares / (n - 1) / n);
    return String.format(Locale.ROOT, "%+.2f +/- %.2f", mean, half);
  }

  /** {@code --name=value} after the first. */
  private static final class Arguments {
    private final List<String> given;

    private Arguments(String[] given) {
      this.given = given.length < 2 ? Collections.emptyList() : Arrays.asList(given);
    }

    private String text(String name, String otherwise) {
      return given.stream()
          .filter(argument -> argument.startsWith("--" + name + "="))
          .map(argument -> argument.substring(name.length() + 3))
          .findFirst()
          .orElse(otherwise);
    }

    private int number(String name, int otherwise) {
      return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }
  }

  private static final class Measured implements TrainingListener {
    private double accuracy;

    @Override
    public boolean epochDone(
        int epoch,
        Progress progress,
        Progress validation,
        double seconds,
        MultiLayerNetwork network) {
      accuracy = 100 * validation.accuracy();
      return true;
    }
  }
}
