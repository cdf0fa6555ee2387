package org.hammingbird.training;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.training.layer.Precision;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images a second that {@code MultiLayerNetwork.fit} trains, without Spark and without making the
 * images: DL4J's own layers without and with its oneDNN helpers, and layers of our own. Beside it
 * stands {@code src/test/python/train_speed.py}, the same in PyTorch. Arguments: seconds a
 * measurement, networks trained at a time (one thread each), then what to measure (all if none).
 *
 * <pre>
 * mvn test-compile dependency:build-classpath -Dmdep.outputFile=target/cp.txt
 * taskset -c 0 java -Xmx3g -cp target/classes:target/test-classes:$(cat target/cp.txt) \
 *   org.hammingbird.training.TrainStepBenchmark 8 1
 * </pre>
 */
final class TrainStepBenchmark {
  private static final int CLASSES = 10;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private TrainStepBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    double seconds = Double.parseDouble(arguments[0]);
    int networks = Integer.parseInt(arguments[1]);
    List<String> wanted = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
    if (wanted.isEmpty()) {
      for (String network : List.of("hvass-cnn 64", "whitened-cnn 256")) {
        for (String kind : List.of("stock", "helpers", "float32", "bfloat16")) {
          wanted.add(network + " " + kind);
        }
      }
    }
    for (String one : wanted) {
      String[] words = one.split(" ");
      double[] speeds = measure(words[0], Integer.parseInt(words[1]), words[2], networks, seconds);
      System.out.printf(
          "{\"network\": \"%s\", \"batch\": %s, \"kind\": \"%s\", \"networks\": %d, \"images_per_second\": %.1f, \"images_per_cpu_second\": %.1f}%n",
          words[0], words[1], words[2], networks, speeds[0], speeds[1]);
    }
  }

  private static double[] measure(
      String architecture, int batch, String kind, int networks, double seconds) throws Exception {
    System.setProperty(
        DL4JSystemProperties.DISABLE_HELPER_PROPERTY, Boolean.toString(kind.equals("stock")));
    CyclicBarrier together = new CyclicBarrier(networks);
    double[][] speeds = new double[networks][];
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      int index = i;
      threads.add(
          new Thread(() -> speeds[index] = trained(architecture, batch, kind, together, seconds)));
    }
    threads.forEach(Thread::start);
    double[] sum = new double[2];
    for (int i = 0; i < networks; i++) {
      threads.get(i).join();
      sum[0] += speeds[i][0];
      sum[1] += speeds[i][1];
    }
    return sum;
  }

  private static double[] trained(
      String architecture, int batch, String kind, CyclicBarrier together, double seconds) {
    Natives.use(1);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(architecture, kind));
    network.init();
    DataSet images = drawn(batch, architecture.equals("hvass-cnn") ? 28 : 32);
    double warm = seconds / 4;
    try {
      run(network, images, warm);
      together.await();
      return run(network, images, seconds);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static double[] run(MultiLayerNetwork network, DataSet images, double seconds) {
    long begin = System.nanoTime();
    long cpu = CPU.getCurrentThreadCpuTime();
    int steps = 0;
    while (steps < 2 || System.nanoTime() - begin < seconds * 1e9) {
      network.fit(images);
      steps++;
    }
    double trained = steps * images.numExamples() * 1e9;
    return new double[] {
      trained / (System.nanoTime() - begin), trained / (CPU.getCurrentThreadCpuTime() - cpu)
    };
  }

  private static MultiLayerConfiguration configuration(String architecture, String kind) {
    boolean small = architecture.equals("hvass-cnn");
    HvassCnn hvass = new HvassCnn(28);
    WhitenedCnn whitened = new WhitenedCnn(32);
    if (kind.equals("stock") || kind.equals("helpers")) {
      return small
          ? hvass.layers(CLASSES, hvass.recipe(), 1)
          : whitened.layers(CLASSES, whitened.recipe(), 1);
    }
    Architecture chosen = small ? hvass : whitened;
    Recipe recipe =
        chosen.recipe().withPrecision(Precision.valueOf(kind.toUpperCase(java.util.Locale.ROOT)));
    return chosen.configuration(CLASSES, recipe, 1);
  }

  private static DataSet drawn(int batch, int side) {
    Random random = new Random(1);
    INDArray features = Nd4j.create(DataType.FLOAT, batch, 3, side, side);
    for (long i = 0; i < features.length(); i++) {
      features.putScalar(i, random.nextFloat());
    }
    INDArray labels = Nd4j.create(DataType.FLOAT, batch, CLASSES);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(new int[] {i, random.nextInt(CLASSES)}, 1);
    }
    return new DataSet(features, labels);
  }
}
