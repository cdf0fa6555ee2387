package org.hammingbird.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page as a browser shows it: headless Chromium, or the tests are skipped. Pictures of it are
 * kept in {@code target/report-pages}.
 */
final class ReportPageIT {
  private static final Path PICTURES = Path.of("target", "report-pages");

  @TempDir private static Path folder;
  private static Browser browser;
  private static URI page;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Browser.program().isPresent(), "skipped: there is no chromium on the PATH");
    Path file = folder.resolve("index.html");
    Files.write(file, ReportWriter.html(withStudy(SampleReport.full())));
    page = file.toUri();
    browser = Browser.start(Browser.program().get(), folder.resolve("profile"));
    Files.createDirectories(PICTURES);
  }

  /** With the section of a study that was run: that of the notebooks' sample. */
  private static ReportData withStudy(ReportData report) throws IOException {
    Path folder = Path.of("notebooks-export", "sample", "documents", "study");
    try (DirectoryStream<Path> documents = Files.newDirectoryStream(folder, "*.json")) {
      List<Section> sections = new ArrayList<>();
      sections.add(
          StudySection.of(new ObjectMapper().readTree(documents.iterator().next().toFile())));
      sections.addAll(report.sections());
      return new ReportData(
          report.workspace(), report.created(), report.program(), sections, report.manifests());
    }
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 1280", "light, 390", "dark, 390"})
  void everyoneCanReadIt(String theme, int width) throws IOException {
    open(theme, width);
    assertThat(browser.evaluate("document.querySelectorAll('.plot svg path').length").asInt())
        .isGreaterThan(10);
    assertThat(drawn()).as("charts drawn").containsOnly(true);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .as("nothing sticks out")
        .isLessThanOrEqualTo(width);
    Files.write(PICTURES.resolve(theme + "-" + width + ".png"), browser.screenshot());
    assertThat(violations()).isEmpty();
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void aSeriesIsHiddenByTheLegend() {
    open("light", 1280);
    String lines =
        "echarts.getInstanceByDom(document.querySelector('[data-chart]')).getOption().legend[0].selected";
    assertThat(browser.evaluate("JSON.stringify(" + lines + ")").asText()).isEqualTo("{}");
    JsonNode corner =
        browser.evaluate(
            "(() => { const p = document.querySelector('[data-chart]'); p.scrollIntoView({block: 'center', behavior: 'instant'}); const b = [...p.querySelectorAll('text')].find(t => t.textContent === 'random').getBoundingClientRect(); return {x: b.x + b.width / 2, y: b.y + b.height / 2}; })()");
    for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
      browser.call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              corner.path("x").asDouble(),
              "y",
              corner.path("y").asDouble(),
              "button",
              type.equals("mouseMoved") ? "none" : "left",
              "clickCount",
              1));
    }
    assertThat(browser.evaluate("JSON.stringify(" + lines + ")").asText()).contains(":false");
    browser.evaluate("document.getElementById('theme').click()");
    assertThat(browser.evaluate("JSON.stringify(" + lines + ")").asText())
        .as("as the reader left it")
        .contains(":false");
  }

  @Test
  void longChartsAreZoomed() {
    open("light", 1280);
    String zoomed =
        "[...document.querySelectorAll('[data-chart]')].map(e => echarts.getInstanceByDom(e).getOption()).filter(o => (o.dataZoom || []).some(z => z.type === 'slider')).length";
    assertThat(browser.evaluate(zoomed).asInt()).isPositive();
  }

  @Test
  void tablesAreSortedByTheNumbersThatTheyBeginWith() {
    open("light", 1280);
    List<String> falling = sorted("Drop from clean", 5);
    List<Double> numbers = new ArrayList<>();
    falling.forEach(cell -> numbers.add(Double.valueOf(cell.replace(" points", ""))));
    assertThat(numbers).hasSize(6).isSorted();
    assertThat(sorted("Rejects", 0)).hasSize(12).first().asString().startsWith("41000");
  }

  @Test
  void oneFigureOfASentenceIsMarkedWithItsSign() {
    open("light", 1280);
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('.findings li')].every(li => li.querySelectorAll('mark').length < 2)")
                .asBoolean())
        .isTrue();
    assertThat(
            browser
                .evaluate("document.querySelector('.answer .findings mark').textContent")
                .asText())
        .startsWith("+");
  }

  @Test
  void intervalsAreDrawnAndHiddenWithTheirSeries() {
    open("light", 1280);
    String drawn =
        "(() => { const c = echarts.getInstanceByDom(document.querySelectorAll('[data-chart]')[1]); const draw = () => { c.getZr().flush(); return c.getDom().querySelectorAll('svg path').length; }; const all = draw(); const name = c.getOption().series[0].name; c.dispatchAction({type: 'legendUnSelect', name}); return [c.getOption().series.filter(s => s.type === 'custom').length, all - draw()]; })()";
    JsonNode counts = browser.evaluate(drawn);
    assertThat(counts.get(0).asInt()).as("series of intervals").isGreaterThan(1);
    assertThat(counts.get(1).asInt()).as("a point, and a whisker of three lines").isGreaterThan(3);
  }

  @Test
  void onPaperItIsLight() throws IOException {
    open("dark", 1280);
    browser.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
    browser.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    assertThat(browser.evaluate("document.documentElement.dataset.theme").asText())
        .isEqualTo("light");
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 718, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(718);
    assertThat(
            browser
                .evaluate(
                    "Math.max(...[...document.querySelectorAll('.plot svg')].map(s => s.getBoundingClientRect().right))")
                .asInt())
        .as("charts fit the paper")
        .isLessThan(700);
    Files.write(PICTURES.resolve("paper.png"), browser.screenshot());
    browser.evaluate("window.dispatchEvent(new Event('afterprint'))");
    browser.call("Emulation.setEmulatedMedia", Map.of("media", ""));
    assertThat(browser.evaluate("document.documentElement.dataset.theme").asText())
        .isEqualTo("dark");
    byte[] paper = browser.pdf();
    Files.write(PICTURES.resolve("paper.pdf"), paper);
    assertThat(new String(paper, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
  }

  private static void open(String theme, int width) {
    browser.open(URI.create(page + "?theme=" + theme), width, 900);
  }

  private static List<Boolean> drawn() {
    List<Boolean> drawn = new ArrayList<>();
    browser
        .evaluate(
            "[...document.querySelectorAll('[data-chart]')].map(e => e.querySelectorAll('svg path').length > 3)")
        .forEach(one -> drawn.add(one.asBoolean()));
    return drawn;
  }

  /** The cells of a column after a click on its head. */
  private static List<String> sorted(String table, int column) {
    List<String> cells = new ArrayList<>();
    browser
        .evaluate(
            String.format(
                "(() => { const t = document.querySelector('[aria-label=\"%s\"] table'); t.tHead.rows[0].cells[%d].querySelector('button').click(); return [...t.tBodies[0].rows].map(r => r.cells[%d].textContent); })()",
                table, column, column))
        .forEach(cell -> cells.add(cell.asText()));
    return cells;
  }

  /** Of serious or critical impact, by axe-core. */
  private static List<String> violations() throws IOException {
    try (InputStream axe = ReportPageIT.class.getResourceAsStream("/axe.min.js")) {
      browser.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + ";0");
    }
    JsonNode found =
        browser.evaluate(
            "axe.run(document).then(r => r.passes.length < 20 ? ['axe-core has looked at nothing'] : r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.slice(0, 4).map(n => n.target + ' ' + n.failureSummary).join(' | ')))");
    List<String> violations = new ArrayList<>();
    found.forEach(one -> violations.add(one.asText()));
    return violations;
  }
}
