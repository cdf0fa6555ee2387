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

  @Test
  void tablesSayThatTheyShowSomeRowsAlone() {
    List<String> selection = List.of("s", "random", "10", "1%");
    Section section = section(51, Collections.nCopies(70, selection));
    DataTable models = (DataTable) section.blocks().get(2);
    assertThat(models.rows()).hasSize(50);
    assertThat(models.note()).isEqualTo("The first 50 of 51 models are shown.");
    DataTable selections = (DataTable) section.blocks().get(3);
    assertThat(selections.rows()).hasSize(50);
    assertThat(selections.note()).isEqualTo("The first 50 of 70 selections are shown.");
    assertThat(((DataTable) section(50, List.of()).blocks().get(2)).note()).isEmpty();
  }

  private static Chart curves(int models) {
    return (Chart) section(models, List.of()).blocks().get(0);
  }

  private static Section section(int models, List<List<String>> selections) {
    TrainingSection.Model model =
        new TrainingSection.Model("m", "hvass-cnn", "train", 10, 1, List.of(1.0), List.of(.5));
    return TrainingSection.of(Collections.nCopies(models, model), selections);
  }
}
