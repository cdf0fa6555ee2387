package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.hammingbird.UserException;
import org.hammingbird.hash.Hamming;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.Pdq;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.Orientation;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.TestDatabase;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Workspace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class HashIT {
  private static final String TABLE =
      "CREATE TABLE ImageLabel (ImageID BIGINT PRIMARY KEY, LabelName VARCHAR(64),"
          + " Type VARCHAR(16), ImageAddr VARCHAR(255))";

  @TempDir Path folder;
  private TestDatabase database;
  private Map<String, Object> settings;
  private ImageFolder images;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void emptyCollection() throws Exception {
    database = TestDatabase.empty("hash");
    images = new ImageFolder(folder.resolve("images"));
    settings = database.settings();
    settings.put("images.roots", Collections.singletonList(images.path("").toString()));
    settings.put("hash.max-reject-fraction", 1);
    settings.put("pixels.side", 16);
  }

  @Test
  void everythingOfAnImageComesFromItsFile() throws Exception {
    Path png = images.image("a/1.png", 40, 24, 1);
    images.image("2.jpg", 12, 30, 2);
    label("7|cat|train|a/1.png", "9|dog|Val|" + images.path("2.jpg").toUri());
    assertThat(hash().results())
        .containsEntry("images", 2L)
        .containsEntry("hashed", 2L)
        .containsEntry("rejected", 0L)
        .containsEntry("new", 2L);

    Raster raster = new ImageDecoder().decode(Files.readAllBytes(png)).raster();
    Row row = table("hashes").filter("image_id = 7").first();
    assertThat(row.schema().fieldNames()).containsExactly(HashedImages.SCHEMA.fieldNames());
    assertThat(values(row, "source_id", "label", "split", "address", "width", "height", "format"))
        .containsExactly("7", "cat", "train", "a/1.png", 40, 24, "png");
    assertThat(values(row, "bytes", "modified", "digest"))
        .containsExactly(
            Files.size(png),
            Files.getLastModifiedTime(png).toMillis(),
            DigestUtils.sha256Hex(Files.readAllBytes(png)));
    assertThat(values(row, "ahash64", "phash64", "dhash64"))
        .containsExactly(
            HashAlgorithm.AHASH64.hash(raster).toLong(),
            HashAlgorithm.PHASH64.hash(raster).toLong(),
            HashAlgorithm.DHASH64.hash(raster).toLong());
    assertThat(row.<Double>getAs("contrast")).isPositive();

    Row copy = table("pixels").filter("image_id = 7").first();
    Raster small = raster.shrink(16).toRgb();
    assertThat(values(copy, "width", "height")).containsExactly(27, 16);
    assertThat(copy.<byte[]>getAs("rgb")).isEqualTo(small.samples());
    // never enlarged
    assertThat(values(table("pixels").filter("image_id = 9").first(), "width", "height"))
        .containsExactly(12, 30);
    assertThat(table("hashes").filter("image_id = 9").first().<String>getAs("split"))
        .isEqualTo("validation");
  }

  @Test
  void anotherChoiceOfHashesReplacesTheColumnsAndReadsAllImagesAgain() throws Exception {
    Path png = images.image("1.png", 40, 24, 1);
    images.image("2.png", 40, 24, 2);
    label("1|cat|train|1.png", "2|cat|train|2.png", "3|cat|train|3.png");
    settings.put("hash.algorithms", Arrays.asList("pdq256", "colorhash", "ahash64", "pdq256"));
    hash();
    Raster raster = new ImageDecoder().decode(Files.readAllBytes(png)).raster();
    Row row = table("hashes").filter("image_id = 1").first();
    assertThat(Arrays.asList(row.schema().fieldNames()))
        .endsWith("jpeg_quality", "ahash64", "colorhash", "pdq256", "pdq_quality");
    assertThat(row.<Long>getAs("colorhash"))
        .isEqualTo(HashAlgorithm.COLORHASH.hash(raster).toLong());
    assertThat(row.<byte[]>getAs("pdq256"))
        .isEqualTo(HashAlgorithm.PDQ256.hash(raster).toBytes())
        .hasSize(32);
    assertThat(row.<Integer>getAs("pdq_quality")).isEqualTo(Pdq.of(raster).quality());
    assertThat(hash().skipped()).isTrue();

    settings.put("hash.algorithms", Arrays.asList("phash256"));
    assertThat(hash().results()).containsEntry("new", 2L).containsEntry("rejected", 1L);
    assertThat(printed()).contains("gets other columns (phash256): all images are read again");
    Row again = table("hashes").filter("image_id = 1").first();
    assertThat(Arrays.asList(again.schema().fieldNames())).endsWith("jpeg_quality", "phash256");
    assertThat(again.<byte[]>getAs("phash256"))
        .isEqualTo(HashAlgorithm.PHASH256.hash(raster).toBytes());
    assertThat(ids("hashes")).containsExactly(1L, 2L);
    assertThat(ids("pixels")).containsExactly(1L, 2L);

    StageContext context = context();
    assertThatThrownBy(
            () -> new NeighborsStage(context, NeighborsOptions.from(context.settings())).run())
        .isInstanceOf(UserException.class)
        .hasMessage(
            "The table hashes has no phash64: add it to hash.algorithms and run `hammingbird hash`");
    assertThatThrownBy(() -> new SelectStage(context, SelectOptions.from(context.settings())).run())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no phash64: add it to hash.algorithms");
    assertThatThrownBy(
            () -> new DistancesStage(context, DistancesOptions.from(context.settings())).run())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no hash of 64 bits; add one to hash.algorithms");
    settings.put("hash.algorithms", Collections.emptyList());
    assertThatThrownBy(this::hash)
        .hasMessage("Invalid hash.algorithms: empty (must be at least one hash)");
  }

  @Test
  void otherPixelsStandInColumnsOfOtherNamesThatLaterStagesFind() throws Exception {
    byte[] jpeg = ImageFolder.encoded("jpg", 1200, 800, 1);
    images.file("1.jpg", ImageFolder.turned(jpeg, 6));
    images.image("2.png", 40, 24, 2);
    label("1|cat|train|1.jpg", "2|cat|train|2.png");
    settings.put("hash.decode", "scaled");
    settings.put("hash.orientation", "upright");
    settings.put("images.jpeg-decoder", "auto");
    hash();
    Row row = table("hashes").filter("image_id = 1").first();
    assertThat(Arrays.asList(row.schema().fieldNames()))
        .contains("phash64_scaled_upright")
        .doesNotContain("phash64");
    assertThat(values(row, "width", "height")).containsExactly(800, 1200);
    Raster upright = Orientation.QUARTER_TURN.applyTo(new ImageDecoder().decode(jpeg).raster());
    long exact = HashAlgorithm.PHASH64.hash(upright).toLong();
    assertThat(Hamming.distance(row.<Long>getAs("phash64_scaled_upright"), exact))
        .isLessThanOrEqualTo(4);
    Row copy = table("pixels").filter("image_id = 1").first();
    assertThat(values(copy, "width", "height")).containsExactly(16, 24);

    StageContext context = context();
    RunManifest run = new NeighborsStage(context, NeighborsOptions.from(context.settings())).run();
    assertThat(run.results()).containsEntry("images", 2L);
    settings.put("hash.decode", "fast");
    assertThatThrownBy(this::hash)
        .hasMessage("Invalid hash.decode: fast (must be exact or scaled)");
  }

  @Test
  void whatCannotBeHashedIsStoredWithItsCause() throws Exception {
    byte[] jpeg = ImageFolder.encoded("jpg", 64, 64, 1);
    images.file("1.jpg", jpeg);
    images.file("2.jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
    images.file("3.jpg", new byte[0]);
    images.file("4.jpg", "not an image".getBytes(StandardCharsets.US_ASCII));
    images.file("5.jpg", Arrays.copyOf(jpeg, 60_000));
    Files.write(folder.resolve("secret.jpg"), jpeg);
    Files.createSymbolicLink(images.path("8.jpg"), folder.resolve("secret.jpg"));
    Process pipe = new ProcessBuilder("mkfifo", images.path("9.jpg").toString()).start();
    assertThat(pipe.waitFor()).isZero();
    settings.put("images.max-bytes", 50_000);
    label(
        "1|cat|train|1.jpg",
        "2|cat|train|2.jpg",
        "3|cat|train|3.jpg",
        "4|cat|train|4.jpg",
        "5|cat|train|5.jpg",
        "6|cat|train|6.jpg",
        "7|cat|train|../secret.jpg",
        "8|cat|train|8.jpg",
        "9|cat|train|9.jpg",
        "10|cat|train|http://127.0.0.1:1/x.jpg",
        "11|cat|train|");
    assertThatThrownBy(this::hash).hasMessageContaining("row 11 has no address");
    database.execute("DELETE FROM ImageLabel WHERE ImageID = 11");
    RunManifest run = hash();

    assertThat(causes())
        .containsExactly(
            "2 truncated",
            "3 empty",
            "4 unsupported-format",
            "5 too-large",
            "6 not-found",
            "7 forbidden",
            "8 forbidden",
            "9 empty",
            "10 forbidden");
    assertThat(ids("hashes")).containsExactly(1L);
    assertThat(ids("pixels")).containsExactly(1L);
    assertThat(run.status()).isEqualTo(RunManifest.Status.COMPLETE);
    assertThat(run.results()).containsEntry("rejected", 9L);
    assertThat(printed()).contains("1 hashed, 9 rejected");
  }

  @Test
  void tooManyRejectsFailTheStageWithItsTablesThere() throws Exception {
    images.image("1.png", 20, 20, 1);
    label("1|cat|train|1.png", "2|cat|train|2.png", "3|cat|train|3.png");
    settings.put("hash.max-reject-fraction", 0.66);
    RunManifest run = hash();

    assertThat(run.status()).isEqualTo(RunManifest.Status.FAILED);
    assertThat(run.reason()).contains("2 of 3 images were rejected", "hash.max-reject-fraction");
    assertThat(ids("rejects")).containsExactly(2L, 3L);
    assertThat(printed()).contains("FAILED");
    images.image("2.png", 20, 20, 2);
    settings.put("hash.retry-rejects", true);
    assertThat(hash().status()).isEqualTo(RunManifest.Status.COMPLETE);
    assertThat(ids("hashes")).containsExactly(1L, 2L);
    assertThat(ids("rejects")).containsExactly(3L);
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
    assertThat(printed()).contains("no image read");
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
    // as after the commit of `pixels` and before that of `hashes`
    Workspace workspace = context().workspace();
    workspace.table("hashes").delete(table("hashes").filter("image_id >= 13"), "image_id");

    assertThat(hash().results()).containsEntry("new", 7L).containsEntry("changed", 0L);
    assertThat(ids("hashes")).hasSize(20).doesNotHaveDuplicates();
    assertThat(ids("pixels")).hasSize(20).doesNotHaveDuplicates();
  }

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

  private void label(String... rows) throws SQLException {
    String values =
        Arrays.stream(rows)
            .map(row -> row.split("\\|", -1))
            .map(f -> String.format("(%s, '%s', '%s', '%s')", f[0], f[1], f[2], f[3]))
            .collect(Collectors.joining(", "));
    database.execute(TABLE, "INSERT INTO ImageLabel VALUES " + values);
  }

  private StageContext context() {
    return TestSpark.context(folder.resolve("workspace"), TestSpark.settings(settings), printed);
  }

  private RunManifest hash() {
    StageContext context = context();
    return new HashStage(context, HashOptions.from(context.settings())).run();
  }

  private Dataset<Row> table(String name) {
    return context().workspace().table(name).read();
  }

  private List<Long> ids(String name) {
    return table(name).orderBy("image_id").select("image_id").collectAsList().stream()
        .map(row -> row.getLong(0))
        .collect(Collectors.toList());
  }

  private List<String> causes() {
    return table("rejects").orderBy("image_id").collectAsList().stream()
        .map(row -> row.getAs("image_id") + " " + row.getAs("cause"))
        .collect(Collectors.toList());
  }

  private String digest(long id) {
    return table("hashes").filter("image_id = " + id).first().getAs("digest");
  }

  private String digestOf(String name) throws Exception {
    return DigestUtils.sha256Hex(Files.readAllBytes(images.path(name)));
  }

  private static List<Object> values(Row row, String... columns) {
    return Arrays.stream(columns).map(row::<Object>getAs).collect(Collectors.toList());
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
