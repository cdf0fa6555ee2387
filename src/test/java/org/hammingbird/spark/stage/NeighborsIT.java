package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;
import org.hammingbird.UserException;
import org.hammingbird.image.Raster;
import org.hammingbird.neighbor.KeeperKey;
import org.hammingbird.neighbor.KeeperPolicy;
import org.hammingbird.neighbor.View;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighborsIT {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void findsWhatWasPlanted() {
    planted().publish(context(Map.of()));
    RunManifest manifest = neighbors(Map.of());

    assertThat(ids("pairs", "left", "right"))
        .containsExactlyInAnyOrder("10-11", "10-12", "11-12", "20-21");
    assertThat(rows("pairs"))
        .allSatisfy(
            row -> {
              assertThat((int) row.getAs("distance")).isBetween(0, 12);
              assertThat((double) row.getAs("similarity")).isBetween(0.75, 1.0 + 1e-6);
            });
    assertThat(rows("clusters").stream().map(row -> row.mkString("|")).collect(Collectors.toList()))
        .containsExactlyInAnyOrder(
            "10|10|false|like 12: area equal, smaller file, 1000 of 1500 bytes|2",
            "11|10|false|like 12: area equal, smaller file, 1000 of 1500 bytes|3",
            "12|10|true|kept: area equal, largest file, 1500 bytes|1",
            "20|20|true|kept: area and file size equal, lowest id|1",
            "21|20|false|like 20: area and file size equal, higher id|2");
    assertThat(ids("leakage", "test_id", "train_id", "test_label", "train_label"))
        .containsExactlyInAnyOrder("12-10-cat-cat", "12-11-cat-cat");
    assertThat(ids("label_conflicts", "left", "right", "left_label", "right_label"))
        .containsExactly("20-21-dog-cat");
    assertThat(ids("cluster_labels", "cluster", "image_id", "label", "images", "keeper"))
        .containsExactlyInAnyOrder("20-20-dog-1-true", "20-21-cat-1-false");
    assertThat(ids("unleaked", "image_id")).hasSize(13).doesNotContain("12");
    assertThat(manifest.results())
        .containsEntry("images", 66L)
        .containsEntry("pairs", 4L)
        .containsEntry("clusters", 2L)
        .containsEntry("clustered-images", 5L)
        .containsEntry("largest-cluster", 3L)
        .containsEntry("dropped", 3L)
        .containsEntry("leaked-test-images", 1L)
        .containsEntry("label-conflicts", 1L)
        .containsEntry("disputed-clusters", 1L)
        .containsEntry("judged-different", 0L);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("4 pairs verified");
    assertThat(neighbors(Map.of()).skipped()).isTrue();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("neighbors: up to date");
  }

  @Test
  void equalHashesOfDifferentPicturesAreNotPairs() {
    long[] bits = {5, 5, 5};
    new HashedImages()
        .add(1, "cat", "train", bits, HashedImages.draw(1, 1), 10)
        .add(2, "cat", "train", bits, HashedImages.draw(2, 1), 10)
        .add(3, "cat", "train", bits, HashedImages.draw(1, 0.8), 10)
        .publish(context(Map.of()));
    assertThat(neighbors(Map.of()).results()).containsEntry("candidates", 3L);
    assertThat(ids("pairs", "left", "right")).containsExactly("1-3");
    // without verification all of them
    neighbors(Map.of("neighbors.min-similarity", -1));
    assertThat(ids("pairs", "left", "right")).containsExactlyInAnyOrder("1-2", "1-3", "2-3");
  }

  @Test
  void cropsAndMirroredImagesAreFoundWhenAskedFor() {
    Raster photo = HashedImages.draw(1, 1);
    Raster crop = View.INNER.of(photo);
    Raster mirrored = View.MIRRORED.of(photo);
    new HashedImages()
        .add(1, "cat", "train", photo, 10)
        .add(2, "cat", "train", crop, 10)
        .add(3, "cat", "train", mirrored, 10)
        .add(4, "cat", "train", HashedImages.draw(2, 1), 10)
        .publish(context(Map.of()));
    Map<String, Object> closer = Map.of("neighbors.radius", 6);
    neighbors(with(closer, "neighbors.crops", false));
    assertThat(rows("pairs")).isEmpty();
    neighbors(closer);
    assertThat(ids("pairs", "left", "right", "mirrored")).containsExactly("1-2-false");
    for (String way : List.of("broadcast", "shuffle")) {
      neighbors(with(with(closer, "neighbors.mirrored", true), "neighbors.join", way));
      assertThat(ids("pairs", "left", "right", "mirrored"))
          .as(way)
          .contains("1-2-false", "1-3-true")
          .noneMatch(pair -> pair.contains("4"));
    }
  }

  @Test
  void pairsThatAPersonJudgedDifferentAreNoEdges() throws Exception {
    planted().publish(context(Map.of()));
    Path different = folder.resolve("different.csv");
    Files.writeString(different, "left,right\n11,10\n21,20\n");
    Map<String, Object> settings = Map.of("neighbors.different", different.toString());
    assertThat(neighbors(settings).results()).containsEntry("judged-different", 2L);
    assertThat(ids("pairs", "left", "right")).containsExactlyInAnyOrder("10-12", "11-12");
    assertThat(ids("clusters", "image_id")).containsExactlyInAnyOrder("10", "11", "12");
    assertThat(neighbors(settings).skipped()).isTrue();
    // another list is another input
    Files.writeString(different, "left,right\n");
    assertThat(neighbors(settings).results()).containsEntry("pairs", 4L);

    // one of the two is the keeper: the other is kept, too, though a third image joins them
    Files.writeString(different, "left,right\n12,10\n10,999\n");
    assertThat(neighbors(settings).results())
        .containsEntry("clustered-images", 5L)
        .containsEntry("dropped", 2L);
    assertThat(ids("clusters", "image_id", "keeper", "reason", "rank"))
        .contains(
            "10-true-kept: judged different from 12-2",
            "11-false-like 12: area equal, smaller file, 1000 of 1500 bytes-3");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains(
            "neighbors: 1 rows of the file of neighbors.different name images that are not in the table hashes, such as \"999\": they are left out");
    Files.writeString(different, "left,right\n10,10\n");
    assertThatThrownBy(() -> neighbors(settings))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pairs the image 10 with itself");
    Files.writeString(different, "one,other\n10,11\n");
    assertThatThrownBy(() -> neighbors(settings))
        .hasMessageContaining("has no column left: its header must name left, right");
    assertThatThrownBy(() -> neighbors(Map.of("neighbors.different", "/no/such.csv")))
        .hasMessageContaining("is missing: name one that exists");
  }

  @Test
  void verificationReadsEachImagesPixelsOnce() {
    planted().publish(context(Map.of()));
    LongAccumulator read = TestSpark.session().sparkContext().longAccumulator();
    MapFunction<Row, Row> counting =
        row -> {
          read.add(1);
          return row;
        };
    Dataset<Row> pixels =
        context(Map.of())
            .workspace()
            .table("pixels")
            .read()
            .map(counting, Encoders.row(Schemas.PIXELS));
    List<Row> candidates = new ArrayList<>();
    for (long left = 100; left < 160; left++) {
      for (long right = left + 1; right <= 160; right++) {
        candidates.add(RowFactory.create(left, right, 0, false));
      }
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    assertThat(PairVerification.verify(spark.parallelize(candidates, 3), pixels, 66, -1).count())
        .isEqualTo(candidates.size());
    assertThat(read.value()).isEqualTo(66);
  }

  @Test
  void tuneRecommendsASettingForJudgedPairs() throws Exception {
    planted().publish(context(Map.of()));
    Path pairs = folder.resolve("judged.csv");
    StringBuilder csv = new StringBuilder("left,right,near_duplicate\n");
    for (String pair : List.of("10,11", "10,12", "12,11", "20,21")) {
      csv.append(pair).append(",1\n");
    }
    for (int i = 100; i < 160; i++) {
      csv.append(i).append(',').append(i + 1).append(",0\n");
    }
    Files.writeString(pairs, csv.toString());
    StageContext context = context(Map.of("tune.pairs", pairs.toString()));
    RunManifest manifest = new TuneStage(context, TuneOptions.from(context.settings())).run();
    assertThat(manifest.results())
        .containsEntry("pairs", 64L)
        .containsEntry("near-duplicates", 4L)
        .containsEntry("precision", 1.0)
        .containsEntry("recall", 1.0)
        .containsEntry("crops", false);
    assertThat(rows("tuning")).hasSize(3 * 2 * 7 * 11);
    assertThat(rows("tuning")).filteredOn(row -> row.getAs("recommended")).hasSize(1);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("tune: 64 judged pairs, 4 of them near-duplicates")
        .contains("tune: recommended: --algorithms ");
    assertThat(new TuneStage(context, TuneOptions.from(context.settings())).run().skipped())
        .isTrue();

    Files.writeString(pairs, "left,right,near_duplicate\n10,11,yes\n");
    assertThatThrownBy(() -> new TuneStage(context, TuneOptions.from(context.settings())).run())
        .isInstanceOf(UserException.class)
        .hasMessage("The file of tune.pairs has 1 rows whose near_duplicate is neither 1 nor 0");
    assertThatThrownBy(() -> TuneOptions.from(TestSpark.settings(Map.of())))
        .hasMessageStartingWith("tune.pairs is empty");
    assertThatThrownBy(
            () ->
                TuneOptions.from(
                    TestSpark.settings(Map.of("tune.pairs", "x", "tune.radii", List.of(4, 65)))))
        .hasMessage("Invalid tune.radii: [4, 65] (must be whole numbers of 0 to 64)");
  }

  @Test
  void whatCannotBeMeasuredIsNoMeritOfAKeeper() {
    planted().publish(context(Map.of()));
    Dataset<Row> hashes = context(Map.of()).workspace().table("hashes").read();
    Dataset<Row> members =
        hashes.where("image_id between 10 and 12").select(col("image_id"), lit(10L).as("cluster"));
    for (KeeperKey key : EnumSet.range(KeeperKey.SHARPNESS, KeeperKey.BLOCKINESS)) {
      KeeperPolicy policy = KeeperPolicy.of(List.of(key, KeeperKey.BYTES));
      Dataset<Row> unknown =
          hashes.withColumn(
              key.id(), when(col("image_id").equalTo(11), lit(1.0)).cast(DataTypes.DoubleType));
      List<Row> kept =
          ClusterTables.keepers(members, unknown, policy)
              .where("keeper")
              .select("image_id")
              .collectAsList();
      // no JPEG has lost nothing; what else is unknown is no merit
      long best = key == KeeperKey.JPEG_QUALITY ? 12 : 11;
      assertThat(kept).as(key.id()).containsExactly(RowFactory.create(best));
    }
    assertThatThrownBy(() -> neighbors(Map.of("neighbors.keepers", List.of("area", "area"))))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid neighbors.keepers: [area, area] (must be each of its keys once)");
  }

  private static Map<String, Object> with(Map<String, Object> settings, String key, Object value) {
    Map<String, Object> more = new HashMap<>(settings);
    more.put(key, value);
    return more;
  }

  @Test
  void newAndChangedImagesAloneAreComparedAndGiveTheTablesOfAWholeRun() {
    Map<String, Object> settings = Map.of("neighbors.mirrored", true);
    planted().publish(context(Map.of()));
    neighbors(settings);
    // one relabelled, one gone, one changed to be like others, two new ones
    HashedImages next = planted(12, 21, 150);
    next.add(12, "dog", "test", 1, 1.1, 1500)
        .add(150, "cat", "train", 1, 0.9, 900)
        .add(300, "cat", "test", View.INNER.of(HashedImages.draw(1030, 1)), 10)
        .add(301, "cat", "test", View.MIRRORED.of(HashedImages.draw(1031, 1)), 10)
        .publish(context(Map.of()));
    RunManifest added = neighbors(settings);
    assertThat(added.results()).containsEntry("new-images", 3L).containsEntry("images", 67L);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("3 images are new or have changed since the last run");
    List<String> tables = List.of("pairs", "clusters", "leakage", "unleaked", "cluster_labels");
    Map<String, List<String>> found = new HashMap<>();
    tables.forEach(table -> found.put(table, sorted(table)));
    assertThat(ids("pairs", "left", "right", "mirrored"))
        .contains("10-150-false", "11-150-false", "12-150-false", "130-300-false", "131-301-true");

    StageContext forced = context(settings).forcing();
    RunManifest whole = new NeighborsStage(forced, NeighborsOptions.from(forced.settings())).run();
    assertThat(whole.results()).containsEntry("new-images", 67L);
    tables.forEach(table -> assertThat(sorted(table)).as(table).isEqualTo(found.get(table)));
    for (String count : List.of("pairs", "clusters", "leaked-test-images", "label-conflicts")) {
      assertThat(whole.results()).containsEntry(count, added.results().get(count));
    }
  }

  @Test
  void otherSettingsAndManyNewImagesAreNotBuiltOnEarlierPairs() {
    Map<String, Object> closer = Map.of("neighbors.radius", 8, "neighbors.crops", false);
    planted().publish(context(Map.of()));
    neighbors(Map.of("neighbors.crops", false));
    planted(12).publish(context(Map.of()));
    assertThat(neighbors(closer).results()).containsEntry("new-images", 65L);
    // a table that was deleted and made anew counts its versions from 0
    context(Map.of()).workspace().delete("tables/hashes");
    planted(21).publish(context(Map.of()));
    assertThat(neighbors(closer).results()).containsEntry("new-images", 65L);
    HashedImages many = planted(21);
    for (int id = 400; id < 420; id++) {
      many.add(id, "cat", "train", id);
    }
    many.publish(context(Map.of()));
    assertThat(neighbors(closer).results()).containsEntry("new-images", 85L);
    // nothing new: what has gone is left out all the same
    many = planted(21, 11);
    for (int id = 400; id < 420; id++) {
      many.add(id, "cat", "train", id);
    }
    many.publish(context(Map.of()));
    assertThat(neighbors(closer).results()).containsEntry("new-images", 0L);
    assertThat(ids("pairs", "left", "right")).containsExactly("10-12");
  }

  @Test
  void largeGroupsOfEqualHashesAreJoinedAnew() {
    // the pairs of a star: without its middle they say nothing of the others
    Map<String, Object> settings = Map.of("neighbors.max-equal", 6, "neighbors.crops", false);
    equal(1, 8).publish(context(Map.of()));
    assertThat(neighbors(settings).results())
        .containsEntry("pairs", 7L)
        .containsEntry("largest-equal", 8L);
    equal(5, 8).publish(context(Map.of()));
    assertThat(neighbors(settings).results())
        .containsEntry("pairs", 6L)
        .containsEntry("new-images", 24L);
    // few enough: now the others stay, until they may be too many
    equal(4, 8).publish(context(Map.of()));
    assertThat(neighbors(settings).results())
        .containsEntry("pairs", 10L)
        .containsEntry("new-images", 1L)
        .containsEntry("largest-equal", 5L);
    equal(2, 8).publish(context(Map.of()));
    assertThat(neighbors(settings).results())
        .containsEntry("pairs", 6L)
        .containsEntry("new-images", 27L)
        .containsEntry("largest-equal", 7L);
  }

  @Test
  void picturesOfOneHashAreToldApartHoweverMany() {
    long[] bits = {7, 7, 7};
    int[] scenes = {1, 2, 3, 2, 3, 2, 2, 3, 2};
    for (String way : List.of("broadcast", "shuffle")) {
      HashedImages images = new HashedImages();
      for (int i = 0; i < scenes.length; i++) {
        double contrast = 1 - 0.02 * i;
        images.add(i, "cat", "train", bits, HashedImages.draw(scenes[i], contrast), 10);
      }
      images.publish(context(Map.of()));
      RunManifest manifest =
          neighbors(
              Map.of("neighbors.max-equal", 3, "neighbors.crops", false, "neighbors.join", way));
      // the first of each scene stands for the others
      assertThat(ids("pairs", "left", "right"))
          .as(way)
          .containsExactlyInAnyOrder("1-3", "1-5", "1-6", "1-8", "2-4", "2-7");
      assertThat(ids("clusters", "cluster", "image_id"))
          .containsExactlyInAnyOrder("1-1", "1-3", "1-5", "1-6", "1-8", "2-2", "2-4", "2-7");
      assertThat(manifest.results()).containsEntry("candidates", 8L);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("9 images have one hash: of more than 3 (neighbors.max-equal) the first stands");
  }

  /** Images of one scene, with these ids, and twenty others. */
  private static HashedImages equal(int from, int to) {
    HashedImages images = new HashedImages();
    for (int id = from; id <= to; id++) {
      images.add(id, "cat", "train", 1);
    }
    for (int id = 100; id < 120; id++) {
      images.add(id, "cat", "train", id);
    }
    return images;
  }

  private List<String> sorted(String table) {
    return rows(table).stream().map(Row::toString).sorted().collect(Collectors.toList());
  }

  @Test
  void noPairsLeaveEmptyTables() {
    new HashedImages()
        .add(1, "cat", "train", 1)
        .add(2, "cat", "train", 2)
        .publish(context(Map.of()));
    RunManifest manifest = neighbors(Map.of("neighbors.radius", 0));
    assertThat(manifest.results()).containsEntry("pairs", 0L).containsEntry("largest-cluster", 0L);
    for (String table : List.of("pairs", "clusters", "leakage", "label_conflicts")) {
      assertThat(rows(table)).isEmpty();
    }
  }

  @Test
  void hashesOfAnotherVersionAreRefused() {
    planted().publish(context(Map.of()));
    StageContext context = context(Map.of());
    StageRun run = StageRun.of(context, "hash", "default", "seed");
    run.output("hashes", context.workspace().table("hashes").version())
        .complete(Map.of("algorithms_version", 0));
    assertThatThrownBy(() -> neighbors(Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "The table hashes was made by version 0 of the algorithms, and this program has version 1: run `hammingbird hash`");
  }

  @Test
  void pixelsAndHashesMustBeOfTheSameImages() {
    planted().publish(context(Map.of()));
    StageContext context = context(Map.of());
    Dataset<Row> fewer = context.workspace().table("pixels").read().where("image_id <> 10");
    StageRun run = StageRun.of(context, "hash", "default", "seed");
    run.output("hashes", context.workspace().table("hashes").version())
        .output("pixels", context.workspace().table("pixels").overwrite(fewer))
        .complete(Map.of());
    assertThatThrownBy(() -> neighbors(Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("The table pixels has 65 images and hashes 66: run `hammingbird hash --force`");
  }

  @Test
  void anEmptyCollectionHasNoPairs() {
    new HashedImages().publish(context(Map.of()));
    assertThat(neighbors(Map.of()).results())
        .containsEntry("images", 0L)
        .containsEntry("pairs", 0L);
  }

  @Test
  void tooManyPairsAreRefusedWithTheWayOut() {
    planted().publish(context(Map.of()));
    Map<String, Object> wide = new HashMap<>(Map.of("neighbors.radius", 64));
    wide.put("neighbors.max-pairs", 1000);
    // each of six crops of each image against each other image, besides
    assertThatThrownBy(() -> neighbors(wide)).hasMessageContaining("About 27,885 candidate pairs");
    wide.put("neighbors.crops", false);
    assertThatThrownBy(() -> neighbors(wide))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "About 2,145 candidate pairs lie within 64 bits, more than neighbors.max-pairs, 1,000: "
                + "a neighbors.radius of \\d+ would stay below; or raise neighbors.max-pairs \\(--max-pairs\\)");
    assertThat(context(Map.of()).workspace().table("pairs").exists()).isFalse();
  }

  @Test
  void manyBlankImagesAreRefusedByTheirNumber() {
    HashedImages blank = new HashedImages();
    Raster white = new Raster(2, 2, 1, new byte[] {-1, -1, -1, -1});
    for (int id = 0; id < 50; id++) {
      blank.add(id, "cat", "train", white, 10);
    }
    blank.publish(context(Map.of()));
    assertThatThrownBy(() -> neighbors(Map.of("neighbors.max-pairs", 1000)))
        .hasMessageContaining("50 images share one hash");
  }

  @Test
  void settingsAreChecked() {
    assertInvalid(
        Map.of("neighbors.radius", 65),
        "Invalid neighbors.radius: 65 (must be 0 to 64, a whole number)");
    assertInvalid(
        Map.of("neighbors.min-similarity", 2),
        "Invalid neighbors.min-similarity: 2 (must be -1.0 to 1.0)");
    assertInvalid(
        Map.of("neighbors.algorithms", List.of("md5")),
        "Invalid neighbors.algorithms: md5 (must be ahash64, phash64, phash_simple64, dhash64, dhash_vertical64, whash64)");
    assertInvalid(
        Map.of("neighbors.algorithms", List.of("phash256")),
        "Invalid neighbors.algorithms: phash256 (must be ahash64, phash64, phash_simple64, dhash64, dhash_vertical64, whash64)");
    assertInvalid(
        Map.of("neighbors.keepers", List.of("beauty")),
        "Invalid neighbors.keepers: beauty (must be area, bytes, sharpness, contrast, entropy, saturation, jpeg_trace, jpeg_quality, noise, blockiness)");
    assertInvalid(
        Map.of("neighbors.algorithms", List.of()),
        "Invalid neighbors.algorithms: empty (must be at least one hash)");
  }

  private static void assertInvalid(Map<String, ?> overrides, String message) {
    assertThatThrownBy(() -> NeighborsOptions.from(TestSpark.settings(overrides)))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  /**
   * A cluster of three across the splits, one of two with two labels, and 61 others; but for some.
   */
  private static HashedImages planted(Integer... without) {
    List<Integer> absent = List.of(without);
    HashedImages images = new HashedImages();
    images.add(10, "cat", "train", 1);
    if (!absent.contains(11)) {
      images.add(11, "cat", "train", 1, 0.8, 1000);
    }
    if (!absent.contains(12)) {
      images.add(12, "cat", "test", 1, 1.1, 1500);
    }
    images.add(20, "dog", "train", 2);
    if (!absent.contains(21)) {
      images.add(21, "cat", "train", 2, 0.9, 1000);
    }
    for (int i = 0; i < 61; i++) {
      if (!absent.contains(100 + i)) {
        images.add(100 + i, i % 2 == 0 ? "cat" : "dog", i % 5 == 0 ? "test" : "train", 1000 + i);
      }
    }
    return images;
  }

  private RunManifest neighbors(Map<String, ?> overrides) {
    StageContext context = context(overrides);
    return new NeighborsStage(context, NeighborsOptions.from(context.settings())).run();
  }

  private List<Row> rows(String table) {
    Dataset<Row> rows = context(Map.of()).workspace().table(table).read();
    return rows.collectAsList();
  }

  private List<String> ids(String table, String... columns) {
    return rows(table).stream()
        .map(
            row ->
                Arrays.stream(columns)
                    .map(column -> String.valueOf((Object) row.getAs(column)))
                    .collect(Collectors.joining("-")))
        .collect(Collectors.toList());
  }

  private StageContext context(Map<String, ?> overrides) {
    return TestSpark.context(folder, TestSpark.settings(new HashMap<>(overrides)), printed);
  }
}
