package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.exceptions.DeltaConcurrentModificationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.UserException;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Workspace;
import org.junit.jupiter.api.Test;

/** Two runs of the stage {@code hash} that write one workspace at the same time. */
class TwoRunsIT extends HashedCollection {
  private static final int IMAGES = 60;

  @Test
  void noImageIsStoredTwiceWhoeverWins() throws Exception {
    String[] rows = new String[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      if (i % 10 == 0) {
        images.file(i + ".png", new byte[] {1});
      } else {
        images.image(i + ".png", 20, 20, i);
      }
      rows[i] = i + "|cat|train|" + i + ".png";
    }
    label(rows);
    settings.put("hash.commit-rows", 20);

    List<Throwable> failures = bothAtOnce();
    assertThat(failures)
        .allSatisfy(
            e -> {
              if (e instanceof UserException) {
                assertThat(e).hasMessageContaining("Another run has written the table");
              } else {
                assertThat(e).isInstanceOf(DeltaConcurrentModificationException.class);
              }
            });

    assertThat(hash().status()).isEqualTo(RunManifest.Status.COMPLETE);
    List<Long> all = new ArrayList<>(ids("hashes"));
    assertThat(ids("pixels")).isEqualTo(all).hasSize(IMAGES * 9 / 10);
    all.addAll(ids("rejects"));
    Collections.sort(all);
    assertThat(all).doesNotHaveDuplicates().hasSize(IMAGES);
    assertThat(hash().skipped()).isTrue();
  }

  @Test
  void whatAnotherRunAppendsMeanwhileIsNoticedAndMended() throws Exception {
    images.image("1.png", 20, 20, 1);
    images.image("2.png", 20, 20, 2);
    label("1|cat|train|1.png", "2|cat|train|2.png");
    StageContext context = context();
    HashOptions options = HashOptions.from(context.settings());
    HashTables early =
        new HashTables(
            context.workspace(),
            HashColumns.schema(options.algorithms(), options.variant()),
            16,
            2);
    hash();
    assertThatThrownBy(early::requireAlone)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Another run has written the table hashes meanwhile");

    for (String name : List.of("hashes", "pixels")) {
      table(name)
          .filter("image_id = 1")
          .write()
          .format("delta")
          .mode("append")
          .save(folder.resolve("workspace/tables/" + name).toString());
    }
    assertThat(ids("hashes")).containsExactly(1L, 1L, 2L);
    assertThat(hash().results()).containsEntry("new", 1L);
    assertThat(ids("hashes")).containsExactly(1L, 2L);
    assertThat(ids("pixels")).containsExactly(1L, 2L);
  }

  private List<Throwable> bothAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CountDownLatch start = new CountDownLatch(2);
    List<Future<RunManifest>> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      SparkSession own = TestSpark.session().newSession();
      runs.add(
          threads.submit(
              () -> {
                start.countDown();
                start.await();
                return hashBy(own);
              }));
    }
    threads.shutdown();
    List<Throwable> failures = new ArrayList<>();
    for (Future<RunManifest> run : runs) {
      try {
        assertThat(run.get().status()).isEqualTo(RunManifest.Status.COMPLETE);
      } catch (ExecutionException e) {
        failures.add(e.getCause());
      }
    }
    return failures;
  }

  private RunManifest hashBy(SparkSession session) {
    StageContext context =
        StageContext.of(
            session,
            Workspace.open(session, folder.resolve("workspace").toUri().toString()),
            TestSpark.settings(settings),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    return new HashStage(context, HashOptions.from(context.settings())).run();
  }
}
