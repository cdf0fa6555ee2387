package org.hammingbird.spark.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.hammingbird.UserException;
import org.hammingbird.spark.table.RunManifest;
import org.junit.jupiter.api.Test;

/** The label table made from archives of images, and their hashes. */
class IngestArchivesIT extends HashedCollection {
  private static final String LABELS =
      "SELECT LabelName, Type, SUBSTRING_INDEX(ImageAddr, 'images/', -1) FROM ImageLabel ORDER BY 3";

  @Test
  void foldersOfAZipAreClassesAndSplits() throws Exception {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(images.path("b.zip")))) {
      add(zip, "set/train/cat/1.png", ImageFolder.encoded("png", 20, 20, 1));
      add(zip, "set/train/sea, gull/2.png", ImageFolder.encoded("png", 20, 20, 2));
      add(zip, "set/val/cat/1.JPG", ImageFolder.encoded("jpg", 20, 20, 3));
      add(zip, "set/train/readme.txt", "no image".getBytes(UTF_8));
      add(zip, "top.png", ImageFolder.encoded("png", 20, 20, 4));
    }
    settings.put("ingest.archives", List.of(images.path("*.zip").toString()));
    settings.put("ingest.entries", ".*/(?<split>\\w+)/(?<label>[^/]+)/[^/]+[.](?i:png|jpg)");

    assertThat(ingest().results()).containsEntry("added", 3L);
    assertThat(database.query(LABELS))
        .containsExactly(
            "cat|train|b.zip!/set/train/cat/1.png",
            "sea, gull|train|b.zip!/set/train/sea, gull/2.png",
            "cat|validation|b.zip!/set/val/cat/1.JPG");
    assertThat(ingest().results()).as("ids stay").containsEntry("unchanged", 3L);
    assertThat(hash().results()).containsEntry("hashed", 3L);
  }

  @Test
  void classesOfWebDatasetsShardsStandBesideTheImages() throws Exception {
    for (int shard = 0; shard < 3; shard++) {
      try (TarArchiveOutputStream tar =
          new TarArchiveOutputStream(Files.newOutputStream(images.path("s-" + shard + ".tar")))) {
        for (int i = 0; i < 4; i++) {
          String key = "00" + (shard * 4 + i);
          add(tar, key + ".cls", ("class " + i + "\n").getBytes(UTF_8));
          add(tar, key + ".png", ImageFolder.encoded("png", 20, 20, i));
        }
        add(tar, "lonely.png", new byte[] {1});
      }
    }
    settings.put("ingest.archives", List.of(images.path("s-?.tar").toString()));
    settings.put("ingest.entries", "(?<id>\\d+)[.]png");
    settings.put("split.at", "9");

    assertThat(ingest().results()).containsEntry("added", 12L);
    assertThat(database.query("SELECT * FROM ImageLabel WHERE ImageID IN (6, 10) ORDER BY 1"))
        .containsExactly(
            "6|class 2|train|file:" + images.path("s-1.tar") + "!/006.png",
            "10|class 2|test|file:" + images.path("s-2.tar") + "!/0010.png");
    assertThat(hash().results()).containsEntry("hashed", 12L);

    settings.put("ingest.entries", "(.*)[.]png");
    assertThatThrownBy(this::ingest)
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("3 bad rows", "the label is missing", "archives.csv");
  }

  @Test
  void saysWhatIsWrongWithTheArchives() throws Exception {
    settings.put("split.at", "9");
    refuses("missing-*.tar", "There is no archive", "correct ingest.archives");
    images.file("a.tgz", new byte[10]);
    refuses("a.tgz", "is neither .zip nor .tar");
    images.file("a.zip", new byte[10]);
    refuses("a.zip", "Cannot read", "it has no directory at its end");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(images.path("a.zip")))) {
      add(zip, "a.txt", new byte[10]);
    }
    refuses("a.zip", "No entry of", "is an image by ingest.entries");
    Files.copy(images.path("a.zip"), folder.resolve("outside.zip"));
    refuses("../outside.zip", "is outside images.roots");
    settings.put("ingest.entries", "(");
    refuses("a.zip", "Invalid ingest.entries: (");
  }

  private void refuses(String archive, String... texts) {
    settings.put("ingest.archives", Collections.singletonList(images.path(archive).toString()));
    assertThatThrownBy(this::ingest)
        .satisfies(
            e -> {
              for (String text : texts) {
                assertThat(e).hasStackTraceContaining(text);
              }
              assertThat(e).hasStackTraceContaining(UserException.class.getName());
            });
  }

  private RunManifest ingest() {
    StageContext context = context();
    return new IngestStage(context, IngestOptions.from(context.settings())).run();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
