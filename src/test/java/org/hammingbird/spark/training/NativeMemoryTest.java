package org.hammingbird.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.UserException;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.Architectures;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private final Architecture architecture = Architectures.named("study-mlp", 8, 8, 5);
  private final MultiLayerNetwork network =
      new MultiLayerNetwork(architecture.configuration(3, architecture.recipe(), 1));

  NativeMemoryTest() {
    network.init();
  }

  @Test
  void aWorkerNeedsItsParametersOutputsAndMinibatches() {
    NativeMemory memory = NativeMemory.of(network, new long[] {1, 192}, 10, 3);

    // 192 x 5 + 5 + 5 x 3 + 3 parameters and gradients; 5 and 3 outputs; plain SGD has no state
    long numbers = 2 * 983 + 10 * (3 * 8 + 3 * 192);
    assertThat(memory.ofWorker()).isEqualTo(4 * numbers);
  }

  @Test
  void tooLittleRoomIsRefusedWithTheReasonAndTheWayOut() {
    NativeMemory memory = NativeMemory.of(network, new long[] {1, 192}, 100_000, 3);
    SparkConf cluster =
        new SparkConf(false)
            .set("spark.master", "yarn")
            .set("spark.executor.cores", "4")
            .set("spark.executor.memory", "3g");

    assertThatThrownBy(() -> memory.check(cluster, 8))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "1,266 MiB", "4 workers of 229 MiB", "leaves an executor 384 MiB", "memoryOverhead=");
    cluster.set("spark.executor.memoryOverhead", "2g");
    assertThat(memory.check(cluster, 8)).contains("983 parameters", "batches of 100000");
    assertThat(memory.check(cluster, 1)).contains("1 worker of");
  }

  @Test
  void tasksBesideOneAnotherCountInAProcessOfItsOwn() {
    NativeMemory memory = NativeMemory.of(network, new long[] {1, 192}, 10, 3);

    assertThat(memory.check(new SparkConf(false).set("spark.master", "local[2]"), 16))
        .contains("2 workers of");
    assertThat(memory.check(new SparkConf(false).set("spark.master", "local"), 16))
        .contains("1 worker of");
  }

  @Test
  void sparksOwnManagerLeavesMemoryOutsideTheHeapAlone() {
    NativeMemory memory = NativeMemory.of(network, new long[] {1, 192}, 100_000, 3);
    SparkConf cluster =
        new SparkConf(false)
            .set("spark.master", "spark://host:7077")
            .set("spark.executor.cores", "4");

    assertThat(memory.check(cluster, 8)).contains("4 workers of 229 MiB");
  }

  @Test
  void whatStandsInsideAStackCounts() {
    Architecture whitened = Architectures.named("whitened-cnn", 32, 28, 5);
    MultiLayerNetwork stacked =
        new MultiLayerNetwork(whitened.configuration(10, whitened.recipe(), 1));
    stacked.init();
    NativeMemory memory = NativeMemory.of(stacked, new long[] {1, 3, 32, 32}, 256, 3);

    // the outputs of its layers alone are 345 MiB in float32
    assertThat(memory.ofWorker()).isBetween(500L << 20, 1200L << 20);
  }
}
