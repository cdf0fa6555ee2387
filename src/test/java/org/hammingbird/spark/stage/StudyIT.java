package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.hammingbird.UserException;
import org.hammingbird.evaluation.Interval;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.image.Corruption;
import org.hammingbird.image.Quality;
import org.hammingbird.image.QualityMeasure;
import org.hammingbird.image.Raster;
import org.hammingbird.image.Severity;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.training.DrawnPatterns;
import org.hammingbird.training.layer.Precision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small studies of drawn patterns, which a network tells apart after a few dozen steps. */
@Timeout(600)
class StudyIT {
  private static final int TRAIN = 320;
  private static final int TEST = 80;

  /** The tables that every study begins with: made once, and copied. */
  @TempDir private static Path collection;

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Map<String, Object> overrides = new HashMap<>();

  @BeforeAll
  static void publish() {
    StageContext context =
        TestSpark.context(
            collection, TestSpark.settings(Map.of("seed", 1)), new ByteArrayOutputStream());
    PatternTables.write(context, TRAIN, TEST);
    // hashes that follow from the id, so that rules have something to go by
    Dataset<Row> hashes =
        context
            .workspace()
            .table("hashes")
            .read()
            .withColumn("phash64", functions.xxhash64(functions.col("image_id")))
            .withColumn("ahash64", functions.col("phash64"))
            .withColumn("dhash64", functions.col("phash64"));
    StageRun.of(context, "hash", "default", "seed")
        .output("hashes", context.workspace().table("hashes").overwrite(hashes))
        .output("pixels", context.workspace().table("pixels").version())
        .complete(Map.of());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.collect(Collectors.toList())) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  @BeforeEach
  void begin() throws IOException {
    overrides.put("training.image-side", 16);
    overrides.put("training.crop-side", 12);
    overrides.put("training.batch-size", "8");
    overrides.put("training.workers", 2);
    overrides.put("training.averaging-frequency", 5);
    overrides.put("seed", 1);
    overrides.put("study.experiments", List.of("sets"));
    overrides.put("study.steps", "20");
    overrides.put("study.rules", List.of("stratified-random", "farthest-first"));
    overrides.put("study.budgets", List.of("16", "50%"));
    overrides.put("study.seeds", "2");
    overrides.put("study.small-seeds", "2");
    copy(collection, folder);
  }

  @Test
  void everyCellOfTheGridIsTrainedAndCompared() throws IOException {
    RunManifest manifest = study();

    assertThat(trials()).hasSize(2 * 2 * 2);
    for (Row row : trials()) {
      assertThat(row.<Long>getAs("tested")).isEqualTo(TEST);
      assertThat(row.<Integer>getAs("steps")).isEqualTo(20);
      BitSet right = BitSet.valueOf(row.<byte[]>getAs("right"));
      assertThat(right.cardinality()).isEqualTo(row.<Long>getAs("correct").intValue());
      assertThat(right.length()).isLessThanOrEqualTo(TEST);
      assertThat(row.<Long>getAs("images")).isEqualTo(row.getAs("budget").equals("16") ? 16 : 160);
      assertThat(row.<Double>getAs("seconds")).isPositive();
    }
    assertThat(manifest.results())
        .containsEntry("trainings", 8)
        .containsEntry("missing", 0)
        .containsEntry("steps", 20);
    assertThat(text()).contains("the first will tell how long they take");
    // by which readers know the rows of this study from those of others in the table
    JsonNode inputs = document(manifest).path("inputs");
    assertThat(inputs).hasSize(2);
    assertThat(trials())
        .extracting(row -> row.<String>getAs("inputs"))
        .containsOnly(inputs.get(0).asText(), inputs.get(1).asText());
    JsonNode sets = document(manifest).path("sets");
    assertThat(sets.path("comparisons").asInt()).isEqualTo(2);
    assertThat(sets.path("cells")).hasSize(4);
    JsonNode half = cell(sets, "50%", "farthest-first");
    assertThat(half.path("images").asInt()).isEqualTo(160);
    assertThat(half.path("accuracy").asDouble())
        .isCloseTo(mean("50%", "farthest-first"), within(1e-12))
        .as("of 0.25 by chance")
        .isGreaterThan(0.4);
    assertThat(half.path("difference").asDouble())
        .isCloseTo(mean("50%", "farthest-first") - mean("50%", "stratified-random"), within(1e-12));
    assertThat(half.path("p-corrected").asDouble()).isBetween(half.path("p").asDouble(), 1.0);
    assertThat(cell(sets, "50%", "stratified-random").has("difference")).isFalse();
    assertThat(text()).contains("study: 8 trainings of 20 steps each", "7 left, about", "p (Holm)");
    assertThat(study().skipped()).isTrue();

    // another hash is no concern of a rule that measures no distance
    overrides.put("study.algorithm", "dhash64");
    study();
    assertThat(text()).contains("study: 8 trainings of 20 steps each, of which 4 are done");
    assertThat(trials()).hasSize(12);
  }

  @Test
  void leakedTestImagesAreLeftOut() throws IOException {
    overrides.put("study.experiments", List.of("sets", "leakage"));
    overrides.put("study.steps", "5");
    overrides.put("study.rules", List.of());
    overrides.put("study.budgets", List.of("50%"));
    assertThatThrownBy(this::study).hasMessageContaining("no table leakage yet");
    leak("id >= 320 and id < 336");
    JsonNode leakage = document(study()).path("leakage");

    // the networks that were trained on half of the images, all of one rule
    double all = 0;
    double leaked = 0;
    for (Row row : trials()) {
      BitSet right = BitSet.valueOf(row.<byte[]>getAs("right"));
      all += right.cardinality() / 2.0;
      leaked += right.get(0, 16).cardinality() / 2.0;
    }
    assertThat(leakage.path("networks").asInt()).isEqualTo(2);
    assertThat(leakage.path("trained-on").asInt()).isEqualTo(160);
    assertThat(leakage.path("test-images").asInt()).isEqualTo(TEST);
    assertThat(leakage.path("leaked").asInt()).isEqualTo(16);
    assertThat(leakage.path("accuracy").asDouble()).isCloseTo(all / TEST, within(1e-12));
    assertThat(leakage.path("accuracy-leaked").asDouble()).isCloseTo(leaked / 16, within(1e-12));
    assertThat(leakage.path("accuracy-unleaked").asDouble())
        .isCloseTo((all - leaked) / (TEST - 16), within(1e-12));
    assertThat(leakage.path("difference").asDouble())
        .isBetween(
            leakage.path("difference-low").asDouble(), leakage.path("difference-high").asDouble());
  }

  @Test
  void lowQualityIsTestedAndTrainedOn() throws IOException {
    overrides.put("study.experiments", List.of("quality"));
    overrides.put("study.steps", "5");
    overrides.put("study.budgets", List.of("50%"));
    overrides.put("training.class-weights", "balanced");
    listLowQuality();
    brightenById();
    assertThatThrownBy(this::study)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "The table low_quality was made of an earlier hashes: run `hammingbird quality` first");
    listLowQuality();
    JsonNode quality = document(study()).path("quality");
    assertThat(text()).contains("training.class-weights: heeded by train, not here");

    // two seeds each of the half of the train split, of its 60 low-quality images, of 60 others
    assertThat(trials()).hasSize(2 + 2 + 2);
    assertThat(quality.path("low-images").asInt()).isEqualTo(15);
    assertThat(quality.path("good-images").asInt()).isEqualTo(65);
    assertThat(quality.path("accuracy-low-quality").asDouble())
        .isCloseTo(accuracy("any", true), within(1e-12));
    Interval ofLow = Interval.ofMean(accuracy("any", true), 15);
    assertThat(quality.path("accuracy-low-quality-low").asDouble()).isEqualTo(ofLow.low());
    assertThat(quality.path("accuracy-low-quality-high").asDouble()).isEqualTo(ofLow.high());
    assertThat(quality.path("accuracy-rest").asDouble())
        .isCloseTo(accuracy("any", false), within(1e-12));
    assertThat(quality.path("difference").asDouble())
        .isCloseTo(accuracy("any", true) - accuracy("any", false), within(1e-12))
        .isBetween(
            quality.path("difference-low").asDouble(), quality.path("difference-high").asDouble());
    assertThat(quality.path("trained")).hasSize(4);
    for (JsonNode cell : quality.path("trained")) {
      assertThat(cell.path("images").asInt()).isEqualTo(60);
      assertThat(cell.path("accuracy").asDouble())
          .isCloseTo(
              accuracy(
                  cell.path("trained-on").asText(), cell.path("tested-on").asText().equals("low")),
              within(1e-12));
    }
    assertThat(quality.path("gain-on-low").asDouble())
        .isCloseTo(accuracy("low", true) - accuracy("good", true), within(1e-12));
    double[] outcomes = new double[TEST];
    for (Row row : trials()) {
      if (row.getAs("quality").equals("any")) {
        BitSet right = BitSet.valueOf(row.<byte[]>getAs("right"));
        for (int place = 0; place < TEST; place++) {
          outcomes[place] += right.get(place) ? 0.5 : 0;
        }
      }
    }
    List<JsonNode> tenths = new ArrayList<>();
    for (JsonNode group : quality.path("deciles")) {
      if (group.path("measure").asText().equals("brightness")) {
        tenths.add(group);
      }
    }
    assertThat(tenths).hasSize(10);
    assertThat(tenths.get(3).path("images").asInt()).isEqualTo(8);
    assertThat(tenths.get(3).path("from").asDouble()).isEqualTo(TRAIN + 24);
    assertThat(tenths.get(3).path("accuracy").asDouble())
        .isCloseTo(Arrays.stream(outcomes, 24, 32).average().orElseThrow(), within(1e-12));
  }

  /** Three of sixteen images, of three classes. */
  private void listLowQuality() {
    Dataset<Row> low =
        TestSpark.session()
            .range(0, TRAIN + TEST)
            .where("id % 16 = 2 or id % 16 < 2")
            .selectExpr(
                "id as image_id",
                "'dark' as reason",
                "'brightness' as measure",
                "1.0D as value",
                "30.0D as threshold",
                "id as rank");
    StageRun run = StageRun.of(context(), "quality", "default", "seed");
    run.input("hashes");
    run.output("low_quality", context().workspace().table("low_quality").overwrite(low))
        .complete(Map.of());
  }

  /** The measures of the test images are their ids. */
  private void brightenById() {
    Dataset<Row> hashes =
        context()
            .workspace()
            .table("hashes")
            .read()
            .withColumn("brightness", functions.col("image_id").cast("double"));
    StageRun.of(context(), "hash", "default", "seed")
        .output("hashes", context().workspace().table("hashes").overwrite(hashes))
        .output("pixels", context().workspace().table("pixels").version())
        .complete(Map.of());
  }

  /** Of the networks trained on images of a quality, on the test images of low quality or not. */
  private double accuracy(String quality, boolean low) {
    int images = 0;
    int hits = 0;
    for (Row row : trials()) {
      if (row.getAs("quality").equals(quality)) {
        BitSet right = BitSet.valueOf(row.<byte[]>getAs("right"));
        for (int place = 0; place < TEST; place++) {
          if ((TRAIN + place) % 16 < 3 == low) {
            images++;
            hits += right.get(place) ? 1 : 0;
          }
        }
      }
    }
    return (double) hits / images;
  }

  @Test
  void everyClassIsMeasuredAgainstEveryClass() throws IOException {
    overrides.put("study.experiments", List.of("distances"));
    RunManifest manifest = study();
    assertThat(manifest.results()).containsEntry("trainings", 0);
    JsonNode distances = document(manifest).path("distances");
    assertThat(distances.path("images").asInt()).isEqualTo(TRAIN + TEST);
    assertThat(distances.path("sampled").asBoolean()).isFalse();
    assertThat(distances.path("chance").asDouble()).isCloseTo(0.25, within(1e-12));
    assertThat(distances.has("network")).isFalse();
    JsonNode pairs = distances.path("algorithms").path("phash64").path("pairs");
    assertThat(pairs).hasSize(10);
    List<Row> rows =
        context().workspace().table("hashes").read().select("label", "phash64").collectAsList();
    for (JsonNode pair : pairs) {
      String one = pair.path("one").asText();
      String other = pair.path("other").asText();
      long[] across = naive(rows, one, other);
      assertThat(pair.path("pairs").asLong()).isEqualTo(Arrays.stream(across).sum());
      double sum = 0;
      for (int distance = 0; distance <= 64; distance++) {
        sum += (double) distance * across[distance];
      }
      assertThat(pair.path("mean").asDouble())
          .as(one + " " + other)
          .isCloseTo(sum / Arrays.stream(across).sum(), within(1e-9));
      assertThat(pair.has("auc")).isEqualTo(!one.equals(other));
      if (!one.equals(other)) {
        long[] within = naive(rows, one, one);
        long[] more = naive(rows, other, other);
        double wins = 0;
        for (int near = 0; near <= 64; near++) {
          for (int far = near; far <= 64; far++) {
            double share = near == far ? 0.5 : 1;
            wins += share * (within[near] + more[near]) * across[far];
          }
        }
        double all = Arrays.stream(within).sum() + Arrays.stream(more).sum();
        assertThat(pair.path("auc").asDouble())
            .isCloseTo(wins / all / Arrays.stream(across).sum(), within(1e-9));
        assertThat(pair.path("auc").asDouble())
            .isStrictlyBetween(pair.path("auc-low").asDouble(), pair.path("auc-high").asDouble());
      }
    }
    JsonNode votes = distances.path("algorithms").path("phash64");
    Interval ofVotes = Interval.ofMean(votes.path("vote-accuracy").asDouble(), TEST);
    assertThat(votes.path("vote-accuracy-low").asDouble()).isEqualTo(ofVotes.low());
    assertThat(votes.path("vote-accuracy-high").asDouble()).isEqualTo(ofVotes.high());

    // what is missing is measured, what is there is not
    delete("study_distances", "algorithm = 'ahash64'", "cell");
    printed.reset();
    assertThat(document(study()).path("distances")).isEqualTo(distances);
    assertThat(text()).contains("study: ahash64: AUC").doesNotContain("study: phash64: AUC");
    assertThat(study().skipped()).isTrue();
  }

  /** Pairs by distance. */
  private static long[] naive(List<Row> rows, String one, String other) {
    long[] counts = new long[65];
    for (int i = 0; i < rows.size(); i++) {
      for (int j = i + 1; j < rows.size(); j++) {
        String left = rows.get(i).getString(0);
        String right = rows.get(j).getString(0);
        if (left.equals(one) && right.equals(other) || left.equals(other) && right.equals(one)) {
          counts[Long.bitCount(rows.get(i).getLong(1) ^ rows.get(j).getLong(1))]++;
        }
      }
    }
    return counts;
  }

  @Test
  void degradedCopiesAreMeasuredHashedAndNamed() throws IOException {
    overrides.put("study.experiments", List.of("degraded"));
    overrides.put("study.budgets", List.of("50%"));
    overrides.put("study.degraded-images", "30");
    overrides.put("study.steps", "15");
    refuse("images.roots", List.of(), "images.roots is empty");
    Path files = addressFiles();
    JsonNode unread = document(study()).path("degraded");
    assertThat(text()).contains("no degraded copies are measured: 30 of 30 images drawn cannot be");
    assertThat(unread.path("unreadable").asInt()).isEqualTo(30);
    assertThat(unread.path("measures")).isEmpty();
    assertThat(unread.path("accuracies")).hasSize(8 * 5);
    // of most images nothing would be known
    writeFiles(files, id -> id % 4 == 0);
    printed.reset();
    assertThat(document(study()).path("degraded").path("measures")).isEmpty();
    assertThat(text()).contains("of 30 images drawn cannot be read again");
    writeFiles(files, id -> id != 7 && id != 11);
    RunManifest manifest = study();
    JsonNode degraded = document(manifest).path("degraded");

    // two seeds of the half of the train split, once
    assertThat(trials()).hasSize(2);
    assertThat(manifest.results()).containsEntry("trainings", 2);
    int images = degraded.path("images").asInt();
    assertThat(images + degraded.path("unreadable").asInt()).isEqualTo(30);
    assertThat(degraded.path("sampled").asBoolean()).isTrue();
    assertThat(degraded.path("listed-when").path("sharpness").asText()).isEqualTo("below");
    assertThat(degraded.path("listed-when").path("noise").asText()).isEqualTo("above");
    assertThat(degraded.path("listed-when").path("brightness").asText()).isEqualTo("either");
    assertThat(degraded.path("measures")).hasSize(8 * 5 * 10);
    assertThat(degraded.path("hashes")).hasSize(8 * 5 * 3);
    compareWithNaive(degraded, images);
    compareAccuracies(degraded);

    // as a kill would have left them: a corruption unmeasured, a network not shown degraded images
    byte[] before = right("gaussian-noise", 5);
    delete(DegradedTable.NAME, "corruption = 'contrast'", "cell");
    delete(CorruptionTable.NAME, "trial like '%seed 2%' and severity = 3", "cell");
    overrides.put("neighbors.radius", 20);
    printed.reset();
    JsonNode again = document(study()).path("degraded");
    assertThat(text())
        .contains("of which 7 are done", "contrast: degraded", "2 trainings", "of which 1 are done")
        .doesNotContain("hue: degraded", "seed 1:");
    assertThat(again.path("measures")).isEqualTo(degraded.path("measures"));
    assertThat(again.path("accuracies")).isEqualTo(degraded.path("accuracies"));
    assertThat(right("gaussian-noise", 5)).isEqualTo(before);
    assertThat(again.path("hashes").get(0).path("radius").asInt()).isEqualTo(20);
    assertThat(study().skipped()).isTrue();
  }

  /** Names the folder of the images' files, which are not there yet. */
  private Path addressFiles() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    overrides.put("images.roots", List.of(images.toUri().toString()));
    Dataset<Row> hashes =
        context()
            .workspace()
            .table("hashes")
            .read()
            .withColumn(
                "address",
                functions.concat(
                    functions.lit(images.toUri().toString()),
                    functions.col("image_id"),
                    functions.lit(".png")));
    StageRun.of(context(), "hash", "default", "seed")
        .output("hashes", context().workspace().table("hashes").overwrite(hashes))
        .output("pixels", context().workspace().table("pixels").version())
        .complete(Map.of());
    return images;
  }

  /** Those patterns as files. */
  private static void writeFiles(Path images, LongPredicate wanted) throws IOException {
    for (Row row : DrawnPatterns.pixels(TRAIN + TEST, 16)) {
      if (wanted.test(row.getLong(0))) {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        byte[] rgb = row.getAs(3);
        for (int pixel = 0; pixel < 256; pixel++) {
          int packed =
              (rgb[3 * pixel] & 255) << 16
                  | (rgb[3 * pixel + 1] & 255) << 8
                  | rgb[3 * pixel + 2] & 255;
          image.setRGB(pixel % 16, pixel / 16, packed);
        }
        ImageIO.write(image, "png", images.resolve(row.getLong(0) + ".png").toFile());
      }
    }
  }

  /** Degrades the same images once more, and counts pairs one by one. */
  private void compareWithNaive(JsonNode degraded, int images) {
    StudyOptions options = StudyOptions.from(TestSpark.settings(overrides));
    StageRun run = StageRun.of(context(), "study", "test", "seed");
    List<Raster> drawn = new ArrayList<>();
    List<Raster> noisy = new ArrayList<>();
    Map<Long, Row> pixels = new HashMap<>();
    DrawnPatterns.pixels(TRAIN + TEST, 16).forEach(row -> pixels.put(row.getLong(0), row));
    for (Row row : new StudyInputs(context(), run, options).sample(30).collectAsList()) {
      long id = row.getLong(0);
      if (id != 7 && id != 11) {
        Raster image = new Raster(16, 16, 3, pixels.get(id).<byte[]>getAs(3));
        drawn.add(image);
        noisy.add(
            Corruption.GAUSSIAN_NOISE.apply(image, Severity.of(4), Condition.imageSeed(1, id)));
      }
    }
    assertThat(drawn).hasSize(images);
    double wins = 0;
    int within = 0;
    for (int one = 0; one < images; one++) {
      double value = Quality.of(noisy.get(one)).value(QualityMeasure.NOISE);
      for (Raster other : drawn) {
        double clean = Quality.of(other).value(QualityMeasure.NOISE);
        wins += value > clean ? 1 : value == clean ? 0.5 : 0;
      }
      ImageHash hash = HashAlgorithm.DHASH64.hash(drawn.get(one));
      within += hash.distance(HashAlgorithm.DHASH64.hash(noisy.get(one))) <= 12 ? 1 : 0;
    }
    JsonNode measure =
        condition(degraded.path("measures"), "gaussian-noise", 4, "measure", "noise");
    assertThat(measure.path("auc").asDouble()).isCloseTo(wins / images / images, within(1e-12));
    assertThat(measure.path("auc").asDouble())
        .isBetween(measure.path("auc-low").asDouble(), measure.path("auc-high").asDouble());
    JsonNode hash = condition(degraded.path("hashes"), "gaussian-noise", 4, "hash", "dhash64");
    assertThat(hash.path("within").asDouble()).isCloseTo((double) within / images, within(1e-12));
    assertThat(hash.path("within").asDouble())
        .isBetween(hash.path("within-low").asDouble(), hash.path("within-high").asDouble());
  }

  private void compareAccuracies(JsonNode degraded) {
    List<Row> rows = context().workspace().table(CorruptionTable.NAME).read().collectAsList();
    assertThat(rows).hasSize(2 * 40);
    assertThat(degraded.path("accuracies")).hasSize(40);
    double clean = trials().stream().mapToLong(row -> row.getAs("correct")).sum() / (2.0 * TEST);
    for (JsonNode condition : degraded.path("accuracies")) {
      double correct =
          rows.stream()
              .filter(row -> row.getAs("corruption").equals(condition.path("corruption").asText()))
              .filter(row -> row.<Integer>getAs("severity") == condition.path("severity").asInt())
              .mapToLong(row -> row.getAs("correct"))
              .sum();
      assertThat(condition.path("accuracy").asDouble())
          .isCloseTo(correct / (2 * TEST), within(1e-9));
      assertThat(condition.path("drop").asDouble())
          .isCloseTo(clean - correct / (2 * TEST), within(1e-9));
    }
    assertThat(
            condition(degraded.path("accuracies"), "contrast", 5, "", "").path("drop").asDouble())
        .isGreaterThan(
            condition(degraded.path("accuracies"), "brightness", 1, "", "")
                .path("drop")
                .asDouble());
  }

  private byte[] right(String corruption, int severity) {
    return context()
        .workspace()
        .table(CorruptionTable.NAME)
        .read()
        .where("corruption = '" + corruption + "' and severity = " + severity)
        .where("trial like '%seed 2%'")
        .select("right")
        .head()
        .getAs(0);
  }

  private static JsonNode condition(
      JsonNode list, String corruption, int severity, String key, String value) {
    for (JsonNode one : list) {
      if (one.path("corruption").asText().equals(corruption)
          && one.path("severity").asInt() == severity
          && one.path(key).asText().equals(value)) {
        return one;
      }
    }
    throw new AssertionError("Nothing of " + corruption + " " + severity);
  }

  @Test
  void sizesAndWorkersAreComparedByPasses() throws IOException {
    overrides.put("study.experiments", List.of("scaling"));
    // sorted by size
    overrides.put("study.scaling-budgets", List.of("100%", "25%"));
    overrides.put("study.scaling-workers", List.of("1", "2"));
    overrides.put("study.passes", "1");
    overrides.put("study.seeds", "1");
    RunManifest manifest = study();
    assertThat(manifest.results()).containsEntry("trainings", 4).containsEntry("missing", 0);
    JsonNode scaling = document(manifest).path("scaling");
    assertThat(scaling.path("passes").asInt()).isEqualTo(1);
    assertThat(scaling.path("cells")).hasSize(4);
    for (JsonNode cell : scaling.path("cells")) {
      int images = cell.path("budget").asText().equals("25%") ? 80 : 320;
      assertThat(cell.path("images").asInt()).isEqualTo(images);
      assertThat(cell.path("steps").asInt()).isEqualTo(images / 8 / cell.path("workers").asInt());
      Row trial =
          trials().stream()
              .filter(row -> row.<Long>getAs("images") == images)
              .filter(row -> row.<Integer>getAs("workers") == cell.path("workers").asInt())
              .findFirst()
              .orElseThrow();
      assertThat(cell.path("accuracy").asDouble())
          .isCloseTo(trial.<Long>getAs("correct") / (double) TEST, within(1e-12));
      double seconds = trial.getAs("train_seconds");
      assertThat(seconds).isPositive().isLessThan(trial.getAs("seconds"));
      assertThat(cell.path("seconds").asDouble()).isCloseTo(seconds, within(1e-9));
      assertThat(cell.path("images-per-second").asDouble())
          .isCloseTo(images / seconds, within(1e-6));
      assertThat(cell.has("difference")).isEqualTo(cell.path("workers").asInt() == 2);
      assertThat(cell.has("gain")).isEqualTo(images == 320 && cell.path("workers").asInt() == 1);
    }
    assertThat(scaling.path("cells").get(2).path("gain").asDouble())
        .isCloseTo(
            scaling.path("cells").get(2).path("accuracy").asDouble()
                - scaling.path("cells").get(0).path("accuracy").asDouble(),
            within(1e-12));
    JsonNode two = scaling.path("cells").get(3);
    assertThat(two.path("speedup").asDouble())
        .isCloseTo(
            scaling.path("cells").get(2).path("seconds").asDouble()
                / two.path("seconds").asDouble(),
            within(1e-9));
    assertThat(study().skipped()).isTrue();
    // trainings by passes do not depend on the steps of the others
    overrides.put("study.steps", "30");
    printed.reset();
    study();
    assertThat(text()).doesNotContain("seed 1:");
  }

  private void leak(String ids) {
    Dataset<Row> leakage =
        TestSpark.session()
            .range(0, TRAIN + TEST)
            .where(ids)
            .selectExpr(
                "id as test_id",
                "id - 320 as train_id",
                "'disc' as test_label",
                "'disc' as train_label",
                "1 as distance",
                "0.9D as similarity");
    StageRun run = StageRun.of(context(), "neighbors", "default", "seed");
    run.input("hashes");
    run.output("leakage", context().workspace().table("leakage").overwrite(leakage))
        .complete(Map.of());
  }

  @Test
  void aKilledStudyGoesOnWithWhatIsMissing() {
    overrides.put("study.steps", "10");
    overrides.put("study.rules", List.of());
    overrides.put("study.budgets", List.of("50%"));
    StageRun.of(context(), "train", "default", "seed")
        .complete(Map.of("architecture", "hvass-cnn", "images_per_second", 8.0));
    study();
    // two seeds of 10 steps of two workers' minibatches of 8
    assertThat(text()).contains("at the speed of the last train they will take about 40 s");
    Map<String, Row> before = byTrial();
    Set<String> lost =
        before.keySet().stream()
            .filter(trial -> trial.contains("seed 2"))
            .collect(Collectors.toSet());
    // as a kill would have left them: rows of some trainings, and no manifest that counts them
    delete(TrialTable.NAME, "trial like '%seed 2%'", "trial");
    assertThat(lost).hasSize(1);
    printed.reset();
    RunManifest again = study();

    assertThat(again.skipped()).isFalse();
    assertThat(text()).contains("of which 1 are done", "the other 1 will take about");
    Map<String, Row> after = byTrial();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    for (String trial : after.keySet()) {
      Row old = before.get(trial);
      Row now = after.get(trial);
      // one that was trained again has a time of its own, and the same answers
      if (lost.contains(trial)) {
        assertThat(now.<Double>getAs("seconds")).isNotEqualTo(old.<Double>getAs("seconds"));
      } else {
        assertThat(now.<Double>getAs("seconds")).isEqualTo(old.<Double>getAs("seconds"));
      }
      assertThat(now.<byte[]>getAs("right")).isEqualTo(old.<byte[]>getAs("right"));
    }

    overrides.put("study.budgets", List.of("50%", "100%"));
    printed.reset();
    assertThat(study().results()).containsEntry("trainings", 4).containsEntry("missing", 0);
    assertThat(text()).contains("of which 2 are done").doesNotContain("50% stratified");
    overrides.put("study.steps", "5");
    overrides.put("study.max-hours", 1e-9);
    printed.reset();
    assertThat(study().results()).containsEntry("missing", 3);
    assertThat(text()).contains("3 trainings are left for the next run");
    assertThat(new HashSet<>(byTrial().keySet())).hasSize(5);
  }

  @Test
  void whatALaterStudyIsNotAskedForStays() throws IOException {
    overrides.put("study.steps", "5");
    overrides.put("study.rules", List.of());
    overrides.put("study.budgets", List.of("50%"));
    RunManifest first = study();
    JsonNode sets = document(first);
    overrides.put("study.experiments", List.of("distances"));
    RunManifest second = study();
    JsonNode both = document(second);
    assertThat(both.path("sets")).isEqualTo(sets.path("sets"));
    assertThat(both.path("of-study").path("sets").asText()).isEqualTo(first.started());
    assertThat(both.path("of-study").has("distances")).isFalse();
    assertThat(both.path("inputs")).isEqualTo(sets.path("inputs"));
    assertThat(both.path("test-images").asInt()).isEqualTo(TEST);
    assertThat(study().skipped()).isTrue();

    // as long as it is the same study
    overrides.put("study.experiments", List.of("sets"));
    overrides.put("training.label-smoothing", "0.1");
    JsonNode other = document(study());
    assertThat(other.has("distances")).isFalse();
    assertThat(other.has("of-study")).isFalse();
  }

  @Test
  void distancesNeedNoTestImages() throws IOException {
    Dataset<Row> hashes =
        context().workspace().table("hashes").read().withColumn("split", functions.lit("train"));
    StageRun.of(context(), "hash", "default", "seed")
        .output("hashes", context().workspace().table("hashes").overwrite(hashes))
        .output("pixels", context().workspace().table("pixels").version())
        .complete(Map.of());
    // nothing is measured before this is said
    refuse("study.experiments", List.of("distances", "sets"), "is in split test");
    assertThat(text()).doesNotContain("AUC");
    overrides.put("study.experiments", List.of("distances"));
    JsonNode document = document(study());
    assertThat(document.path("distances").path("images").asInt()).isEqualTo(TRAIN + TEST);
    assertThat(document.has("test-images")).isFalse();
    assertThat(text()).contains("AUC within against between classes", "hammingbird report");
  }

  @Test
  void mistakesAreFoundBeforeTraining() {
    refuse("study.rules", List.of("best"), "Invalid study.rules: best (must be random, ");
    refuse("study.budgets", List.of("150%"), "study.budgets: Invalid budget: '150%'");
    refuse("study.budgets", List.of("321"), "Invalid study.budgets: 321 (the train split has 320");
    refuse("study.steps", "0", "Invalid study.steps: 0 (must be 1 to");
    refuse(
        "study.scaling-workers",
        List.of("0"),
        "Invalid study.scaling-workers: 0 (must be auto, or whole numbers of 1 to 4096)");
    refuse("study.degraded-images", "0", "Invalid study.degraded-images: 0 (must be 1 to 20000");
    refuse("study.experiments", List.of("luck"), "Invalid study.experiments: luck");
    refuse(
        "study.rules",
        List.of("deduplicated"),
        "no table clusters yet: run `hammingbird neighbors`");
    assertThat(text()).doesNotContain("seed 1:");
  }

  @Test
  void aTrialIsKnownByThePrecisionThatAutoMeansHere() {
    String meant = digestWithPrecision("auto");
    Precision here = Precision.AUTO.here();
    assertThat(digestWithPrecision(here.id())).isEqualTo(meant);
    assertThat(digestWithPrecision("float32").equals(meant)).isEqualTo(here == Precision.FLOAT32);
  }

  private String digestWithPrecision(String precision) {
    overrides.put("training.precision", precision);
    StageRun run = StageRun.of(context(), "study", "default", "study");
    StudyOptions options = StudyOptions.from(TestSpark.settings(overrides));
    return new StudyInputs(context(), run, options)
        .digest(new Trial("random", SelectOptions.ANY, "16", 1, 1));
  }

  @Test
  void quickIsShorter() {
    List<String> roots = List.of("/images");
    StudyOptions quick =
        StudyOptions.from(TestSpark.settings(Map.of("study.quick", true, "images.roots", roots)));
    StudyOptions full = StudyOptions.from(TestSpark.settings(Map.of("images.roots", roots)));
    int quickly = new SetsExperiment(quick, 40_000, 2).trials().size();
    int fully = new SetsExperiment(full, 40_000, 2).trials().size();
    // 5 rules x (2 budgets x 10 seeds + 3 x 5), and 2 rules x 5 seeds of the whole split
    assertThat(fully).isEqualTo(5 * (2 * 10 + 3 * 5) + 2 * 5);
    assertThat(quickly).isEqualTo(5 * (3 + 2) + 2 * 2);
    assertThat(quick.steps()).isLessThan(full.steps());
    // 3 sizes x 3 numbers of workers (1, 2, 4) x 5 seeds; 2 x 3 x 2
    assertThat(new ScalingExperiment(full, 40_000, 4).trials()).hasSize(3 * 3 * 5);
    assertThat(new ScalingExperiment(quick, 40_000, 4).trials()).hasSize(2 * 3 * 2);
    assertThat(full.scalingWorkers(64)).containsExactly(1, 16, 32, 64);
    assertThat(TrialSeries.duration(40)).isEqualTo("40 s");
    assertThat(TrialSeries.duration(12_240)).isEqualTo("3.4 h");
  }

  private void refuse(String key, Object value, String message) {
    Object before = overrides.put(key, value);
    assertThatThrownBy(this::study).isInstanceOf(UserException.class).hasMessageContaining(message);
    if (before == null) {
      overrides.remove(key);
    } else {
      overrides.put(key, before);
    }
  }

  private void delete(String table, String where, String key) {
    Dataset<Row> rows = context().workspace().table(table).read().where(where).select(key);
    context().workspace().table(table).delete(rows, key);
  }

  private double mean(String budget, String rule) {
    return trials().stream()
        .filter(row -> row.getAs("budget").equals(budget) && row.getAs("rule").equals(rule))
        .mapToDouble(row -> row.<Long>getAs("correct") / (double) TEST)
        .average()
        .orElseThrow();
  }

  private static JsonNode cell(JsonNode sets, String budget, String rule) {
    for (JsonNode cell : sets.path("cells")) {
      if (cell.path("budget").asText().equals(budget) && cell.path("rule").asText().equals(rule)) {
        return cell;
      }
    }
    throw new AssertionError("No cell " + budget + " " + rule);
  }

  private List<Row> trials() {
    return context().workspace().table(TrialTable.NAME).read().collectAsList();
  }

  private Map<String, Row> byTrial() {
    return trials().stream().collect(Collectors.toMap(row -> row.getAs("trial"), row -> row));
  }

  private JsonNode document(RunManifest manifest) throws IOException {
    return new ObjectMapper()
        .readTree(context().workspace().documents().read(manifest.documents().get("study")));
  }

  private RunManifest study() {
    return new StudyStage(context(), StudyOptions.from(TestSpark.settings(overrides))).run();
  }

  private StageContext context() {
    return TestSpark.context(folder, TestSpark.settings(overrides), printed);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
