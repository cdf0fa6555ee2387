package org.hammingbird.spark.training;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.UserException;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.Architectures;
import org.junit.jupiter.api.Test;

class DriverMemoryTest {
  private static final long HEAP = 4L << 30;

  private final SparkConf cluster = new SparkConf(false).set("spark.master", "yarn");
  private final MultiLayerNetwork network;

  DriverMemoryTest() {
    Architecture architecture = Architectures.named("hvass-cnn", 32, 28, 5);
    network = new MultiLayerNetwork(architecture.configuration(10, architecture.recipe(), 1));
    network.init();
  }

  @Test
  void asManyWorkersAsSparkTakesResultsOfPass() {
    // 944,778 parameters and twice as many numbers of Adam's, almost: 10.8 MiB
    assertThatCode(() -> DriverMemory.require(cluster, network, 90, HEAP))
        .doesNotThrowAnyException();
  }

  @Test
  void moreAreRefusedWithTheSettingThatHelps() {
    assertThatThrownBy(() -> DriverMemory.require(cluster, network, 100, HEAP))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("100 workers of 11 MiB", "allows 1,024 MiB", "maxResultSize=11");
    SparkConf raised = cluster.clone().set("spark.driver.maxResultSize", "2g");
    assertThatCode(() -> DriverMemory.require(raised, network, 100, HEAP))
        .doesNotThrowAnyException();
  }

  @Test
  void aHeapThatCannotHoldThemIsRefused() {
    assertThatThrownBy(() -> DriverMemory.require(cluster, network, 60, 1L << 30))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("its heap is 1,024 MiB", "--driver-memory");
  }

  @Test
  void insideOneProcessNothingIsSent() {
    SparkConf local = new SparkConf(false).set("spark.master", "local[4]");
    assertThatCode(() -> DriverMemory.require(local, network, 1000, 1L << 30))
        .doesNotThrowAnyException();
  }
}
