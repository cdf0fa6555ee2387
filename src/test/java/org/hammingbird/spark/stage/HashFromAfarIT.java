package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hammingbird.spark.TestSpark;
import org.junit.jupiter.api.Test;

/** The stage {@code hash} on a store that is slow to answer. */
class HashFromAfarIT extends HashedCollection {
  private static final int IMAGES = 64;
  private static final int TASKS_AT_A_TIME = 2;

  @Test
  void moreFilesAreOnTheirWayThanTasksWork() throws Exception {
    String[] rows = new String[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      images.image(i + ".png", 20, 20, i);
      rows[i] = i + "|cat|train|" + i + ".png";
    }
    label(rows);
    TestSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.afar.impl", Afar.class.getName());
    settings.put(
        "images.roots", Collections.singletonList("afar:" + images.path("").toAbsolutePath()));

    assertThat(hash().results()).containsEntry("hashed", (long) IMAGES);
    assertThat(Afar.opened.get()).isEqualTo(IMAGES);
    assertThat(Afar.most.get()).isGreaterThan(TASKS_AT_A_TIME);
  }

  /** Local files that take their time, and how many are being opened at once. */
  public static final class Afar extends RawLocalFileSystem {
    private static final AtomicInteger opened = new AtomicInteger();
    private static final AtomicInteger now = new AtomicInteger();
    private static final AtomicInteger most = new AtomicInteger();

    @Override
    public String getScheme() {
      return "afar";
    }

    @Override
    public URI getUri() {
      return URI.create("afar:///");
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      try {
        Thread.sleep(50);
        opened.incrementAndGet();
        return super.open(file, bufferSize);
      } catch (InterruptedException e) {
        throw new IOException(e);
      } finally {
        now.decrementAndGet();
      }
    }
  }
}
