package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.hammingbird.UserException;
import org.hammingbird.spark.TestSpark;
import org.junit.jupiter.api.Test;

/** How the label table is read, the user's own or ours. */
class LabelTableIT extends HashedCollection {
  @Test
  void takesOtherNamesTextIdsAndATableWithoutSplits() throws Exception {
    images.image("x/a b.png", 20, 20, 1);
    images.image("x/c.png", 20, 20, 2);
    database.execute(
        "CREATE TABLE `pho-tos` (`the name` VARCHAR(40), kind VARCHAR(40))",
        "INSERT INTO `pho-tos` VALUES ('a b', 'cat'), ('c', 'dog')");
    settings.put("database.table", "pho-tos");
    settings.put("database.id-column", "the name");
    settings.put("database.label-column", "kind");
    settings.put("database.split-column", "");
    settings.put("database.address-column", "");
    settings.put("images.address-template", "x/{id}.png");
    assertThatThrownBy(this::hash)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("split.test-fraction");
    settings.put("split.test-fraction", 0.5);
    hash();

    List<Row> rows = table("hashes").orderBy("source_id").collectAsList();
    assertThat(rows).extracting(row -> row.getAs("source_id")).containsExactly("a b", "c");
    assertThat(rows).extracting(row -> row.<Long>getAs("image_id")).allMatch(id -> id >= 0);
    assertThat(rows)
        .extracting(row -> row.getAs("address"))
        .containsExactly("x/a b.png", "x/c.png");
    assertThat(rows).extracting(row -> row.getAs("split")).isSubsetOf("train", "test");
    assertThat(hash().skipped()).isTrue();
  }

  @Test
  void filtersAreBoundSafely() throws Exception {
    String odd = "o'b\\' OR 1=1 -- ü";
    for (int i = 1; i <= 3; i++) {
      images.image(i + ".png", 20, 20, i);
    }
    label("1|cat|train|1.png", "2|cat|TEST|2.png", "3|dog|train|3.png");
    settings.put("hash.classes", Arrays.asList("cat", odd));
    settings.put("hash.splits", Collections.singletonList("test"));
    hash();
    assertThat(ids("hashes")).containsExactly(2L);

    database.execute(
        "UPDATE ImageLabel SET LabelName = 'o''b\\\\'' OR 1=1 -- ü' WHERE ImageID = 3");
    settings.put("hash.classes", Collections.singletonList(odd));
    settings.put("hash.splits", Collections.emptyList());
    hash();
    assertThat(ids("hashes")).containsExactly(3L);
  }

  @Test
  void filtersReachTheDatabase() throws Exception {
    label("1|cat|train|1.png", "2|dog|train|2.png");
    settings.put("hash.classes", Collections.singletonList("cat"));
    Dataset<Row> rows =
        LabelTable.from(TestSpark.settings(settings)).read(TestSpark.session()).rows();
    assertThat(rows.queryExecution().executedPlan().toString())
        .containsPattern("PushedFilters: \\[[^\\]]*(LabelName|\\*)[^\\]]*cat");
  }

  @Test
  void readsEveryRowOnceInParts() throws Exception {
    // far apart and below zero, so that the parts' bounds matter
    List<String> values =
        IntStream.range(0, 45_000)
            .mapToObj(i -> String.format("(%d, 'cat', 'train', 'x')", (i - 20_000) * 97L))
            .collect(Collectors.toList());
    database.execute(TABLE, "INSERT INTO ImageLabel VALUES " + String.join(",", values));
    assertReadsAll(45_000);

    database.execute("ALTER TABLE ImageLabel MODIFY ImageID VARCHAR(32)");
    assertReadsAll(45_000);
  }

  private void assertReadsAll(long count) {
    LabelTable.Labels labels =
        LabelTable.from(TestSpark.settings(settings)).read(TestSpark.session());
    assertThat(labels.count()).isEqualTo(count);
    assertThat(labels.rows().rdd().getNumPartitions()).isEqualTo(4);
    Row counts =
        labels.rows().agg(functions.count("*"), functions.countDistinct("image_id")).first();
    assertThat(counts.getLong(0)).isEqualTo(count);
    assertThat(counts.getLong(1)).isEqualTo(count);
  }

  @Test
  void refusesALabelTableThatContradictsItself() throws Exception {
    database.execute(
        "CREATE TABLE ImageLabel (ImageID INT, LabelName VARCHAR(9), Type VARCHAR(9), ImageAddr TEXT)",
        "INSERT INTO ImageLabel VALUES (1, 'cat', 'train', 'a'), (1, 'dog', 'train', 'b')");
    assertThatThrownBy(this::hash).hasMessageContaining("id 1 more than once");
    database.execute("UPDATE ImageLabel SET ImageID = 2, LabelName = NULL WHERE LabelName = 'dog'");
    assertThatThrownBy(this::hash).hasMessageContaining("row 2 has no label");
    database.execute("UPDATE ImageLabel SET LabelName = 'dog', Type = 'extra' WHERE ImageID = 2");
    assertThatThrownBy(this::hash).hasMessageContaining("\"extra\", which is no split");
  }
}
