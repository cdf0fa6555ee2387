package org.hammingbird.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingSectionTest {
  @Test
  void curvesSayThatTheyShowSomeModelsAlone() {
    assertThat(curves(12).summary()).isEqualTo("Mean over each epoch's images.");
    assertThat(curves(13).summary()).endsWith("The first 12 of 13 models are shown.");
    assertThat((List<?>) curves(13).data().get("series")).hasSize(12);
  }

  private static Chart curves(int models) {
    TrainingSection.Model model =
        new TrainingSection.Model("m", "hvass-cnn", "train", 10, 1, List.of(1.0), List.of(.5));
    return (Chart)
        TrainingSection.of(Collections.nCopies(models, model), List.of()).blocks().get(0);
  }
}
