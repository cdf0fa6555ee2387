package org.hammingbird.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hammingbird.UserException;
import org.hammingbird.hash.Hamming;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Quality;
import org.hammingbird.image.QualityMeasure;
import org.hammingbird.image.Raster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCollectionTest {
  private static final int IMAGES = 300;

  @TempDir static Path folder;
  private static Planted planted;
  private static final Map<Long, String[]> ROWS = new TreeMap<>();
  private static final Map<Long, Raster> PICTURES = new TreeMap<>();
  private static final Map<Long, String> REJECTS = new TreeMap<>();

  @BeforeAll
  static void draw() throws IOException {
    planted = new SampleCollection(IMAGES, 5).draw(folder);
    List<String> lines = Files.readAllLines(SampleCollection.labels(folder));
    assertThat(lines.get(0)).isEqualTo("id,label,split,address");
    ImageDecoder decoder = new ImageDecoder();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      long id = Long.parseLong(cells[0]);
      ROWS.put(id, cells);
      Path file = folder.resolve(cells[3]);
      if (!Files.exists(file)) {
        REJECTS.put(id, "not-found");
        continue;
      }
      try {
        PICTURES.put(id, decoder.decode(Files.readAllBytes(file)).raster());
      } catch (ImageRejectedException rejected) {
        REJECTS.put(id, rejected.rejectCause().id());
      }
    }
  }

  @Test
  void drawsAsManyAsAskedForOfEachClass() {
    assertThat(ROWS.keySet())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, IMAGES).boxed().collect(Collectors.toList()));
    assertThat(planted.images()).isEqualTo(IMAGES);
    assertThat(SampleCollection.classes()).hasSizeGreaterThanOrEqualTo(10).isSorted();
    assertThat(planted.classes()).isEqualTo(SampleCollection.classes().size());
    Map<String, Long> counts =
        ROWS.values().stream().collect(Collectors.groupingBy(c -> c[1], Collectors.counting()));
    assertThat(counts.keySet()).containsExactlyInAnyOrderElementsOf(SampleCollection.classes());
    assertThat(counts.values()).allMatch(count -> count >= 20 && count <= 31);
    assertThat(ROWS.values().stream().filter(c -> c[2].equals("test")).count())
        .isBetween(45L, 105L);
  }

  @Test
  void drawsPicturesOfTheStatedSizesInBothFormats() {
    assertThat(PICTURES.values())
        .allMatch(p -> Math.min(p.width(), p.height()) >= 38 && p.width() <= 320);
    assertThat(ROWS.values().stream().filter(c -> c[3].endsWith(".png")).count())
        .isBetween(IMAGES / 4L, 3L * IMAGES / 4);
  }

  @Test
  void plantsFilesThatAreRejectedForTheStatedCause() {
    assertThat(REJECTS).isEqualTo(planted.rejects());
    assertThat(planted.rejects().values())
        .contains("truncated", "empty", "unsupported-format", "not-found");
  }

  @Test
  void plantsPairsThatLookAlike() {
    assertThat(planted.pairs()).hasSizeGreaterThanOrEqualTo(14);
    assertThat(planted.pairs().values())
        .contains("copied", "re-encoded", "resized", "brightness", "contrast", "cropped");
    planted
        .pairs()
        .forEach((pair, how) -> assertThat(distance(pair)).as(how).isLessThanOrEqualTo(12));
  }

  @Test
  void plantsLeaksBetweenTheSplitsAndConflictsBetweenLabels() {
    assertThat(planted.leaks()).isNotEmpty();
    planted
        .leaks()
        .forEach(
            (test, train) -> {
              assertThat(ROWS.get(test)[2]).isEqualTo("test");
              assertThat(ROWS.get(train)[2]).isEqualTo("train");
            });
    assertThat(planted.conflicts()).isNotEmpty();
    for (IdPair pair : planted.pairs().keySet()) {
      String[] left = ROWS.get(pair.left());
      String[] right = ROWS.get(pair.right());
      assertThat(planted.conflicts().contains(pair)).isEqualTo(!left[1].equals(right[1]));
      assertThat(
              planted.leaks().containsKey(pair.left()) || planted.leaks().containsKey(pair.right()))
          .isEqualTo(!left[2].equals(right[2]));
    }
  }

  @Test
  void nothingElseLooksAlike() {
    List<Long> ids = new ArrayList<>(PICTURES.keySet());
    long[] perceptual = hashes(HashAlgorithm.PHASH64);
    long[] difference = hashes(HashAlgorithm.DHASH64);
    for (int i = 0; i < ids.size(); i++) {
      for (int j = i + 1; j < ids.size(); j++) {
        IdPair pair = IdPair.of(ids.get(i), ids.get(j));
        if (!planted.pairs().containsKey(pair)) {
          int both =
              Hamming.distance(perceptual[i], perceptual[j])
                  + Hamming.distance(difference[i], difference[j]);
          assertThat(both).as(pair.toString()).isGreaterThan(14);
        }
      }
    }
  }

  @Test
  void plantsImagesOfMeasurablyLowQuality() {
    Map<String, List<Quality>> byFlaw =
        PICTURES.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    e -> planted.flaws().getOrDefault(e.getKey(), "none"),
                    Collectors.mapping(e -> Quality.of(e.getValue()), Collectors.toList())));
    assertThat(byFlaw).containsOnlyKeys("none", "blurred", "dark", "noisy", "over-compressed");
    double typical =
        byFlaw.get("none").stream()
            .mapToDouble(q -> q.value(QualityMeasure.SHARPNESS))
            .average()
            .orElseThrow();
    assertThat(byFlaw.get("blurred"))
        .allMatch(q -> q.value(QualityMeasure.SHARPNESS) < typical / 8);
    assertThat(byFlaw.get("noisy")).allMatch(q -> q.value(QualityMeasure.SHARPNESS) > typical * 3);
    assertThat(byFlaw.get("dark")).allMatch(q -> q.value(QualityMeasure.BRIGHTNESS) < 50);
  }

  @Test
  void keepsWhatWasPlantedBesideIt() throws IOException {
    Planted read = Planted.read(folder);
    assertThat(read.images()).isEqualTo(planted.images());
    assertThat(read.classes()).isEqualTo(planted.classes());
    assertThat(read.pairs()).isEqualTo(planted.pairs());
    assertThat(read.leaks()).isEqualTo(planted.leaks());
    assertThat(read.conflicts()).isEqualTo(planted.conflicts());
    assertThat(read.rejects()).isEqualTo(planted.rejects());
    assertThat(read.flaws()).isEqualTo(planted.flaws());
  }

  @Test
  void namesTheLineThatIsNotItsOwn(@TempDir Path other) throws IOException {
    Files.writeString(other.resolve("planted.csv"), "what,id,other,detail\npair,1,x,copied\n");
    assertThatThrownBy(() -> Planted.read(other))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Line 2")
        .hasMessageContaining("pair,1,x,copied");
  }

  @Test
  void drawsTheSameAgain(@TempDir Path first, @TempDir Path second, @TempDir Path third)
      throws IOException {
    new SampleCollection(100, 9).draw(first);
    new SampleCollection(100, 9).draw(second);
    new SampleCollection(100, 10).draw(third);
    Map<String, byte[]> files = files(first);
    assertThat(files).hasSizeGreaterThan(100);
    Map<String, byte[]> again = files(second);
    assertThat(again.keySet()).isEqualTo(files.keySet());
    files.forEach((name, bytes) -> assertThat(again.get(name)).as(name).isEqualTo(bytes));
    assertThat(files(third).get("labels.csv")).isNotEqualTo(files.get("labels.csv"));
  }

  @Test
  void refusesTooFew() {
    assertThatThrownBy(() -> new SampleCollection(99, 1))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid number of images for the demo: 99 (must be 100 to 99999)");
  }

  private static int distance(IdPair pair) {
    Raster left = PICTURES.get(pair.left());
    Raster right = PICTURES.get(pair.right());
    return Math.min(
        HashAlgorithm.PHASH64.hash(left).distance(HashAlgorithm.PHASH64.hash(right)),
        HashAlgorithm.DHASH64.hash(left).distance(HashAlgorithm.DHASH64.hash(right)));
  }

  private static long[] hashes(HashAlgorithm algorithm) {
    return PICTURES.values().stream()
        .mapToLong(picture -> algorithm.hash(picture).toLong())
        .toArray();
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).collect(Collectors.toList())) {
        files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
