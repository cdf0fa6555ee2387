package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.hammingbird.UserException;
import org.hammingbird.image.Raster;
import org.hammingbird.selection.SelectionRule;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectIT {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /** 100 train images, 60 cats (ids 0 to 59) and 40 dogs, and 20 test images. */
  @BeforeEach
  void publish() {
    Random random = new Random(1);
    HashedImages images = new HashedImages();
    for (int id = 0; id < 120; id++) {
      long[] bits = {random.nextLong(), random.nextLong(), random.nextLong()};
      String label = id < 60 ? "cat" : "dog";
      Raster image = new Raster(1, 1, 1, new byte[1]);
      images.add(id, label, id < 100 ? "train" : "test", bits, image, id == 2 ? 50 : 10);
    }
    images.publish(context(Map.of()));
  }

  @Test
  void everyRuleFillsTheBudgetFromTheTrainSplit() {
    publishClusters();
    for (SelectionRule rule : SelectionRule.all()) {
      Map<String, Object> settings =
          Map.of("selection.rule", rule.id(), "selection.budget", 30, "selection.name", rule.id());
      RunManifest manifest = select(settings);
      List<Long> chosen = chosen(rule.id());
      assertThat(chosen).as(rule.id()).hasSize(30).doesNotHaveDuplicates();
      assertThat(chosen).allSatisfy(id -> assertThat(id).isBetween(0L, 99L));
      assertThat(manifest.results()).containsEntry("selected", 30L);
      if (rule.stratified()) {
        long cats = chosen.stream().filter(id -> id < 60).count();
        assertThat(cats).isEqualTo(18);
      }
      assertThat(select(settings).skipped()).isTrue();
    }
    assertThat(chosen("random")).isNotEqualTo(chosen("farthest-first"));
  }

  @Test
  void theSameSeedChoosesTheSameAndAnotherDoesNot() {
    select(Map.of("selection.name", "a"));
    select(Map.of("selection.name", "b"));
    select(Map.of("selection.name", "c", "seed", 7));
    assertThat(chosen("a")).hasSize(10).isEqualTo(chosen("b")).isNotEqualTo(chosen("c"));
  }

  @Test
  void deduplicatedTakesOneOfEachClusterTheBestInTrain() {
    publishClusters();
    RunManifest manifest =
        select(Map.of("selection.rule", "deduplicated", "selection.budget", "100%"));
    // 1, 2 and 3 are alike, 2 is the largest file; 70 is alike to 110, a test image that is kept
    assertThat(chosen("default")).hasSize(98).contains(2L, 70L).doesNotContain(1L, 3L, 110L);
    assertThat(manifest.results())
        .containsEntry("train-images", 100L)
        .containsEntry("eligible", 98L)
        .containsEntry("budget", 100L)
        .containsEntry("selected", 98L)
        .containsEntry("classes", Map.of("cat", 58L, "dog", 40L));
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("only 98 of 100 train images are eligible");
  }

  @Test
  void deduplicatedKeepsWhatAPersonJudgedDifferent() {
    publishClusters(
        List.of(
            RowFactory.create(1L, 1L, true, "", 1),
            RowFactory.create(2L, 1L, false, "", 2),
            RowFactory.create(3L, 1L, true, "kept: judged different from 1", 3)));
    select(Map.of("selection.rule", "deduplicated", "selection.budget", "100%"));
    assertThat(chosen("default")).hasSize(99).contains(1L, 3L).doesNotContain(2L);
  }

  @Test
  void deduplicatedKeepsTheSharesOfTheClasses() {
    // of the cats 1 to 40 one remains, which leaves 21 of 60
    List<Row> alike =
        LongStream.rangeClosed(1, 40)
            .mapToObj(id -> RowFactory.create(id, 1L, id == 1, "", (int) id))
            .collect(Collectors.toList());
    publishClusters(alike);
    RunManifest half = select(Map.of("selection.rule", "deduplicated", "selection.budget", 30));
    assertThat(half.results()).containsEntry("classes", Map.of("cat", 18L, "dog", 12L));
    RunManifest more = select(Map.of("selection.rule", "deduplicated", "selection.budget", 50));
    assertThat(more.results()).containsEntry("classes", Map.of("cat", 21L, "dog", 29L));
  }

  @Test
  void deduplicatedNeedsClusters() {
    assertThatThrownBy(() -> select(Map.of("selection.rule", "deduplicated")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("run `hammingbird neighbors` first");
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> select(Map.of("selection.budget", 101)))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid selection.budget: 101 (the train split has 100 images)");
    assertThatThrownBy(() -> select(Map.of("selection.rule", "best")))
        .hasMessage(
            "Invalid selection.rule: best (must be random, stratified-random, deduplicated, farthest-first, medoid)");
    assertThatThrownBy(() -> select(Map.of("selection.budget", "1.5")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("selection.budget: Invalid budget: '1.5'");
    assertThatThrownBy(() -> select(Map.of("selection.name", "../x")))
        .isInstanceOf(UserException.class);
  }

  private void publishClusters() {
    publishClusters(
        List.of(
            RowFactory.create(1L, 1L, false, "", 2),
            RowFactory.create(2L, 1L, true, "", 1),
            RowFactory.create(3L, 1L, false, "", 3),
            RowFactory.create(70L, 70L, false, "", 2),
            RowFactory.create(110L, 70L, true, "", 1)));
  }

  private void publishClusters(List<Row> members) {
    StageContext context = context(Map.of());
    Dataset<Row> clusters = TestSpark.session().createDataFrame(members, Schemas.CLUSTERS);
    StageRun run = StageRun.of(context, "neighbors", "default", "seed");
    run.output("clusters", context.workspace().table("clusters").overwrite(clusters));
    run.complete(Map.of());
  }

  private List<Long> chosen(String name) {
    return context(Map.of()).workspace().table("selections/" + name).read().collectAsList().stream()
        .map(row -> row.getLong(0))
        .sorted()
        .collect(Collectors.toList());
  }

  private RunManifest select(Map<String, ?> overrides) {
    StageContext context = context(overrides);
    return new SelectStage(context, SelectOptions.from(context.settings())).run();
  }

  private StageContext context(Map<String, ?> overrides) {
    return TestSpark.context(folder, TestSpark.settings(new HashMap<>(overrides)), printed);
  }
}
