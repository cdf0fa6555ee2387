package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.training.DrawnPatterns;
import org.hammingbird.training.Preprocessing;
import org.hammingbird.training.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictIT {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Map<String, Object> overrides = new HashMap<>();
  private final TrainedModel model = UntrainedModel.of(DrawnPatterns.CLASSES);

  @Test
  void everyStoredImageGetsTheModelsThreeMostProbableClasses() {
    PatternTables.write(context(), 40, 80, 32);
    UntrainedModel.publish(context(), model);
    RunManifest manifest = predict();

    assertThat(manifest.results()).containsEntry("images", 80L).containsEntry("rejects", 0L);
    List<Row> rows = rows();
    assertThat(rows).hasSize(80);
    Preprocessing preprocessing = model.description().preprocessing();
    for (Row row : rows) {
      Raster raster = DrawnPatterns.raster((int) row.getLong(0), 32);
      assertMatches(row, model.probabilities(preprocessing.test(raster), 1)[0]);
    }
    assertThat(predict().skipped()).isTrue();
  }

  @Test
  void filesOfAFolderAreDecodedAndBadOnesHaveACause() throws Exception {
    UntrainedModel.publish(context(), model);
    ImageFolder files = new ImageFolder(folder.resolve("pictures of mine"));
    files.image("a.png", 40, 60, 1);
    files.image("below/b.jpg", 32, 32, 2);
    files.file("broken.png", "no image".getBytes(StandardCharsets.UTF_8));
    overrides.put("prediction.folder", folder.resolve("pictures of mine").toString());
    RunManifest manifest = predict();

    assertThat(manifest.results()).containsEntry("images", 3L).containsEntry("rejects", 1L);
    Map<String, Row> byName = new TreeMap<>();
    rows().forEach(row -> byName.put(row.getString(1).replaceAll(".*/", ""), row));
    assertThat(byName).containsOnlyKeys("a.png", "b.jpg", "broken.png");
    assertThat(byName.get("broken.png").getString(2)).isNull();
    assertThat(byName.get("broken.png").getString(8)).contains("format");
    assertThat(byName.get("a.png").getString(2)).isIn(DrawnPatterns.CLASSES);
    assertThat(byName.get("a.png").isNullAt(0)).isTrue();
  }

  @Test
  void filesAreTurnedAsTheTrainingsPixelsWere() throws Exception {
    ImageFolder files = new ImageFolder(folder.resolve("pictures"));
    byte[] jpeg = ImageFolder.encoded("jpg", 32, 32, 4);
    files.file("plain.jpg", jpeg);
    files.file("turned.jpg", ImageFolder.turned(jpeg, 6));
    overrides.put("prediction.folder", folder.resolve("pictures").toString());
    UntrainedModel.publish(context(), model);
    predict();

    assertThat(answers().get("turned.jpg")).isEqualTo(answers().get("plain.jpg"));
    UntrainedModel.publish(
        context(), UntrainedModel.of(DrawnPatterns.CLASSES, Map.of("orientation", "upright")));
    predict();
    assertThat(answers().get("turned.jpg")).isNotEqualTo(answers().get("plain.jpg"));
  }

  private Map<String, List<Object>> answers() {
    Map<String, List<Object>> answers = new TreeMap<>();
    for (Row row : rows()) {
      answers.put(
          row.getString(1).replaceAll(".*/", ""), List.of(row.getString(2), row.getFloat(3)));
    }
    return answers;
  }

  @Test
  void filesSmallerThanTheNetworksSquareAreCounted() throws Exception {
    UntrainedModel.publish(context(), model);
    ImageFolder files = new ImageFolder(folder.resolve("pictures"));
    files.image("large.png", 32, 32, 1);
    files.image("small.png", 40, 31, 2);
    overrides.put("prediction.folder", folder.resolve("pictures").toString());
    predict();

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("predict: 1 of them are smaller than the model's square of 32 pixels");
  }

  @Test
  void mistakesAreFoundBeforeAnyPrediction() {
    PatternTables.write(context(), 40, 80, 16);
    assertRefused("hammingbird train");
    UntrainedModel.publish(context(), model);
    assertRefused("does not fit the images", "32 pixels", "larger than 16");
    overrides.put("prediction.split", "validation");
    assertRefused("prediction.split = validation");
    overrides.put("prediction.folder", folder.resolve("nowhere").toString());
    assertRefused("nowhere");
  }

  private void assertRefused(String... messages) {
    assertThatThrownBy(this::predict)
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(messages);
  }

  private static void assertMatches(Row row, float[] probabilities) {
    float[] sorted = probabilities.clone();
    java.util.Arrays.sort(sorted);
    for (int rank = 0; rank < 3; rank++) {
      float probability = row.getFloat(3 + 2 * rank);
      assertThat(probability).isCloseTo(sorted[sorted.length - 1 - rank], within(1e-5f));
      int named = DrawnPatterns.CLASSES.indexOf(row.getString(2 + 2 * rank));
      assertThat(probabilities[named]).isCloseTo(probability, within(1e-5f));
    }
    assertThat(row.isNullAt(8)).isTrue();
  }

  private List<Row> rows() {
    return context().workspace().table("predictions/default").read().collectAsList();
  }

  private RunManifest predict() {
    return new PredictStage(context(), PredictOptions.from(TestSpark.settings(overrides))).run();
  }

  private StageContext context() {
    return TestSpark.context(folder, TestSpark.settings(overrides), printed);
  }
}
