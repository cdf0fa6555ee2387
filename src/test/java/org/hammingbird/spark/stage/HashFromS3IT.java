package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.spark.S3Server;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Workspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images and workspace in an object store, by Hadoop's own s3a. */
class HashFromS3IT extends HashedCollection {
  private static final int IMAGES = 40;
  private static final String[] COLUMNS = {"image_id", "width", "bytes", "digest", "phash64"};

  private S3Server store;

  @BeforeEach
  void startStore() throws Exception {
    store = S3Server.start(0);
    store.configure(TestSpark.session().sparkContext().hadoopConfiguration());
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    String[] rows = new String[2 * IMAGES];
    try (ZipOutputStream entries = new ZipOutputStream(zip)) {
      entries.setMethod(ZipEntry.STORED);
      for (int i = 0; i < IMAGES; i++) {
        byte[] image = ImageFolder.encoded("png", 20, 20, i);
        images.file("a/" + i + ".png", image);
        store.put("birds/images/a/" + i + ".png", image);
        entries.putNextEntry(stored(i + ".png", image));
        entries.write(image);
        rows[i] = i + "|cat|train|a/" + i + ".png";
        rows[i + IMAGES] = (i + IMAGES) + "|cat|train|z.zip!/" + i + ".png";
      }
    }
    images.file("z.zip", zip.toByteArray());
    store.put("birds/images/z.zip", zip.toByteArray());
    label(rows);
  }

  private static ZipEntry stored(String name, byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    return entry;
  }

  @AfterEach
  void stopStore() throws Exception {
    org.apache.hadoop.fs.FileSystem.closeAll();
    store.close();
  }

  @Test
  void imagesAndTablesOfAStoreAreThoseOfAFolder() {
    hash();
    List<String> ofFolder = rows(context().workspace());

    settings.put("images.roots", Collections.singletonList("s3a://birds/images"));
    // some requests are too many: the client waits and asks again
    store.refuse(number -> number % 23 == 0);
    assertThat(hashIntoStore().results())
        .containsEntry("hashed", 2L * IMAGES)
        .containsEntry("rejected", 0L);
    store.refuse(number -> false);
    assertThat(rows(inStore())).isEqualTo(ofFolder);
    assertThat(store.keys("birds/workspace/")).anyMatch(key -> key.contains("hashes/_delta_log/"));

    assertThat(hashIntoStore().skipped()).as("nothing changed").isTrue();
    store.put("birds/images/a/1.png", new byte[] {1});
    assertThat(hashIntoStore().results())
        .containsEntry("changed", 1L)
        .containsEntry("rejected", 1L);
  }

  private RunManifest hashIntoStore() {
    StageContext context =
        StageContext.of(
            TestSpark.session(),
            inStore(),
            TestSpark.settings(settings),
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    return new HashStage(context, HashOptions.from(context.settings())).run();
  }

  private static Workspace inStore() {
    SparkSession spark = TestSpark.session();
    return Workspace.open(spark, "s3a://birds/workspace");
  }

  private static List<String> rows(Workspace workspace) {
    return workspace.table("hashes").read().orderBy("image_id").collectAsList().stream()
        .map(row -> values(row, COLUMNS).toString())
        .collect(Collectors.toList());
  }
}
