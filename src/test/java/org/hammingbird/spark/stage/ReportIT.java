package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.hammingbird.report.ReportWriter;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(900)
final class ReportIT {
  private static final String HOSTILE = "<script>alert(1)</script>";

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void showsWhatTheStagesFound() throws IOException {
    StageContext context =
        context(
            Map.of(
                "evaluation.severities",
                List.of(3),
                "neighbors.min-similarity",
                0.5,
                "distances.max-images",
                60,
                "distances.as-in-study",
                true));
    images().publish(context);
    rejects(context);
    new DistancesStage(context, DistancesOptions.from(context.settings())).run();
    new NeighborsStage(context, NeighborsOptions.from(context.settings())).run();
    UntrainedModel.publish(context, UntrainedModel.of(List.of("cat", "dog", HOSTILE)));
    new EvaluateStage(context, EvaluateOptions.from(context.settings())).run();

    RunManifest manifest = report(context);
    String page = page();
    assertThat(page)
        .contains("2 (2.9%) could not be, most often truncated (2)")
        .contains("of 34 test images")
        .contains("All pairs of 60 images, a seeded sample of those there are.")
        .containsPattern("Always naming the largest class names \\d+\\.\\d%")
        .contains("As the study plotted")
        .contains("Leaked test images")
        .contains("data:image/jpeg;base64,")
        .contains("kept: ")
        .containsPattern("<span>2 images, distance \\d+</span>")
        .contains("Confusion matrix")
        .contains("Most confused classes")
        .containsPattern("taken for (cat|dog|&lt;script&gt;alert\\(1\\)&lt;/script&gt;)</strong>")
        .contains("Accuracy against severity")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain(HOSTILE);
    assertThat(page.length()).isLessThan(ReportWriter.LIMIT);
    assertThat((List<?>) manifest.results().get("findings")).hasSizeGreaterThan(4);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("report/index.html");
    // where people and other checks can look at it
    Files.copy(
        folder.resolve("report/index.html"),
        Path.of("target", "integration-report.html"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(report(context).skipped()).as("nothing new").isTrue();
    Files.delete(folder.resolve("report/index.html"));
    assertThat(report(context).skipped()).as("the page is gone").isFalse();
  }

  @Test
  void partialResultsMakeAPageThatSaysWhatIsMissing() throws IOException {
    StageContext context = context(Map.of());
    report(context);
    assertThat(page()).contains("No stage has results in this workspace yet.");

    images().publish(context);
    assertThat(report(context).skipped()).isFalse();
    assertThat(page())
        .contains("68 images in 3 classes were hashed; none was rejected.")
        .contains("the stage neighbors has not run")
        .contains("the stage train has not run");
  }

  @Test
  void resultsOfAFailedRunAreShownAndMarked() throws IOException {
    StageContext context = context(Map.of());
    StageRun run = StageRun.of(context, "hash", "default", "seed");
    run.output(
        "hashes",
        context
            .workspace()
            .table("hashes")
            .overwrite(TestSpark.session().createDataFrame(List.of(), HashedImages.SCHEMA)));
    run.failed("all images were rejected", Map.of());
    report(context);
    assertThat(page()).contains("failed: all images were rejected").contains("class=\"failed\"");
  }

  private static HashedImages images() {
    HashedImages images = new HashedImages();
    String[] classes = {"cat", "dog", HOSTILE};
    for (int i = 0; i < 60; i++) {
      images.add(i, classes[i % 3], i % 2 == 0 ? "train" : "test", i);
    }
    for (int i = 0; i < 4; i++) {
      // in train, and again in test
      images.add(100 + i, classes[i % 3], "train", 500 + i, 1, 2000);
      images.add(200 + i, classes[i % 3], "test", 500 + i, 0.9, 1000);
    }
    return images;
  }

  private static void rejects(StageContext context) {
    StageRun run = StageRun.of(context, "hash-rejects", "default", "seed");
    run.output(
        "rejects",
        context
            .workspace()
            .table("rejects")
            .overwrite(
                TestSpark.session()
                    .createDataFrame(
                        List.of(
                            RowFactory.create(
                                900L, "900", HOSTILE, "train", "file:/a", "truncated", "early"),
                            RowFactory.create(
                                901L, "901", "cat", "test", "file:/b", "truncated", "early")),
                        Schemas.REJECTS)));
    run.complete(Map.of());
  }

  private StageContext context(Map<String, Object> settings) {
    return TestSpark.context(folder, TestSpark.settings(settings), printed);
  }

  private static RunManifest report(StageContext context) {
    return new ReportStage(context, ReportOptions.from(context.settings())).run();
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("report/index.html"));
  }
}
