package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.image.ImageSource;
import org.junit.jupiter.api.Test;

/** The stage {@code hash} over images inside of archives. */
class HashArchivesIT extends HashedCollection {
  private static final int IMAGES = 60;

  @Test
  void entriesOfArchivesAreHashedAsTheirFilesAre() throws Exception {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      images.image("a/" + i + ".png", 20, 20, i);
      rows.add(i + "|cat|train|a/" + i + ".png");
    }
    label(rows.toArray(new String[0]));
    hash();
    List<String> ofFiles = hashes();

    zip("z.zip", 0, IMAGES / 2);
    tar("t.tar", IMAGES / 2, IMAGES - 1);
    // one stays a file
    for (int i = 0; i < IMAGES - 1; i++) {
      String archive = i < IMAGES / 2 ? "z.zip" : "t.tar";
      database.execute(
          String.format(
              "UPDATE ImageLabel SET ImageAddr = '%s!/a/%d.png' WHERE ImageID = %d",
              archive, i, i));
    }
    assertThat(hash().results())
        .containsEntry("changed", (long) IMAGES - 1)
        .containsEntry("rejected", 0L);
    assertThat(hashes()).isEqualTo(ofFiles);
    assertThat(table("hashes").filter("image_id = 3").first().<Long>getAs("modified"))
        .isEqualTo(Files.getLastModifiedTime(images.path("z.zip")).toMillis());

    assertThat(hash().skipped()).as("nothing changed").isTrue();
    Files.setLastModifiedTime(images.path("z.zip"), FileTime.fromMillis(1_000_000));
    assertThat(hash().results()).containsEntry("changed", IMAGES / 2L);
  }

  @Test
  void anArchiveIsAskedForOnceWhereNothingHasChanged() throws Exception {
    String[] rows = new String[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      images.image("a/" + i + ".png", 20, 20, i);
      rows[i] = i + "|cat|train|z.zip!/a/" + i + ".png";
    }
    zip("z.zip", 0, IMAGES);
    label(rows);
    TestSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.counted.impl", Counted.class.getName());
    settings.put(
        "images.roots", Collections.singletonList("counted:" + images.path("").toAbsolutePath()));
    assertThat(hash().results()).containsEntry("hashed", (long) IMAGES);

    Counted.ASKED.set(0);
    assertThat(hash().skipped()).isTrue();
    assertThat(Counted.ASKED.get()).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsRejectedWithItsCause() throws Exception {
    images.image("a/0.png", 20, 20, 1);
    images.file("a/1.png", new byte[0]);
    zip("z.zip", 0, 2);
    images.file("no.zip", new byte[100]);
    Files.copy(images.path("z.zip"), folder.resolve("outside.zip"));
    label(
        "1|cat|train|z.zip!/a/0.png",
        "2|cat|train|z.zip!/a/1.png",
        "3|cat|train|z.zip!/a/2.png",
        "4|cat|train|z.zip!/a/../a/0.png",
        "5|cat|train|no.zip!/a/0.png",
        "6|cat|train|missing.tar!/a/0.png",
        "7|cat|train|../outside.zip!/a/0.png",
        "8|cat|train|z.zip!/a/0.png",
        "9|cat|train|a/0.png");
    assertThat(hash().results()).containsEntry("hashed", 3L);
    assertThat(causes())
        .containsExactly(
            "2 empty", "3 not-found", "4 forbidden", "5 corrupt", "6 not-found", "7 forbidden");
    assertThat(digest(1)).isEqualTo(digest(8)).isEqualTo(digest(9));
    assertThat(hash().skipped()).isTrue();
  }

  @Test
  void severalTasksGoOverALargeArchiveEachOverAStretchOfIt() throws Exception {
    String[] rows = new String[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      images.image("a/" + i + ".png", 20, 20, i);
      rows[i] = i + "|cat|train|z.zip!/a/" + i + ".png";
    }
    label(rows);
    zip("z.zip", 0, IMAGES);
    HashOptions options = HashOptions.from(context().settings());
    Dataset<Row> labels = options.labels().read(TestSpark.session()).rows();
    ImageSource source = ImageSource.open(TestSpark.session(), options.images());
    List<Row> stretches =
        PackedLabels.inOrder(PackedLabels.locate(labels, source, 4), 4)
            .groupBy(functions.spark_partition_id())
            .agg(functions.min("offset"), functions.max("offset"))
            .orderBy(functions.col("min(offset)"))
            .collectAsList();
    assertThat(stretches).hasSize(4);
    for (int i = 1; i < stretches.size(); i++) {
      assertThat(stretches.get(i).getLong(1)).isGreaterThan(stretches.get(i - 1).getLong(2));
    }
    settings.put("hash.commit-rows", 20);
    assertThat(hash().results()).as("in parts").containsEntry("hashed", (long) IMAGES);
  }

  private List<String> hashes() {
    List<String> all = new ArrayList<>();
    table("hashes")
        .select("image_id", "width", "height", "bytes", "digest", "ahash64", "phash64", "dhash64")
        .orderBy("image_id")
        .collectAsList()
        .forEach(row -> all.add(row.toString()));
    return all;
  }

  private void zip(String name, int from, int to) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(images.path(name)))) {
      for (int i = from; i < to; i++) {
        zip.putNextEntry(new ZipEntry("a/" + i + ".png"));
        Files.copy(images.path("a/" + i + ".png"), zip);
      }
    }
  }

  private void tar(String name, int from, int to) throws IOException {
    Path file = images.path(name);
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      for (int i = from; i < to; i++) {
        Path image = images.path("a/" + i + ".png");
        TarArchiveEntry entry = new TarArchiveEntry("a/" + i + ".png");
        entry.setSize(Files.size(image));
        tar.putArchiveEntry(entry);
        Files.copy(image, tar);
        tar.closeArchiveEntry();
      }
    }
  }

  /** Local files, and how often archives were asked for. */
  public static final class Counted extends RawLocalFileSystem {
    private static final AtomicInteger ASKED = new AtomicInteger();

    @Override
    public String getScheme() {
      return "counted";
    }

    @Override
    public URI getUri() {
      return URI.create("counted:///");
    }

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path file) throws IOException {
      if (file.getName().endsWith(".zip")) {
        ASKED.incrementAndGet();
      }
      return super.getFileStatus(file);
    }
  }
}
