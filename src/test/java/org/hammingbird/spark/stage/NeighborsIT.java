package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
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
              assertThat((double) row.getAs("similarity")).isBetween(0.65, 1.0 + 1e-9);
            });
    assertThat(rows("clusters").stream().map(row -> row.mkString("|")).collect(Collectors.toList()))
        .containsExactlyInAnyOrder(
            "10|10|false|like 12: smaller file, 1000 of 1500 bytes",
            "11|10|false|like 12: smaller file, 1000 of 1500 bytes",
            "12|10|true|kept: area equal, largest file, 1500 bytes",
            "20|20|true|kept: area and file size equal, lowest id",
            "21|20|false|like 20: area and file size equal, higher id");
    assertThat(ids("leakage", "test_id", "train_id", "test_label", "train_label"))
        .containsExactlyInAnyOrder("12-10-cat-cat", "12-11-cat-cat");
    assertThat(ids("label_conflicts", "left", "right", "left_label", "right_label"))
        .containsExactly("20-21-dog-cat");
    assertThat(manifest.results())
        .containsEntry("images", 66L)
        .containsEntry("pairs", 4L)
        .containsEntry("clusters", 2L)
        .containsEntry("clustered-images", 5L)
        .containsEntry("largest-cluster", 3L)
        .containsEntry("dropped", 3L)
        .containsEntry("leaked-test-images", 1L)
        .containsEntry("label-conflicts", 1L);
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
  void anEmptyCollectionHasNoPairs() {
    new HashedImages().publish(context(Map.of()));
    assertThat(neighbors(Map.of()).results())
        .containsEntry("images", 0L)
        .containsEntry("pairs", 0L);
  }

  @Test
  void tooManyPairsAreRefusedWithTheWayOut() {
    planted().publish(context(Map.of()));
    assertThatThrownBy(() -> neighbors(Map.of("neighbors.radius", 64, "neighbors.max-pairs", 1000)))
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
        Map.of("neighbors.algorithms", List.of()),
        "Invalid neighbors.algorithms: empty (must be at least one hash)");
  }

  private static void assertInvalid(Map<String, ?> overrides, String message) {
    assertThatThrownBy(() -> NeighborsOptions.from(TestSpark.settings(overrides)))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  /** A cluster of three across the splits, one of two with two labels, and 61 others. */
  private static HashedImages planted() {
    HashedImages images =
        new HashedImages()
            .add(10, "cat", "train", 1)
            .add(11, "cat", "train", 1, 0.8, 1000)
            .add(12, "cat", "test", 1, 1.1, 1500)
            .add(20, "dog", "train", 2)
            .add(21, "cat", "train", 2, 0.9, 1000);
    for (int i = 0; i < 61; i++) {
      images.add(100 + i, i % 2 == 0 ? "cat" : "dog", i % 5 == 0 ? "test" : "train", 1000 + i);
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
