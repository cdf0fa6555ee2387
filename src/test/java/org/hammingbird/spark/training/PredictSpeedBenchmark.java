package org.hammingbird.spark.training;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.ModelDescription;
import org.hammingbird.training.Natives;
import org.hammingbird.training.Preprocessing;
import org.hammingbird.training.TrainedModel;

/**
 * Images a second that a model names in Spark tasks, by the clock: the cut and its values included,
 * reading pixels and writing predictions not.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java $(mvn -q help:evaluate -Dexpression=test.jvm.opens -DforceStdout) \
 *     -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.hammingbird.spark.training.PredictSpeedBenchmark 8 hvass-cnn float32 2
 * </pre>
 *
 * Arguments: seconds to measure, after half as many for the JVM to compile; network; precision;
 * tasks at a time. {@code src/test/python/train_speed.py --compare} runs it beside PyTorch.
 */
public final class PredictSpeedBenchmark {
  private static final int IMAGES = 10_000;
  private static final int SIDE = 32;
  private static final int BATCH = 256;

  private PredictSpeedBenchmark() {}

  public static void main(String[] arguments) {
    System.setProperty("spark.ui.enabled", "false");
    Natives.use(1);
    double seconds = Double.parseDouble(arguments[0]);
    int tasks = Integer.parseInt(arguments[3]);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    List<Integer> ids = IntStream.range(0, IMAGES).boxed().collect(Collectors.toList());
    // kept as objects, in the process that names them
    JavaRDD<Raster> images =
        spark.parallelize(ids, tasks).map(id -> DrawnPatterns.raster(id, SIDE)).cache();
    Predictor predictor = Predictor.of(spark, model(arguments[1], arguments[2]), BATCH, 1);
    measure(predictor, images, seconds / 2);
    System.out.printf(
        Locale.ROOT,
        "{\"network\": \"%s\", \"kind\": \"%s\", \"workers\": %d, \"images_per_second\": %.1f}%n",
        arguments[1],
        arguments[2],
        tasks,
        measure(predictor, images, seconds));
    predictor.close();
    TestSpark.session().stop();
  }

  private static TrainedModel model(String name, String precision) {
    Architecture architecture = TrainSpeedBenchmark.architecture(name);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            architecture.configuration(
                DrawnPatterns.CLASSES.size(),
                TrainSpeedBenchmark.recipe(architecture, precision),
                1));
    network.init();
    return new TrainedModel(
        network,
        new ModelDescription(
            name,
            DrawnPatterns.CLASSES,
            new Preprocessing(
                architecture.normalization(), SIDE, architecture.inputSide(), new float[0]),
            Map.of()));
  }

  private static double measure(Predictor predictor, JavaRDD<Raster> images, double least) {
    long began = System.nanoTime();
    long named = 0;
    double seconds = 0;
    while (seconds < least) {
      named +=
          images.mapPartitions(part -> count(predictor, part)).collect().stream()
              .mapToLong(Long::longValue)
              .sum();
      seconds = (System.nanoTime() - began) / 1e9;
    }
    return named / seconds;
  }

  private static Iterator<Long> count(Predictor predictor, Iterator<Raster> part) {
    long named = 0;
    for (Iterator<Prediction<Raster>> i = predictor.predict(part, one -> one); i.hasNext(); ) {
      named += i.next().best() < 0 ? 0 : 1;
    }
    return Collections.singleton(named).iterator();
  }
}
