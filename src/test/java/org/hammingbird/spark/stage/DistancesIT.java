package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.hammingbird.UserException;
import org.hammingbird.evaluation.Interval;
import org.hammingbird.image.Raster;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistancesIT {
  private static final String[] CLASSES = {"cat", "dog", "sea-lion"};
  private static final int IMAGES = 315;

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<String> labels = new ArrayList<>();
  private final List<Long> hashes = new ArrayList<>();

  /** Hashes of a class share 32 bits, so that votes are right; the other hashes are random. */
  @BeforeEach
  void publish() {
    Random random = new Random(1);
    Raster pixel = new Raster(1, 1, 1, new byte[1]);
    HashedImages images = new HashedImages();
    for (int id = 0; id < IMAGES; id++) {
      int number = id % 3;
      long hash = (random.nextLong() & 0xffffffffL) | (long) (0x11111111 * (1 + number)) << 32;
      labels.add(CLASSES[number]);
      hashes.add(hash);
      long[] bits = {hash, random.nextLong(), random.nextLong()};
      images.add(id, CLASSES[number], id % 5 == 0 ? "test" : "train", bits, pixel, 1);
    }
    images.publish(context(Map.of()));
  }

  @Test
  void equalsComparingAllPairs() {
    RunManifest manifest =
        distances(Map.of("distances.class-pairs", List.of("dog-cat", "sea-lion-dog", "cat-cat")));
    Map<String, long[]> naive = naive(id -> true);
    Map<String, long[]> stored = stored("ahash64");
    assertThat(stored.keySet())
        .containsExactlyInAnyOrder("within", "between", "dog-cat", "sea-lion-dog", "cat-cat");
    stored.forEach((pair, counts) -> assertThat(counts).as(pair).isEqualTo(naive.get(pair)));

    Map<String, Object> average = algorithm(manifest, "ahash64");
    assertThat(manifest.results()).containsEntry("images", IMAGES).containsEntry("sampled", false);
    assertThat((double) average.get("auc")).isCloseTo(auc(naive), within(1e-9));
    // ten groups by the place among all in the order of classes, an image of each at a time
    double[] without = new double[10];
    Arrays.setAll(
        without, group -> auc(naive(id -> (id % 3 * (IMAGES / 3) + id / 3) % 10 != group)));
    Interval interval = Interval.ofJackknife(auc(naive), without).orElseThrow();
    assertThat((double) average.get("auc-low")).isCloseTo(interval.low(), within(1e-9));
    assertThat((double) average.get("auc-high")).isCloseTo(interval.high(), within(1e-9));
    assertThat((double) average.get("effect-size")).isGreaterThan(1);
    double accuracy = (double) average.get("vote-accuracy");
    assertThat(accuracy).isGreaterThan(0.9);
    assertThat((double) average.get("vote-accuracy-low"))
        .isEqualTo(Interval.ofMean(accuracy, IMAGES / 5).low());
    Map<String, Object> random = algorithm(manifest, "phash64");
    assertThat((double) random.get("auc")).isBetween(0.47, 0.53);
    assertThat((double) random.get("vote-accuracy")).isBetween(0.1, 0.6);
  }

  @Test
  void aLargerCollectionIsSampledBySeed() {
    RunManifest first = distances(Map.of("distances.max-images", 50));
    assertThat(first.results()).containsEntry("images", 50).containsEntry("sampled", true);
    assertThat(algorithm(first, "ahash64"))
        .as("too few of a class to be divided")
        .doesNotContainKey("auc-low")
        .containsKey("vote-accuracy-low");
    Map<String, long[]> sample = stored("ahash64");
    distances(Map.of("distances.max-images", 50, "seed", 5));
    assertThat(stored("ahash64").get("between")).isNotEqualTo(sample.get("between"));
    assertThat(distances(Map.of("distances.max-images", 50)).skipped()).isFalse();
    assertThat(stored("ahash64").get("between")).isEqualTo(sample.get("between"));
    assertThat(distances(Map.of("distances.max-images", 50)).skipped()).isTrue();
  }

  @Test
  void hashesOfOtherSizesAreNamed() {
    assertThat(distances(Map.of()).results()).containsEntry("left-out", List.of());
    StageContext context = context(Map.of());
    Table table = context.workspace().table("hashes");
    Dataset<Row> wider = table.read().withColumn("pdq256", functions.lit(new byte[32]));
    table.widen(wider.schema());
    StageRun.of(context, "hash", "default", "seed")
        .output("hashes", table.overwrite(wider))
        .complete(Map.of());
    RunManifest manifest = distances(Map.of());
    assertThat(manifest.results()).containsEntry("left-out", List.of("pdq256"));
    assertThat(((Map<?, ?>) manifest.results().get("algorithms")).containsKey("pdq256")).isFalse();
  }

  @Test
  @SuppressWarnings("unchecked")
  void asInTheStudyCountsHexDigitsOfTheFirstHundred() {
    RunManifest manifest = distances(Map.of("distances.as-in-study", true));
    Map<String, Object> study = (Map<String, Object>) manifest.results().get("as-in-study");
    // there is no truck here: the study's other pairs remain
    assertThat(study.keySet()).containsExactly("cat-cat", "dog-dog");
    Map<String, Object> cats = (Map<String, Object>) study.get("cat-cat");
    assertThat(cats).containsEntry("pairs", 10_000L);
    List<Integer> plotted = (List<Integer>) cats.get("plotted");
    assertThat(plotted).hasSize(100);
    // the first cat has id 0, the second id 3
    assertThat(plotted.subList(0, 2)).containsExactly(0, digits(hashes.get(0), hashes.get(3)));
    double sum = 0;
    for (int i = 0; i < 300; i += 3) {
      for (int j = 0; j < 300; j += 3) {
        sum += digits(hashes.get(i), hashes.get(j));
      }
    }
    assertThat((double) cats.get("mean")).isCloseTo(sum / 10_000, within(1e-9));
  }

  @Test
  void anUnknownClassIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> distances(Map.of("distances.class-pairs", List.of("cat-horse"))))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid distances.class-pairs: cat-horse (must be two of the classes joined by '-': cat, dog, sea-lion)");
    assertThatThrownBy(
            () -> DistancesOptions.from(TestSpark.settings(Map.of("distances.votes", 0))))
        .hasMessage("Invalid distances.votes: 0 (must be 1 to 1000, a whole number)");
  }

  private static int digits(long one, long other) {
    String left = String.format("%016x", one);
    String right = String.format("%016x", other);
    int differing = 0;
    for (int i = 0; i < 16; i++) {
      differing += left.charAt(i) == right.charAt(i) ? 0 : 1;
    }
    return differing;
  }

  private static String pairName(String one, String other) {
    String greater = one.compareTo(other) >= 0 ? one : other;
    return greater + "-" + (greater.equals(one) ? other : one);
  }

  /** Pairs by distance of some of the images, by pair of classes, within and between classes. */
  private Map<String, long[]> naive(IntPredicate ids) {
    Map<String, long[]> naive = new HashMap<>();
    for (int i = 0; i < IMAGES; i++) {
      for (int j = i + 1; j < IMAGES; j++) {
        if (ids.test(i) && ids.test(j)) {
          int distance = Long.bitCount(hashes.get(i) ^ hashes.get(j));
          boolean same = labels.get(i).equals(labels.get(j));
          count(naive, same ? "within" : "between", distance);
          count(naive, pairName(labels.get(i), labels.get(j)), distance);
        }
      }
    }
    return naive;
  }

  private static double auc(Map<String, long[]> pairs) {
    double wins = 0;
    double all = 0;
    for (int near = 0; near <= 64; near++) {
      for (int far = 0; far <= 64; far++) {
        double both = (double) pairs.get("within")[near] * pairs.get("between")[far];
        wins += both * (near < far ? 1 : near == far ? 0.5 : 0);
        all += both;
      }
    }
    return wins / all;
  }

  private static void count(Map<String, long[]> counts, String pair, int distance) {
    counts.computeIfAbsent(pair, key -> new long[65])[distance]++;
  }

  private Map<String, long[]> stored(String algorithm) {
    Map<String, long[]> counts = new HashMap<>();
    for (Row row :
        context(Map.of())
            .workspace()
            .table("distance_histograms")
            .read()
            .where("algorithm = '" + algorithm + "'")
            .collectAsList()) {
      counts.computeIfAbsent(row.getString(1), key -> new long[65])[row.getInt(2)] = row.getLong(3);
    }
    return counts;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> algorithm(RunManifest manifest, String column) {
    return (Map<String, Object>)
        ((Map<String, Object>) manifest.results().get("algorithms")).get(column);
  }

  private RunManifest distances(Map<String, ?> overrides) {
    StageContext context = context(overrides);
    return new DistancesStage(context, DistancesOptions.from(context.settings())).run();
  }

  private StageContext context(Map<String, ?> overrides) {
    return TestSpark.context(folder, TestSpark.settings(new HashMap<>(overrides)), printed);
  }
}
