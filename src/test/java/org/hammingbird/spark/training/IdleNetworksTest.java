package org.hammingbird.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.training.Architecture;
import org.hammingbird.training.Architectures;
import org.hammingbird.training.Natives;
import org.hammingbird.training.layer.OneDnn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class IdleNetworksTest {
  @AfterEach
  void clear() {
    IdleNetworks.clear();
  }

  @Test
  void whoeverGaveANetworkBackGetsItAgainOnce() {
    MultiLayerNetwork network = network();

    assertThat(IdleNetworks.take("training")).isEmpty();
    IdleNetworks.giveBack("training", network);
    assertThat(IdleNetworks.take("training")).containsSame(network);
    assertThat(IdleNetworks.take("training")).isEmpty();
  }

  @Test
  void anotherOneGetsItNotAndItsMemoryIsFreed() {
    MultiLayerNetwork network = network();
    assumeTrue(OneDnn.available(), OneDnn.absence());
    IdleNetworks.take("training");
    IdleNetworks.giveBack("training", network);
    long before = Pointer.totalBytes();

    assertThat(IdleNetworks.take("prediction")).isEmpty();
    assertThat(Pointer.totalBytes()).isLessThan(before - (1 << 20));
    assertThat(IdleNetworks.take("training")).isEmpty();
  }

  @Test
  void aNetworkThatIsLateIsFreed() {
    MultiLayerNetwork network = network();
    IdleNetworks.take("training");
    IdleNetworks.take("prediction");
    IdleNetworks.giveBack("training", network);

    assertThat(IdleNetworks.take("training")).isEmpty();
  }

  private static MultiLayerNetwork network() {
    Natives.use(1);
    Architecture architecture = Architectures.named("hvass-cnn", 32, 28, 5);
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configuration(3, architecture.recipe(), 1));
    network.init();
    network.output(Nd4j.rand(8, 3, 28, 28));
    return network;
  }
}
