package org.hammingbird.spark.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockManagerId;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
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

  /** What this process has written already. */
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

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

  /** What computes the layers, on whichever executors. */
  public static List<String> computedBy(Map<String, NativesCheck> checks) {
    return checks.values().stream()
        .flatMap(check -> check.computedBy().stream())
        .distinct()
        .sorted()
        .collect(Collectors.toList());
  }

  /**
   * Writes into this process's log what computes a network that has run once: an executor that came
   * after the check is known by it, too.
   */
  static void log(MultiLayerNetwork network) {
    NativesCheck check = NativesCheck.of(network);
    if (!LOGGED.add(check.describe())) {
      return;
    }
    LOG.info("{}", check.describe());
    if (!check.advice().isEmpty()) {
      LOG.warn("{}", check.advice());
    }
  }

  private static Found here(String json, long[] shape, int threads) {
    Natives.use(threads);
    MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
    network.init();
    network.output(Nd4j.rand(shape));
    log(network);
    BlockManagerId executor = SparkEnv.get().blockManager().blockManagerId();
    return new Found(
        "executor " + executor.executorId() + " on " + executor.host(), NativesCheck.of(network));
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
