package org.hammingbird.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hammingbird.training.Natives;
import org.hammingbird.training.Normalization;
import org.hammingbird.training.Preprocessing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class MinibatchesTest {
  private static final int SIDE = 4;
  private static final int BATCH = 3;

  private final TrainingInputs inputs =
      new TrainingInputs(
          new Preprocessing(Normalization.UNIT_PLANES, SIDE, SIDE, new float[0]),
          Optional.empty(),
          4,
          1);
  private final PackedImages images =
      PackedImages.of(
          Arrays.asList(image(0), image(1), image(2), image(3), image(4), image(5)).iterator());

  @BeforeEach
  void useOneThread() {
    Natives.use(1);
  }

  @Test
  void minibatchesComeInOrderOutOfAFewArrays() {
    for (int ahead : new int[] {0, 1, 3}) {
      Set<Object> arrays = new HashSet<>();
      List<Float> firsts = new ArrayList<>();
      try (Minibatches minibatches = minibatches(20, ahead, inputs)) {
        while (minibatches.hasNext()) {
          DataSet next = minibatches.next();
          arrays.add(System.identityHashCode(next));
          firsts.add(next.getFeatures().getFloat(0));
        }
      }
      assertThat(arrays).hasSize(ahead + 1);
      assertThat(firsts).hasSize(20);
      for (int step = 0; step < 20; step++) {
        float expected = (DrawnPatterns.raster(step % 6, SIDE).samples()[0] & 0xff) / 255f;
        assertThat(firsts.get(step)).isCloseTo(expected, within(1e-6f));
      }
    }
  }

  @Test
  void whatGoesWrongInTheThreadReachesTheTraining() {
    try (Minibatches minibatches =
        new Minibatches(
            5,
            2,
            () -> new Minibatch(inputs, BATCH),
            (step, minibatch) -> {
              if (step == 1) {
                throw new IllegalArgumentException("a bad image");
              }
            })) {
      minibatches.next();
      assertThatThrownBy(minibatches::next).hasRootCauseMessage("a bad image");
    }
  }

  @Test
  void closingEndsAThreadThatWaits() {
    Minibatches minibatches = minibatches(1000, 2, inputs);
    minibatches.next();
    minibatches.close();
    minibatches.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("minibatches") && thread.isAlive());
  }

  @Test
  void targetsAreSmoothed() {
    try (Minibatches minibatches = minibatches(1, 0, inputs.withLabelSmoothing(0.2))) {
      assertThat(minibatches.next().getLabels().toFloatMatrix()[1])
          .containsExactly(new float[] {0.05f, 0.85f, 0.05f, 0.05f}, within(1e-6f));
    }
  }

  private Minibatches minibatches(int steps, int ahead, TrainingInputs as) {
    return new Minibatches(
        steps,
        ahead,
        () -> new Minibatch(as, BATCH),
        (step, minibatch) -> {
          for (int i = 0; i < BATCH; i++) {
            minibatch.set(i, images.image((step + i) % images.size()), 0);
          }
          minibatch.send();
        });
  }

  private static PackedImages.Image image(int id) {
    return new PackedImages.Image(id, id % 4, DrawnPatterns.raster(id, SIDE));
  }
}
