package org.hammingbird.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

class NativesTest {
  @Test
  void oneDnnComputesConvolutionsNormalisationAndPooling() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "natives with oneDNN are for x86-64");
    NativesCheck check = NativesCheck.of(ran());

    assertThat(check.helpersOn()).as(check.describe() + check.advice()).isTrue();
    assertThat(check.helpers()).hasSize(5);
    assertThat(check.advice()).isEmpty();
    assertThat(check.describe()).contains("1 native thread a worker", "helpers on");
  }

  @Test
  void oneDnnAndDl4jsOwnCodeAgree() {
    MultiLayerNetwork fast = ran();
    String before = System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY);
    System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "true");
    try {
      MultiLayerNetwork plain = ran();
      for (Layer layer : plain.getLayers()) {
        assertThat(layer.getHelper()).isNull();
      }
      INDArray input = Nd4j.rand(8, 3, 28, 28);
      assertThat(fast.output(input).equalsWithEps(plain.output(input), 1e-5)).isTrue();
      NativesCheck check = NativesCheck.of(plain);
      assertThat(check.helpersOn()).isFalse();
      assertThat(check.advice())
          .contains("remove -D" + DL4JSystemProperties.DISABLE_HELPER_PROPERTY);
    } finally {
      System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, before);
    }
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
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configuration(10, architecture.recipe(), 1));
    network.init();
    network.output(Nd4j.rand(1, 3, 28, 28));
    return network;
  }
}
