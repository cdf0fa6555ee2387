package org.hammingbird.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReportWriterTest {
  private static final String FULL = html(SampleReport.full());

  private static String html(ReportData report) {
    return new String(ReportWriter.html(report), StandardCharsets.UTF_8);
  }

  /** The page without its scripts' and style's content. */
  private static String markup(String page) {
    return page.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1</script>")
        .replaceAll("(?s)<style>.*?</style>", "<style></style>");
  }

  private static String element(String page, String opening) {
    int from = page.indexOf(opening) + opening.length();
    return page.substring(from, page.indexOf("</script>", from));
  }

  @Test
  void saysWhatWasFoundInSentences() {
    assertThat(markup(FULL))
        .contains("312 of 10,000 test images (3.1%) have a near-duplicate in train")
        .contains(
            "in 10 classes were hashed; 12 (under 0.1%) could not be, most often truncated (7).")
        .containsPattern(
            "correctly \\([^)]+\\): most often \\w+ \\(\\d+\\.\\d%\\), least often cat")
        .containsPattern("Most often confused: cat, taken for \\w+ in \\d+ images \\(\\d\\.\\d%\\)")
        .containsPattern("severity 5 its accuracy falls by \\d+\\.\\d points");
  }

  @Test
  void aStudyAnswersFirstAndWhatItHasIsNotSaidTwice() throws IOException {
    JsonNode study =
        new ObjectMapper()
            .readTree(
                "{\"trainings\":0,\"distances\":{\"votes\":1,\"chance\":0.1,\"algorithms\":{\"ahash64\":{\"auc\":0.6,\"vote-accuracy\":0.3}}}}");
    Section section = StudySection.of(study);
    ReportData report =
        new ReportData(
            "w",
            "now",
            "h",
            List.of(SampleReport.distances(), section, SampleReport.dataset()),
            List.of());
    assertThat(report.findings()).hasSize(3).startsWith(section.findings().get(0));
    assertThat(report.aboutTheCollection()).isEqualTo(SampleReport.dataset().findings());
    assertThat(report.leftOut(report.sections().get(0)))
        .isEqualTo(SampleReport.distances().findings());
    String page = markup(html(report));
    assertThat(page)
        .contains("<h2><a href=\"#study-distances\">Distances</a></h2>")
        .contains("<h3 class=\"heading\" id=\"study-distances\">Distances</h3>")
        .contains("<h2>About the collection</h2>")
        .contains("The nearest training image by aHash names 30.0% of the test images correctly.");
    String moved = "The nearest hashes by aHash name 33.1%";
    assertThat(page.indexOf(moved)).isGreaterThan(page.indexOf("<section id=\"distances\""));
    assertThat(markup(FULL)).contains("<li>" + moved).doesNotContain("About the collection");
  }

  @Test
  void hostileLabelsAreText() {
    assertThat(FULL).doesNotContain(SampleReport.HOSTILE);
    assertThat(markup(FULL)).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    Matcher scripts = Pattern.compile("<script\\b").matcher(FULL);
    assertThat(scripts.results().count()).as("data, library and the page's own").isEqualTo(3);
  }

  @Test
  void chartDataSurvivesTheScriptElement() throws IOException {
    JsonNode charts =
        new ObjectMapper()
            .readTree(element(FULL, "<script type=\"application/json\" id=\"charts\">"));
    assertThat(charts).hasSameSizeAs(SampleReport.full().charts());
    assertThat(charts.get(0).get("categories").toString()).contains("<script>alert(1)</script>");
  }

  @Test
  void loadsNothing() {
    Matcher links =
        Pattern.compile("(?i)\\b(?:src|href|srcset|action|data|poster)\\s*=\\s*\"([^\"]*)\"")
            .matcher(markup(FULL));
    while (links.find()) {
      assertThat(links.group(1)).matches("#.*|data:.*");
    }
    assertThat(markup(FULL)).contains("default-src 'none'");
    String style = FULL.substring(FULL.indexOf("<style>"), FULL.indexOf("</style>"));
    assertThat(style).doesNotContain("@import").doesNotContain("url(");
  }

  @Test
  void aWorkspaceWithoutResultsHasAPageToo() {
    String page = markup(html(SampleReport.empty()));
    assertThat(page)
        .contains("No stage has results in this workspace yet.")
        .contains("the stage neighbors has not run")
        .contains("the stage evaluate has not run");
  }

  @Test
  void staysBelowTenMegabytes() {
    assertThat(ReportWriter.html(SampleReport.full())).hasSizeBetween(1_000_000, 4_000_000);
    Picture large = new Picture("1", "cat", "train", "", new byte[1_000_000]);
    Gallery.Group group = new Gallery.Group("", "", List.of(large));
    Gallery gallery = new Gallery("g", "All 21.", Collections.nCopies(21, group));
    byte[] page = ReportWriter.html(with(gallery));
    assertThat(page).hasSizeBetween(7_000_000, ReportWriter.LIMIT);
    assertThat(new String(page, StandardCharsets.UTF_8))
        .contains("All 21. Of these the first 5 are shown, or the page would be too large.");
    assertThatThrownBy(() -> ReportWriter.html(with(new Note("x".repeat(9_500_000)))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must be at most 10000000");
  }

  @Test
  void theNewestRunsAreShownWhereThereAreMany() {
    List<ReportData.Manifest> runs =
        IntStream.range(0, 75)
            .mapToObj(run -> new ReportData.Manifest("run " + run, "complete", false, "{}"))
            .collect(Collectors.toList());
    String page = markup(html(new ReportData("w", "now", "h", List.of(), runs)));
    assertThat(page)
        .contains("The newest 60 of 75 are shown.", "<b>run 15</b>", "<b>run 74</b>")
        .doesNotContain("<b>run 14</b>");
    assertThat(markup(FULL)).doesNotContain("The newest");
  }

  private static ReportData with(Block block) {
    return new ReportData(
        "w", "now", "h", List.of(Section.of("s", "S", "").with(block)), List.of());
  }

  @Test
  void longTextIsCut() {
    Picture picture = new Picture("1", "x".repeat(10_000), "train", "", null);
    assertThat(picture.label()).hasSize(40).endsWith("…");
    DataTable table = DataTable.of("t", "a").withRows(List.of(List.of("y".repeat(10_000))));
    assertThat(table.rows().get(0).get(0)).hasSize(120);
  }

  /** Kept where people and other checks can open it. */
  @Test
  void writesAFileToLookAt() throws IOException {
    Path file = Path.of("target", "sample-report.html");
    Files.createDirectories(file.getParent());
    Files.write(file, ReportWriter.html(SampleReport.full()));
    assertThat(file).isNotEmptyFile();
  }
}
