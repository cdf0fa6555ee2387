package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.hash.Hamming;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.Pdq;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.Orientation;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.table.RunManifest;
import org.junit.jupiter.api.Test;

/** What the stage {@code hash} stores of the images. */
class HashIT extends HashedCollection {
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
    // a picture that is looked for is turned and scaled as the stored ones were
    long asked =
        SimilarImages.in(context(), "phash64")
            .hash(new ImageDecoder(), ImageFolder.turned(jpeg, 6));
    assertThat(asked).isEqualTo(row.<Long>getAs("phash64_scaled_upright"));

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
}
