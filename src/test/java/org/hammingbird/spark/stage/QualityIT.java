package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.hammingbird.UserException;
import org.hammingbird.image.Corruption;
import org.hammingbird.image.Raster;
import org.hammingbird.image.Severity;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityIT {
  private static final long DARK = 100;
  private static final long DARKER = 101;
  private static final long BRIGHT = 102;
  private static final long BLURRED = 103;
  private static final long NOISY = 104;
  private static final long FLAT = 105;
  private static final long BLOCKY = 106;
  private static final long GREY = 107;
  private static final long TINY = 108;
  private static final long ODD = 109;

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /** 40 sound images, ids 0 to 39, and one of each kind of low quality. */
  @BeforeEach
  void publish() {
    HashedImages images = new HashedImages();
    for (int id = 0; id < 40; id++) {
      add(images, id, scene(id, 64, 64));
    }
    Raster scene = scene(50, 64, 64);
    add(images, DARK, light(scene, 0.3));
    add(images, DARKER, light(scene, 0.1));
    add(images, BRIGHT, veiled(scene));
    add(images, BLURRED, blurred(scene));
    add(images, NOISY, Corruption.GAUSSIAN_NOISE.apply(scene, Severity.of(5), 1));
    add(images, FLAT, flat());
    add(images, BLOCKY, Corruption.JPEG_COMPRESSION.apply(scene, Severity.of(5), 0));
    add(images, GREY, scene.toLuma());
    add(images, TINY, scene(51, 20, 20));
    add(images, ODD, scene(52, 30, 160));
    images.publish(context(Map.of()));
  }

  @Test
  void namesTheReasonOfEachAndNoSoundImage() {
    RunManifest manifest = run(Map.of("quality.blocky-jpeg-trace", 50));

    Map<Long, Set<String>> reasons = reasons();
    assertThat(reasons.keySet())
        .containsExactly(DARK, DARKER, BRIGHT, BLURRED, NOISY, FLAT, BLOCKY, GREY, TINY, ODD);
    assertThat(reasons.get(DARK)).containsExactly("dark");
    assertThat(reasons.get(DARKER)).contains("dark");
    assertThat(reasons.get(BRIGHT)).containsExactly("bright");
    assertThat(reasons.get(BLURRED)).containsExactly("blurred");
    assertThat(reasons.get(NOISY)).containsExactly("noisy");
    assertThat(reasons.get(FLAT)).contains("flat", "blurred", "grey");
    assertThat(reasons.get(BLOCKY)).containsExactly("blocky");
    assertThat(reasons.get(GREY)).containsExactly("grey");
    assertThat(reasons.get(TINY)).containsExactly("tiny");
    assertThat(reasons.get(ODD)).containsExactly("odd-shape");
    assertThat(manifest.results())
        .containsEntry("images", 50L)
        .containsEntry("low-quality-images", 10L);
    assertThat(reasonCounts(manifest)).containsEntry("odd-shape", 1L).containsEntry("dark", 2L);
  }

  @Test
  void ranksFromTheWorst() {
    run(Map.of());
    List<Row> dark =
        context(Map.of())
            .workspace()
            .table("low_quality")
            .read()
            .where("reason = 'dark' and measure = 'highlights'")
            .orderBy("rank")
            .collectAsList();
    assertThat(dark).extracting(row -> row.getLong(0)).containsExactly(DARKER, DARK);
    assertThat(dark).extracting(row -> row.getLong(5)).containsExactly(1L, 2L);
    assertThat(dark.get(1).getDouble(3)).isLessThan(dark.get(1).getDouble(4));
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("odd-shape")
        .containsPattern("quality: \\d+ of 50 images are of low quality");
  }

  @Test
  void listsTheWorstShareOfACollectionWithoutFaults() {
    run(Map.of("quality.worst-share", 0.1));
    Map<String, Long> byMeasure = new TreeMap<>();
    rows().forEach(row -> byMeasure.merge(row.getString(2), 1L, Long::sum));
    assertThat(byMeasure.get("sharpness")).isBetween(4L, 6L);
    assertThat(byMeasure.get("noise")).isBetween(4L, 6L);
    // nearly all have one shape: none of them is an outlier
    assertThat(byMeasure.get("aspect")).isEqualTo(1);
  }

  @Test
  void greyIsNoFaultWhereMostAreGrey() {
    HashedImages images = new HashedImages();
    for (int id = 0; id < 10; id++) {
      Raster scene = scene(id, 64, 64);
      add(images, id, id < 4 ? scene : scene.toLuma());
    }
    images.publish(context(Map.of()));
    RunManifest manifest = run(Map.of());
    assertThat(rows()).isEmpty();
    assertThat(reasonCounts(manifest)).doesNotContainKey("grey");
  }

  @Test
  void doesNothingTwice() {
    assertThat(run(Map.of()).skipped()).isFalse();
    assertThat(run(Map.of()).skipped()).isTrue();
    assertThat(run(Map.of("quality.tiny-side", 10)).skipped()).isFalse();
  }

  @Test
  void selectionsAreOfGoodOrOfLowQuality() {
    assertThatThrownBy(() -> select("good"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("run `hammingbird quality` first");
    run(Map.of("quality.blocky-jpeg-trace", 50));
    assertThat(select("any")).hasSize(50);
    assertThat(select("good")).hasSize(40).allMatch(id -> id < 40);
    assertThat(select("low")).hasSize(10).allMatch(id -> id >= 100);
    assertThatThrownBy(() -> select("best"))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid selection.quality: best (must be any, good, low)");
  }

  @Test
  void theReportShowsTheWorst() throws IOException {
    run(Map.of());
    StageContext context = context(Map.of());
    new ReportStage(context, ReportOptions.from(context.settings())).run();
    assertThat(Files.readString(folder.resolve("report/index.html")))
        .contains("Image quality")
        .contains("Odd shape")
        .contains("of 50 images (")
        .contains("highlights ");
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> run(Map.of("quality.dark-brightness", 256)))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid quality.dark-brightness: 256 (must be 0.0 to 255.0)");
    assertThatThrownBy(() -> run(Map.of("quality.worst-share", 0.6)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid quality.worst-share: 0.6");
  }

  private static void add(HashedImages images, long id, Raster raster) {
    images.add(id, id % 2 == 0 ? "cat" : "dog", "train", new long[3], raster, 1000);
  }

  /** Sharp coloured stripes in all levels of light. */
  private static Raster scene(int seed, int width, int height) {
    Random random = new Random(seed);
    byte[] rgb = new byte[width * height * 3];
    double[] slants = random.doubles(6, 0.05, 0.4).toArray();
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++, i++) {
          double wave = Math.sin(slants[c] * x + slants[3 + c] * y + c + seed);
          rgb[i] = (byte) (wave > 0 ? 130 + 125 * wave : 60 + 60 * wave);
        }
      }
    }
    return new Raster(width, height, 3, rgb);
  }

  /** With a standard deviation of a sixteenth of the side. */
  private static Raster blurred(Raster image) {
    Raster blurred = image;
    for (int i = 0; i < 4; i++) {
      blurred = Corruption.GAUSSIAN_BLUR.apply(blurred, Severity.of(5), 0);
    }
    return blurred;
  }

  private static Raster light(Raster image, double factor) {
    return mapped(image, factor, 0);
  }

  private static Raster veiled(Raster image) {
    return mapped(image, 0.5, 127);
  }

  private static Raster flat() {
    Raster image = scene(53, 64, 64);
    return mapped(image, 0, 120);
  }

  private static Raster mapped(Raster image, double factor, double shift) {
    byte[] samples = new byte[image.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Math.round((image.samples()[i] & 0xFF) * factor + shift);
    }
    return new Raster(image.width(), image.height(), image.channels(), samples);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Long> reasonCounts(RunManifest manifest) {
    return (Map<String, Long>) manifest.results().get("reasons");
  }

  private List<Row> rows() {
    return context(Map.of()).workspace().table("low_quality").read().collectAsList();
  }

  private Map<Long, Set<String>> reasons() {
    return rows().stream()
        .collect(
            Collectors.groupingBy(
                row -> row.getLong(0),
                TreeMap::new,
                Collectors.mapping(
                    row -> row.getString(1), Collectors.toCollection(TreeSet::new))));
  }

  private List<Long> select(String quality) {
    StageContext context =
        context(Map.of("selection.quality", quality, "selection.budget", "100%"));
    new SelectStage(context, SelectOptions.from(context.settings())).run();
    return context.workspace().table("selections/default").read().collectAsList().stream()
        .map(row -> row.getLong(0))
        .collect(Collectors.toList());
  }

  private RunManifest run(Map<String, ?> overrides) {
    StageContext context = context(overrides);
    return new QualityStage(context, QualityOptions.from(context.settings())).run();
  }

  private StageContext context(Map<String, ?> overrides) {
    Map<String, Object> settings = new HashMap<>(overrides);
    // the drawn stripes are finer than what photographs hold, and count as noise of 9 to 10
    settings.putIfAbsent("quality.noisy-noise", 12);
    return TestSpark.context(folder, TestSpark.settings(settings), printed);
  }
}
