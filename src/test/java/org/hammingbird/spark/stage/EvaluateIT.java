package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.image.Corruption;
import org.hammingbird.image.Raster;
import org.hammingbird.image.Severity;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.training.DrawnPatterns;
import org.hammingbird.training.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(900)
final class EvaluateIT {
  private static final List<String> CLASSES = List.of("cat", "dog", "ship");
  private static final int TEST_IMAGES = 45;

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final TrainedModel model = UntrainedModel.of(CLASSES);

  @Test
  void countsAsOneThreadThatShowsEachImageByItself() throws IOException {
    StageContext context = prepared(Map.of());
    RunManifest manifest = run(context);

    JsonNode document = document(context, manifest);
    assertThat(document.path("conditions")).hasSize(1 + 6 * 2);
    for (JsonNode condition : document.path("conditions")) {
      String id = condition.path("condition").asText();
      // noise is drawn by the stage's own seeds: its counts are checked by their sum alone
      long[][] expected =
          id.equals("gaussian-noise") ? null : naive(context, id, severity(condition));
      long total = 0;
      for (JsonNode cell : condition.path("confusion")) {
        total += cell.get(2).asLong();
        if (expected != null) {
          assertThat(cell.get(2).asLong())
              .as(id + " " + severity(condition) + " " + cell)
              .isEqualTo(expected[cell.get(0).asInt()][cell.get(1).asInt()]);
        }
      }
      assertThat(total).isEqualTo(TEST_IMAGES);
    }
    examplesAreOfTheirClasses(context, document);
    assertThat(manifest.results()).containsEntry("unknown_labels", 2L);
  }

  private static void examplesAreOfTheirClasses(StageContext context, JsonNode document) {
    Map<Long, String> labels = new HashMap<>();
    context
        .workspace()
        .table("hashes")
        .read()
        .select("image_id", "label")
        .collectAsList()
        .forEach(row -> labels.put(row.getLong(0), row.getString(1)));
    long mistakes = 0;
    for (JsonNode confused : document.path("confused")) {
      long images = confused.path("images").asLong();
      mistakes += images;
      assertThat(confused.path("examples").size())
          .isEqualTo((int) Math.min(images, EvaluationCounts.MOST_EXAMPLES));
      for (JsonNode id : confused.path("examples")) {
        assertThat(labels).containsEntry(id.asLong(), confused.path("actual").asText());
      }
    }
    JsonNode clean = document.path("conditions").get(0);
    assertThat(mistakes)
        .isPositive()
        .isEqualTo(Math.round(TEST_IMAGES * (1 - clean.path("top1").asDouble())));
  }

  @Test
  void tableAndManifestAgreeAndARerunIsSkipped() {
    StageContext context = prepared(Map.of());
    RunManifest manifest = run(context);

    List<Row> rows =
        context
            .workspace()
            .table("evaluations/default")
            .read()
            .orderBy("condition", "severity")
            .collectAsList();
    assertThat(rows).hasSize(13);
    Row clean =
        rows.stream().filter(row -> row.getString(0).equals("clean")).findFirst().orElseThrow();
    assertThat(clean.getLong(2)).isEqualTo(TEST_IMAGES);
    assertThat(clean.getDouble(3))
        .isCloseTo((Double) manifest.results().get("accuracy"), within(1e-12));
    long inThirds = 0;
    for (Object group : (List<?>) manifest.results().get("quality")) {
      inThirds += ((Number) ((Map<?, ?>) group).get("images")).longValue();
    }
    assertThat(inThirds).isEqualTo(3L * TEST_IMAGES);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("top-1 accuracy");

    assertThat(run(context).skipped()).isTrue();
    assertThat(run(context.forcing()).results()).isEqualTo(manifest.results());
  }

  @Test
  void aSampleIsTheSameEachTime() {
    StageContext context = prepared(Map.of("evaluation.max-images", 20));
    RunManifest first = run(context);
    assertThat(first.results()).containsEntry("images", 20L);
    assertThat(run(context.forcing()).results()).isEqualTo(first.results());
  }

  @Test
  void leakedTestImagesCanBeLeftOut() {
    StageContext context = prepared(Map.of("evaluation.unleaked", true));
    assertThatThrownBy(() -> run(context))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has no table unleaked yet: run `hammingbird neighbors` first");
    StageRun neighbors = StageRun.of(context, "neighbors", "default", "seed");
    Dataset<Row> some =
        context
            .workspace()
            .table("hashes")
            .read()
            .where("split = 'test' and label = 'cat'")
            .select("image_id");
    neighbors.output("unleaked", context.workspace().table("unleaked").overwrite(some));
    neighbors.complete(Map.of());
    RunManifest manifest = run(context);
    assertThat(manifest.results())
        .containsEntry("images", some.count())
        .containsEntry("unleaked", true);
    assertThat(some.count()).isBetween(1L, TEST_IMAGES - 1L);
    assertThatThrownBy(
            () ->
                EvaluateOptions.from(
                    settings(Map.of("evaluation.unleaked", true, "evaluation.split", "train"))))
        .hasMessage(
            "Invalid evaluation.unleaked: true (must be false where evaluation.split is train)");
  }

  @Test
  void aModelWhoseSquareNoImageFillsIsRefused() {
    StageContext context = TestSpark.context(folder, settings(Map.of()), printed);
    PatternTables.write(context, 8, 8, 16);
    UntrainedModel.publish(context, UntrainedModel.of(DrawnPatterns.CLASSES));
    assertThatThrownBy(() -> run(context))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "squares of 32 pixels, and no stored image of test is larger than 16");
  }

  @Test
  void refusesWhatCannotBeEvaluated() {
    StageContext empty = TestSpark.context(folder, settings(Map.of()), printed);
    assertThatThrownBy(() -> run(empty))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("run `hammingbird train` first");
    StageContext context = prepared(Map.of("evaluation.split", "validation"));
    assertThatThrownBy(() -> run(context))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("The split validation has no images");
    assertThatThrownBy(
            () -> EvaluateOptions.from(settings(Map.of("evaluation.conditions", List.of("fog")))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("\"fog\"");
    assertThatThrownBy(
            () -> EvaluateOptions.from(settings(Map.of("evaluation.severities", List.of(0)))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("evaluation.severities");
  }

  private StageContext prepared(Map<String, Object> overrides) {
    StageContext context = TestSpark.context(folder, settings(overrides), printed);
    HashedImages images = new HashedImages();
    for (int i = 0; i < TEST_IMAGES; i++) {
      images.add(i, CLASSES.get(i % 3), "test", i);
    }
    images.add(1000, "unicorn", "test", 1000).add(1001, "unicorn", "test", 1001);
    images.add(2000, "cat", "train", 2000);
    images.publish(context);
    UntrainedModel.publish(context, model);
    return context;
  }

  private static com.typesafe.config.Config settings(Map<String, Object> overrides) {
    Map<String, Object> all = new HashMap<>(Map.of("evaluation.severities", List.of(1, 5)));
    all.putAll(overrides);
    return TestSpark.settings(all);
  }

  private static RunManifest run(StageContext context) {
    return new EvaluateStage(context, EvaluateOptions.from(context.settings())).run();
  }

  /** Counts by actual and predicted class, one image at a time on this thread. */
  private long[][] naive(StageContext context, String id, int severity) {
    Map<Long, String> labels = new HashMap<>();
    context
        .workspace()
        .table("hashes")
        .read()
        .filter("split = 'test'")
        .select("image_id", "label")
        .collectAsList()
        .forEach(row -> labels.put(row.getLong(0), row.getString(1)));
    long[][] counts = new long[CLASSES.size()][CLASSES.size()];
    for (Row row : context.workspace().table("pixels").read().collectAsList()) {
      int actual = CLASSES.indexOf(labels.getOrDefault(row.getLong(0), ""));
      if (actual < 0) {
        continue;
      }
      Raster image = new Raster(row.getInt(1), row.getInt(2), 3, row.<byte[]>getAs(3));
      Raster fitted = image.shrink(UntrainedModel.SIDE);
      Raster shown =
          severity == 0 ? fitted : Corruption.of(id).apply(fitted, Severity.of(severity), 0);
      float[] probabilities =
          model.probabilities(model.description().preprocessing().test(shown), 1)[0];
      int best = 0;
      for (int c = 1; c < probabilities.length; c++) {
        best = probabilities[c] > probabilities[best] ? c : best;
      }
      counts[actual][best]++;
    }
    return counts;
  }

  private static int severity(JsonNode condition) {
    return condition.path("severity").asInt();
  }

  private static JsonNode document(StageContext context, RunManifest manifest) throws IOException {
    return new ObjectMapper()
        .readTree(context.workspace().documents().read(manifest.documents().get("evaluation")));
  }
}
