package org.hammingbird.spark.training;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.UserException;
import org.hammingbird.training.Natives;
import org.hammingbird.training.NativesCheck;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every executor which native code it trains with. Each makes the network that is going to be
 * trained, runs it once, and writes what it found into its log.
 */
public final class WorkerNatives {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerNatives.class);

  private WorkerNatives() {}

  /**
   * Runs the check in {@code workers} tasks.
   *
   * @param shape of an input of one image
   * @param threads native threads of each worker
   * @return what was found, by executor
   */
  public static Map<String, NativesCheck> check(
      JavaSparkContext spark,
      MultiLayerConfiguration configuration,
      long[] shape,
      int workers,
      int threads) {
    String json = configuration.toJson();
    List<Integer> tasks = IntStream.range(0, workers).boxed().collect(Collectors.toList());
    spark.setJobDescription("train: check the natives of each executor");
    List<Found> found =
        spark.parallelize(tasks, workers).map(task -> here(json, shape, threads)).collect();
    spark.setJobDescription(null);
    Map<String, NativesCheck> byExecutor = new TreeMap<>();
    found.forEach(one -> byExecutor.put(one.executor, one.check));
    return byExecutor;
  }

  /** What to tell the user: one line where all is well and alike, else one for each executor. */
  public static List<String> describe(Map<String, NativesCheck> checks) {
    List<String> lines = new ArrayList<>();
    List<String> kinds =
        checks.values().stream()
            .map(NativesCheck::describe)
            .distinct()
            .collect(Collectors.toList());
    if (kinds.size() == 1) {
      lines.add((checks.size() == 1 ? "" : checks.size() + " executors: ") + kinds.get(0));
    } else {
      checks.forEach((executor, check) -> lines.add(executor + ": " + check.describe()));
    }
    checks.values().stream()
        .map(NativesCheck::advice)
        .filter(advice -> !advice.isEmpty())
        .distinct()
        .forEach(lines::add);
    return lines;
  }

  private static Found here(String json, long[] shape, int threads) {
    try {
      return loaded(json, shape, threads);
    } catch (LinkageError e) {
      throw new UserException(
          String.format(
              "The native code that training computes with cannot be loaded on %s, a %s (%s): the jar must be built for it"
                  + " (see the README's profiles), and its files be unpacked to a folder that is writable and not noexec:"
                  + " name one by -Dorg.bytedeco.javacpp.cachedir=FOLDER in spark.executor.extraJavaOptions",
              host(),
              Loader.getPlatform(),
              String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private static Found loaded(String json, long[] shape, int threads) {
    Natives.use(threads);
    MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
    network.init();
    network.output(Nd4j.rand(shape));
    NativesCheck check = NativesCheck.of(network);
    LOG.info("{}", check.describe());
    if (!check.advice().isEmpty()) {
      LOG.warn("{}", check.advice());
    }
    return new Found("executor " + SparkEnv.get().executorId() + " on " + host(), check);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }

  private static final class Found implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String executor;
    private final NativesCheck check;

    private Found(String executor, NativesCheck check) {
      this.executor = executor;
      this.check = check;
    }
  }
}
