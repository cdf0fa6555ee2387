package org.hammingbird.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hammingbird.training.layer.OneDnn;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

class NativesTest {
  @Test
  void oneDnnComputesTheStack() {
    assumeTrue(OneDnn.available(), OneDnn.absence());
    NativesCheck check = NativesCheck.of(ran());

    assertThat(check.helpersOn()).as(check.describe() + check.advice()).isTrue();
    assertThat(check.advice()).isEmpty();
    assertThat(check.describe())
        .contains("1 native thread a worker", "oneDNN on for [oneDNN 3.8.1 in ");
  }

  @Test
  void withoutOneDnnTheLogSaysSo() {
    System.setProperty(OneDnn.DISABLED, "true");
    try {
      NativesCheck check = NativesCheck.of(ran());
      assertThat(check.helpersOn()).isFalse();
      assertThat(check.describe()).contains("oneDNN OFF");
      assertThat(check.advice()).contains("DL4J's own layers, since -D" + OneDnn.DISABLED);
    } finally {
      System.clearProperty(OneDnn.DISABLED);
    }
  }

  @Test
  void dl4jsHelpersComputeWhatIsLeftToItsLayers() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "natives with oneDNN are for x86-64");
    HvassCnn architecture = new HvassCnn(28);
    NativesCheck check = NativesCheck.of(ran(architecture.layers(10, architecture.recipe(), 1)));

    assertThat(check.helpersOn()).as(check.describe() + check.advice()).isTrue();
    assertThat(check.helpers()).hasSize(5);
  }

  @Test
  void threadsAreLimitedForTheCallingThread() {
    Natives.use(1);

    assertThat(NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads()).isEqualTo(1);
    assertThat(Nd4j.getEnvironment().maxMasterThreads()).isEqualTo(1);
    assertThatThrownBy(() -> Natives.use(0)).hasMessageContaining("Invalid threads: 0");
  }

  private static MultiLayerNetwork ran() {
    Natives.use(1);
    Architecture architecture = Architectures.named("hvass-cnn", 32, 28, 120);
    return ran(architecture.configuration(10, architecture.recipe(), 1));
  }

  private static MultiLayerNetwork ran(MultiLayerConfiguration configuration) {
    Natives.use(1);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    network.output(Nd4j.rand(1, 3, 28, 28));
    return network;
  }
}
