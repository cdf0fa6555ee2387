package org.hammingbird.training.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hammingbird.training.Natives;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

class FlatAdamTest {
  /** More than two chunks, and no whole number of them. */
  private static final int LENGTH = 5003;

  @BeforeAll
  static void useNatives() {
    Natives.use(1);
  }

  @Test
  void updatesAndStateAreThoseOfDl4jsAdam() {
    INDArray ours = Nd4j.create(DataType.FLOAT, 2 * LENGTH);
    INDArray theirs = Nd4j.create(DataType.FLOAT, 2 * LENGTH);
    GradientUpdater<?> flat = new FlatAdam(0.01).instantiate(ours, true);
    GradientUpdater<?> adam = new Adam(0.01).instantiate(theirs, true);
    for (int step = 0; step < 20; step++) {
      // a view, as a block of the flat vector is
      INDArray all = Nd4j.randn(DataType.FLOAT, LENGTH + 7);
      INDArray gradient = all.get(NDArrayIndex.interval(7, LENGTH + 7));
      INDArray same = gradient.dup();
      flat.applyUpdater(gradient, step, 0);
      adam.applyUpdater(same, step, 0);
      assertThat(gradient.equalsWithEps(same, 1e-6)).isTrue();
    }
    assertThat(ours.equalsWithEps(theirs, 1e-6)).isTrue();
  }

  @Test
  void theLearningRateIsSetFromOutside() {
    FlatAdam updater = new FlatAdam(0.01);
    updater.setLrAndSchedule(0.5, null);

    assertThat(updater.getLearningRate(3, 1)).isEqualTo(0.5);
    assertThat(updater).isEqualTo(new FlatAdam(0.5)).isNotEqualTo(new FlatAdam(0.01));
    assertThat(updater.clone()).isEqualTo(updater);
  }

  @Test
  void otherTypesAreRefused() {
    GradientUpdater<?> flat = new FlatAdam(0.01).instantiate(Nd4j.create(DataType.FLOAT, 8), true);
    assertThatThrownBy(() -> flat.applyUpdater(Nd4j.create(DataType.DOUBLE, 4), 0, 0))
        .hasMessageContaining("DOUBLE");
  }
}
