package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Encoders;
import org.hammingbird.spark.Detour;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.junit.jupiter.api.Test;

/**
 * The stage {@code hash} when the database goes away while it is read, and when the disk is full.
 */
class LostAndFullIT extends HashedCollection {
  private static final int IMAGES = 80;

  @Test
  void aDatabaseThatGoesAwayLeavesNothingAndComesBack() throws Exception {
    draw(20);
    // rows enough that they are still being read when it goes
    database.execute(
        "INSERT INTO ImageLabel SELECT 1000 + a.ImageID * 400 + b.ImageID * 20 + c.ImageID, 'cat', 'train', '0.png'"
            + " FROM ImageLabel a JOIN ImageLabel b JOIN ImageLabel c");
    URI server = URI.create(database.url().substring("jdbc:".length()));
    try (Detour detour = Detour.to(server.getPort())) {
      settings.put(
          "database.url",
          database.url().replace(":" + server.getPort() + "/", ":" + detour.port() + "/"));
      detour.cutAfter(150_000);
      assertThatThrownBy(this::hash)
          .isInstanceOf(SparkException.class)
          .hasStackTraceContaining("Can not read response from server");
      assertThat(detour.isCut()).isTrue();
      assertThat(context().workspace().runs().newest()).isEmpty();
      assertThat(context().workspace().tables()).isEmpty();

      detour.mend();
      assertThat(hash().results()).containsEntry("hashed", 20L + 8000);
    }
  }

  @Test
  void aFullDiskLeavesNothingHalfDone() throws Exception {
    draw(IMAGES);
    Path disk = Files.createDirectory(folder.resolve("workspace"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=160k", "hammingbird", disk.toString()),
        "skipped: a small disk can be mounted by root only");
    try {
      settings.put("hash.commit-rows", 20);
      assertThatThrownBy(this::hash).hasStackTraceContaining("No space left on device");
      assertThat(context().workspace().runs().newest()).isEmpty();

      assertThat(run("mount", "-o", "remount,size=100m", disk.toString())).isTrue();
      RunManifest run = hash();
      assertThat(run.status()).isEqualTo(RunManifest.Status.COMPLETE);
      assertThat(ids("hashes")).hasSize(IMAGES).doesNotHaveDuplicates();
      assertThat(ids("pixels")).isEqualTo(ids("hashes"));
      List<String> digests =
          table("hashes")
              .orderBy("image_id")
              .select("digest")
              .as(Encoders.STRING())
              .collectAsList();
      for (int i = 0; i < IMAGES; i++) {
        assertThat(digests.get(i)).isEqualTo(digestOf(i + ".png"));
      }
    } finally {
      TestSpark.session().catalog().clearCache();
      run("umount", disk.toString());
    }
  }

  private void draw(int count) throws Exception {
    String[] rows = new String[count];
    for (int i = 0; i < count; i++) {
      images.image(i + ".png", 20, 20, i);
      rows[i] = i + "|cat|train|" + i + ".png";
    }
    label(rows);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
