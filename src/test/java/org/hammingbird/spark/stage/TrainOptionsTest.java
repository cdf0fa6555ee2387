package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.hammingbird.UserException;
import org.hammingbird.image.Raster;
import org.hammingbird.training.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainOptionsTest {
  @Test
  void autoIsTheArchitecturesOwn() {
    TrainOptions options = TrainOptions.from(settings());

    assertThat(options.architecture().id()).isEqualTo("hvass-cnn");
    assertThat(options.recipe().batchSize()).isEqualTo(64);
    assertThat(options.recipe().epochs()).isEqualTo(16);
    assertThat(options.recipe().schedule()).isEqualTo(Schedule.ONE_CYCLE);
    assertThat(options.augmentation()).isPresent();
    assertThat(options.workers(3)).isEqualTo(3);
    assertThat(options.workers(64)).isEqualTo(8);
  }

  @Test
  void itIsSaidWhyThereAreSoManyWorkers() {
    TrainOptions byDefault = TrainOptions.from(settings());
    SparkConf fixed = new SparkConf(false);
    SparkConf dynamic = fixed.clone().set("spark.dynamicAllocation.enabled", "true");

    assertThat(TrainStage.whyWorkers(false, byDefault, fixed))
        .isEqualTo("as many as Spark runs tasks at a time, 8 at most (training.workers = 0)");
    assertThat(TrainStage.whyWorkers(false, byDefault, dynamic))
        .contains("now, and to the end", "set training.workers to what the cluster can hold");
    assertThat(TrainStage.whyWorkers(false, TrainOptions.from(with("workers", "2")), dynamic))
        .isEqualTo("as training.workers says");
    assertThat(TrainStage.whyWorkers(true, byDefault, dynamic))
        .isEqualTo("as many as the checkpoint was trained by");
  }

  @Test
  void theStudysMlpGoesByItsSteps() {
    TrainOptions options = TrainOptions.from(with("architecture", "study-mlp"));

    assertThat(options.recipe().steps()).isEqualTo(2000);
    assertThat(options.recipe().batchSize()).isEqualTo(400);
    assertThat(options.augmentation()).isEmpty();
  }

  @Test
  void settingsReplaceTheArchitecturesOwn() {
    Config settings =
        with("batch-size", "128")
            .withValue("training.steps", text("50"))
            .withValue("training.learning-rate", text("0.01"))
            .withValue("training.workers", ConfigValueFactory.fromAnyRef(4));
    TrainOptions options = TrainOptions.from(settings);

    assertThat(options.recipe().batchSize()).isEqualTo(128);
    assertThat(options.recipe().steps()).isEqualTo(50);
    assertThat(options.recipe().epochs()).isZero();
    assertThat(options.recipe().learningRate()).isEqualTo(0.01);
    assertThat(options.workers(3)).isEqualTo(4);
  }

  @Test
  void coloursChangeOnlyWhereTheyAreAskedFor() {
    Raster grey = new Raster(40, 40, 3, new byte[3 * 40 * 40]);
    Arrays.fill(grey.samples(), (byte) 128);
    assertThat(augmented(TrainOptions.from(settings()), grey)).containsOnly(128 / 255f);
    assertThat(augmented(TrainOptions.from(with("augmentation.kind", "colours")), grey))
        .doesNotContain(128 / 255f);
  }

  private static float[] augmented(TrainOptions options, Raster raster) {
    float[] out = new float[3 * 28 * 28];
    options.augmentation().get().apply(raster, 28, 1, out, 0);
    return out;
  }

  @ParameterizedTest
  @CsvSource({
    "architecture, resnet, hvass-cnn",
    "batch-size, 0, 1 to 65536",
    "precision, float16, 'auto, float32 or bfloat16'",
    "batch-size, many, 1 to 65536",
    "epochs, 1.5, whole number",
    "learning-rate, -1, training.learning-rate",
    "schedule, linear, 'constant, cosine, one-cycle, step or auto'",
    "warmup, 0.9, training.warmup",
    "label-smoothing, 1, training.label-smoothing",
    "class-weights, some, none or balanced",
    "learning-rate-scaling, cubic, none or sqrt or linear",
    "validation-fraction, 0.9, training.validation-fraction",
    "patience, 0, training.patience",
    "l2, NaN, training.l2",
    "image-side, 2, 4 to 1024",
    "crop-side, 40, cannot be cut",
    "name, ../x, Invalid name",
    "augmentation.kind, maybe, 'none, shifts, colours or auto'",
    "augmentation.hue, 0.7, hue: 0.7"
  })
  void valuesOutsideTheirRangeAreRefused(String key, String value, String expected) {
    assertThatThrownBy(() -> TrainOptions.from(with(key, value)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void theLearningRateGrowsWithTheWorkersWhereAskedTo() {
    assertThat(rate("none", 4)).isEqualTo(0.003);
    assertThat(rate("sqrt", 4)).isEqualTo(0.006);
    assertThat(rate("linear", 4)).isEqualTo(0.012);
    assertThat(rate("linear", 1)).isEqualTo(0.003);
  }

  @Test
  void contradictionsAreRefused() {
    assertThatThrownBy(
            () -> TrainOptions.from(with("epochs", "1").withValue("training.steps", text("5"))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("both given");
    assertThatThrownBy(
            () ->
                TrainOptions.from(
                    with("architecture", "study-mlp")
                        .withValue("training.augmentation.kind", text("shifts"))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("mean of unchanged images");
  }

  private static Config with(String key, String value) {
    return settings().withValue("training." + key, text(value));
  }

  private static ConfigValue text(String value) {
    return ConfigValueFactory.fromAnyRef(value);
  }

  private static Config settings() {
    return ConfigFactory.parseResources("org/hammingbird/reference.conf").getConfig("hammingbird");
  }

  private static double rate(String scaling, int workers) {
    return TrainOptions.from(with("learning-rate-scaling", scaling)).recipe(workers).learningRate();
  }
}
