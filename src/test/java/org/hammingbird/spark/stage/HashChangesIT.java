package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Workspace;
import org.junit.jupiter.api.Test;

/** What the stage {@code hash} does on its second run, and the next. */
class HashChangesIT extends HashedCollection {
  @Test
  void itIsSaidWhyThereAreSoManyTasks() {
    assertThat(HashStage.why(16, 9000, 4)).isEqualTo("4 for each of the 4 that run at a time");
    assertThat(HashStage.why(250, 500_000, 4)).isEqualTo("so that each has some 2,000 images");
  }

  @Test
  void aSecondRunReadsNoImageAndSaysSo() throws Exception {
    images.image("1.png", 20, 20, 1);
    label("1|cat|train|1.png");
    hash();
    List<Row> before = table("hashes").collectAsList();
    images.replaceUnseen("1.png");
    RunManifest again = hash();

    assertThat(again.skipped()).isTrue();
    assertThat(printed()).contains("hash: 1 task, one for each image", "no image read");
    assertThat(table("hashes").collectAsList()).isEqualTo(before);
    assertThat(ids("rejects")).isEmpty();
  }

  @Test
  void onlyWhatIsNewOrChangedIsHashedAgain() throws Exception {
    for (int i = 1; i <= 7; i++) {
      images.image(i + ".png", 20, 20, i);
    }
    label(
        "1|cat|train|1.png",
        "2|cat|train|2.png",
        "3|cat|train|3.png",
        "4|cat|train|4.png",
        "5|cat|train|5.png",
        "6|cat|train|0.png");
    hash();
    String untouched = digest(1);

    images.replaceUnseen("1.png"); // would be rejected if it were read
    images.replaceUnseen("2.png");
    images.image("3.png", 20, 20, 33);
    Files.setLastModifiedTime(images.path("3.png"), FileTime.fromMillis(1_500_000_000_000L));
    database.execute(
        "UPDATE ImageLabel SET LabelName = 'dog', Type = 'test' WHERE ImageID IN (2, 6)",
        "UPDATE ImageLabel SET ImageAddr = '7.png' WHERE ImageID = 4",
        "DELETE FROM ImageLabel WHERE ImageID = 5",
        "INSERT INTO ImageLabel VALUES (8, 'bird', 'train', '7.png')");
    RunManifest run = hash();

    assertThat(run.results())
        .containsEntry("new", 1L)
        .containsEntry("changed", 2L)
        .containsEntry("relabelled", 2L)
        .containsEntry("deleted", 1L);
    assertThat(ids("hashes")).containsExactly(1L, 2L, 3L, 4L, 8L);
    assertThat(ids("pixels")).containsExactly(1L, 2L, 3L, 4L, 8L);
    assertThat(digest(1)).isEqualTo(untouched);
    assertThat(digest(3)).isEqualTo(digestOf("3.png"));
    assertThat(digest(4)).isEqualTo(digestOf("7.png")).isEqualTo(digest(8));
    assertThat(values(table("hashes").filter("image_id = 2").first(), "label", "split"))
        .containsExactly("dog", "test");
    assertThat(values(table("rejects").first(), "image_id", "label", "split", "cause"))
        .containsExactly(6L, "dog", "test", "not-found");
  }

  @Test
  void aFileThatHasGoneMovesToTheRejectsAndBack() throws Exception {
    images.image("1.png", 20, 20, 1);
    images.image("2.png", 20, 20, 2);
    label("1|cat|train|1.png", "2|cat|train|2.png");
    hash();
    byte[] content = Files.readAllBytes(images.path("2.png"));
    Files.delete(images.path("2.png"));
    hash();
    assertThat(ids("hashes")).containsExactly(1L);
    assertThat(ids("pixels")).containsExactly(1L);
    assertThat(causes()).containsExactly("2 not-found");

    images.file("2.png", content);
    hash();
    assertThat(causes()).as("rejects are retried only when told").containsExactly("2 not-found");
    settings.put("hash.retry-rejects", true);
    hash();
    assertThat(ids("hashes")).containsExactly(1L, 2L);
    assertThat(ids("rejects")).isEmpty();
  }

  @Test
  void whatWasRejectedForACauseThatMayPassIsTriedAgain() throws Exception {
    String[] causes = {"timeout", "unreadable", "corrupt"};
    images.image("0.png", 20, 20, 9);
    for (int i = 1; i <= 3; i++) {
      images.file(i + ".png", new byte[0]);
    }
    label("0|cat|train|0.png", "1|cat|train|1.png", "2|cat|train|2.png", "3|cat|train|3.png");
    settings.put("hash.max-reject-fraction", 1);
    hash();
    for (int i = 1; i <= 3; i++) {
      images.image(i + ".png", 20, 20, i);
      context()
          .workspace()
          .table("rejects")
          .upsert(
              table("rejects")
                  .filter("image_id = " + i)
                  .withColumn("cause", functions.lit(causes[i - 1])),
              "image_id");
    }
    RunManifest run = hash();

    assertThat(run.results()).containsEntry("changed", 2L);
    assertThat(ids("hashes")).containsExactly(0L, 1L, 2L);
    assertThat(causes()).containsExactly("3 corrupt");
  }

  @Test
  void aRunThatWasKilledBetweenItsCommitsIsContinued() throws Exception {
    String[] rows = new String[20];
    for (int i = 0; i < rows.length; i++) {
      images.image(i + ".png", 20, 20, i);
      rows[i] = i + "|cat|train|" + i + ".png";
    }
    label(rows);
    settings.put("hash.commit-rows", 10);
    hash();
    assertThat(ids("hashes")).hasSize(20);
    Workspace workspace = context().workspace();
    // each table has commits of its own: what one of them lacks is made again
    workspace.table("hashes").delete(table("hashes").filter("image_id >= 17"), "image_id");
    workspace.table("pixels").delete(table("pixels").filter("image_id in (0, 1)"), "image_id");
    workspace
        .table("rejects")
        .upsert(
            table("hashes")
                .filter("image_id in (2, 17)")
                .selectExpr(
                    "image_id",
                    "source_id",
                    "label",
                    "split",
                    "address",
                    "'empty' AS cause",
                    "'' AS detail"),
            "image_id");

    assertThat(hash().results()).containsEntry("new", 6L).containsEntry("changed", 0L);
    assertThat(ids("hashes")).hasSize(20).doesNotHaveDuplicates();
    assertThat(ids("pixels")).hasSize(20).doesNotHaveDuplicates();
    assertThat(ids("rejects")).isEmpty();
    assertThat(hash().skipped()).isTrue();
  }
}
