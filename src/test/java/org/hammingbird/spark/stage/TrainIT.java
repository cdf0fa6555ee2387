package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.hammingbird.UserException;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.training.DrawnPatterns;
import org.hammingbird.spark.training.Prediction;
import org.hammingbird.spark.training.Predictor;
import org.hammingbird.training.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trains on tables whose addresses lead nowhere: a stage that fetched or decoded an image again
 * would fail.
 */
class TrainIT {
  private static final int TRAIN = 640;
  private static final int TEST = 160;

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Map<String, Object> overrides = new HashMap<>();

  TrainIT() {
    overrides.put("training.image-side", 16);
    overrides.put("training.crop-side", 12);
    overrides.put("training.batch-size", "16");
    overrides.put("training.epochs", "4");
    overrides.put("training.workers", 2);
    overrides.put("training.averaging-frequency", 5);
  }

  @Test
  void learnsWellAboveChanceAndCanBeLoadedAgain() {
    hashed();
    RunManifest manifest = train();

    assertThat(manifest.status()).isEqualTo(RunManifest.Status.COMPLETE);
    assertThat(manifest.results())
        .containsEntry("architecture", "hvass-cnn")
        .containsEntry("classes", DrawnPatterns.CLASSES)
        .containsEntry("images", (long) TRAIN)
        .containsEntry("steps", 80);
    assertThat((List<?>) manifest.results().get("computed_by"))
        .singleElement()
        .asString()
        .matches("oneDNN .* in (float32|bfloat16)|DL4J's own layers.*");
    assertThat(text()).contains("each of 2 workers has only 20 minibatches an epoch");
    assertThat((List<?>) manifest.results().get("epochs")).hasSize(4);
    assertThat(accuracy(load(manifest))).as("of 0.25 by chance").isGreaterThan(0.7);
    assertThat(text())
        .contains("of 1 native thread each, as", "oneDNN on for", "epoch 4 of 4 done", "images/s");
    String rounds =
        new String(
            context().workspace().documents().read(manifest.documents().get("rounds")),
            StandardCharsets.UTF_8);
    assertThat(rounds.split("\n"))
        .hasSize(1 + 16)
        .startsWith("step,epoch,images,loss,accuracy,seconds");
  }

  @Test
  void publishesACheckpointEveryEpochAndKeepsTheLast() {
    overrides.put("training.epochs", "2");
    hashed();
    train();

    RunManifest checkpoint = context().workspace().runs().last("checkpoint", "default").get();
    assertThat(checkpoint.results()).containsEntry("epoch", 2);
    TrainedModel model = load(checkpoint);
    assertThat(model.description().settings()).containsEntry("epoch", "2");
    assertThat(folder.resolve("documents/models/default"))
        .isDirectoryContaining("glob:**.checkpoint.zip");
    assertThat(
            folder
                .resolve("documents/models/default")
                .toFile()
                .list((d, n) -> n.endsWith(".checkpoint.zip")))
        .hasSize(1);
  }

  @Test
  void aRerunWithTheSameInputsIsSkipped() {
    overrides.put("training.epochs", "1");
    hashed();
    RunManifest first = train();
    RunManifest second = train();

    assertThat(second.skipped()).isTrue();
    assertThat(second.documents()).isEqualTo(first.documents());
    overrides.put("seed", 2);
    assertThat(train().skipped()).isFalse();
  }

  @Test
  void anotherTrainingsCheckpointIsNamedUnlessThatTrainingCameToItsEnd() {
    StageRun killed = StageRun.of(context(), "checkpoint", "default", "training", "seed");
    killed.complete(Map.of("epoch", 3, "training", "of other settings"));

    assertThat(TrainingCheckpoint.of(context(), "default", "of these")).isEmpty();
    assertThat(text()).contains("the checkpoint after epoch 3 is of other inputs, settings");
    printed.reset();
    StageRun run = StageRun.of(context(), "train", "default", "training", "seed");
    String done = run.complete(Map.of()).fingerprint();
    StageRun last = StageRun.of(context(), "checkpoint", "default", "training", "seed");
    last.complete(Map.of("epoch", 4, "training", done));
    assertThat(TrainingCheckpoint.of(context(), "default", "of these")).isEmpty();
    assertThat(text()).isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameNetwork() {
    overrides.put("training.epochs", "1");
    hashed();
    RunManifest first = train();
    RunManifest second = new TrainStage(context().forcing(), options()).run();

    assertThat(load(second).network().params()).isEqualTo(load(first).network().params());
  }

  @Test
  void theStudysMlpLearnsFromImagesLessTheirMean() {
    overrides.put("training.architecture", "study-mlp");
    overrides.put("training.learning-rate", "0.0001");
    overrides.put("training.epochs", "auto");
    overrides.put("training.steps", "150");
    hashed();
    RunManifest manifest = train();

    assertThat(manifest.results()).containsEntry("steps", 150);
    assertThat(load(manifest).description().preprocessing().length()).isEqualTo(16 * 16 * 3);
    assertThat(accuracy(load(manifest))).as("of 0.25 by chance").isGreaterThan(0.5);
  }

  @Test
  void theEpochThatAValidationSplitPrefersBecomesTheModel() {
    overrides.put("training.validation-fraction", 0.2);
    overrides.put("training.patience", 1);
    overrides.put("training.epochs", "30");
    overrides.put("training.class-weights", "balanced");
    overrides.put("training.label-smoothing", "0.1");
    hashed();
    RunManifest manifest = train();

    List<?> epochs = (List<?>) manifest.results().get("epochs");
    List<Double> accuracies = new ArrayList<>();
    epochs.forEach(e -> accuracies.add((Double) ((Map<?, ?>) e).get("validation_accuracy")));
    int best = (Integer) manifest.results().get("best_epoch");
    assertThat(accuracies).isNotEmpty().allMatch(accuracy -> accuracy >= 0 && accuracy <= 1);
    assertThat(accuracies.get(best - 1)).isEqualTo(Collections.max(accuracies));
    assertThat(epochs.size()).as("stopped after %d", best).isEqualTo(Math.min(30, best + 1));
    assertThat(load(manifest).description().settings())
        .containsEntry("epoch", Integer.toString(best));
    assertThat(accuracy(load(manifest))).isGreaterThan(0.6);
    assertThat((Long) manifest.results().get("images")).isBetween(450L, 570L);
    assertThat(text()).contains("more images to find the best epoch with", "validation loss");
  }

  @Test
  void trainsOnASelection() {
    overrides.put("training.epochs", "1");
    overrides.put("training.selection", "few");
    hashed();
    select("few", "image_id < 200");
    assertThat(train().results()).containsEntry("images", 200L);
  }

  @Test
  void mistakesAreFoundBeforeTraining() {
    hashed();
    overrides.put("training.batch-size", "500");
    assertRefused("640 images to train on", "2 x 500 = 1000");
    overrides.put("training.batch-size", "16");
    overrides.put("training.selection", "none");
    assertRefused("selections/none", "hammingbird select");
    select("none", "image_id % 4 != 2");
    assertRefused("No image to train on of [disc]", "selection \"none\"");
    overrides.put("training.selection", "");
    overrides.put("training.validation-fraction", 0.000001);
    assertRefused("validation-fraction is 1.0E-6", "leaves out none of 640 images");
    overrides.put("training.validation-fraction", 0);
    overrides.put("training.image-side", 32);
    overrides.put("training.crop-side", 20);
    assertRefused("All 640 images are smaller", "square of 20 pixels");
    overrides.put("training.crop-side", 12);
    StageContext context = context();
    Dataset<Row> hashes =
        context
            .workspace()
            .table("hashes")
            .read()
            .withColumn("label", functions.expr("if(image_id = 700, 'star', label)"));
    StageRun.of(context, "hash", "default", "seed")
        .output("hashes", context.workspace().table("hashes").overwrite(hashes))
        .output("pixels", context.workspace().table("pixels").version())
        .complete(new HashMap<>());
    assertRefused("images of [star]", "train has none");
    assertThat(text()).doesNotContain("epoch 1");
  }

  private void assertRefused(String... messages) {
    assertThatThrownBy(this::train)
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(messages);
  }

  private double accuracy(TrainedModel model) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    Predictor predictor = Predictor.of(spark, model, 32, 1);
    List<Integer> ids = new ArrayList<>();
    for (int id = TRAIN; id < TRAIN + TEST; id++) {
      ids.add(id);
    }
    List<String> classes = model.description().classNames();
    long hits =
        spark
            .parallelize(ids, 2)
            .mapPartitions(part -> hits(predictor.predict(part, TrainIT::drawn), classes))
            .filter(hit -> hit)
            .count();
    predictor.close();
    return (double) hits / TEST;
  }

  private static Raster drawn(int id) {
    return DrawnPatterns.raster(id, 16);
  }

  private static Iterator<Boolean> hits(
      Iterator<Prediction<Integer>> predictions, List<String> classes) {
    List<Boolean> hits = new ArrayList<>();
    predictions.forEachRemaining(
        p -> hits.add(classes.get(p.best()).equals(DrawnPatterns.CLASSES.get(p.item() % 4))));
    return hits.iterator();
  }

  private TrainedModel load(RunManifest manifest) {
    String document = manifest.documents().get("model");
    return TrainedModel.load(context().workspace().documents().read(document), document);
  }

  private RunManifest train() {
    return new TrainStage(context(), options()).run();
  }

  private TrainOptions options() {
    return TrainOptions.from(TestSpark.settings(overrides));
  }

  private StageContext context() {
    return TestSpark.context(folder, TestSpark.settings(overrides), printed);
  }

  private String text() {
    return new String(printed.toByteArray(), StandardCharsets.UTF_8);
  }

  private void hashed() {
    PatternTables.write(context(), TRAIN, TEST);
  }

  private void select(String name, String condition) {
    StageContext context = context();
    Dataset<Row> ids =
        context.workspace().table("pixels").read().where(condition).select("image_id");
    String table = "selections/" + name;
    StageRun.of(context, "select", name, "seed")
        .output(table, context.workspace().table(table).overwrite(ids))
        .complete(new HashMap<>());
  }
}
