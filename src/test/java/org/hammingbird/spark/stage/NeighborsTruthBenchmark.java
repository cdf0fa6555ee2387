package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.spark.sql.Row;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;

/**
 * The stage {@code neighbors} on CIFAR-10 as it comes, Delta to Delta on two threads: candidates,
 * pairs, seconds, and precision and recall on the pairs of {@code cifar-pairs.csv} that were looked
 * at, with and without crops.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
 * java -Xmx3g (the --add-opens of pom.xml's test.jvm.opens) \
 *     -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     org.hammingbird.spark.stage.NeighborsTruthBenchmark CIFAR10_FOLDER/train.zip
 * </pre>
 */
public final class NeighborsTruthBenchmark {
  private NeighborsTruthBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path zip = Paths.get(arguments[0]);
    if (!Files.isReadable(zip)) {
      System.out.println("Skipped: there is no " + zip);
      return;
    }
    Path folder = Files.createTempDirectory("neighbors-truth");
    publish(zip, context(folder, Map.of()));
    // the first run warms the machine up
    report(folder, Map.of("neighbors.crops", false));
    report(folder, Map.of("neighbors.crops", false, "neighbors.radius", 8));
    report(
        folder,
        Map.of("neighbors.crops", false, "neighbors.radius", 8, "neighbors.min-similarity", -1));
    report(folder, Map.of("neighbors.crops", false));
    report(folder, Map.of());
    report(folder, Map.of("neighbors.mirrored", true));
  }

  private static void publish(Path zip, StageContext context) throws Exception {
    HashedImages images = new HashedImages();
    ImageDecoder decoder = new ImageDecoder();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (int id = 1; id <= 50_000; id++) {
        ZipEntry entry = file.getEntry("train/" + id + ".jpg");
        byte[] content = file.getInputStream(entry).readAllBytes();
        images.add(
            id,
            "unknown",
            id <= 40_000 ? "train" : "test",
            decoder.decode(content).raster().toRgb(),
            content.length);
      }
    }
    images.publish(context);
  }

  private static void report(Path folder, Map<String, Object> overrides) throws Exception {
    StageContext context = context(folder, overrides);
    long start = System.nanoTime();
    RunManifest manifest =
        new NeighborsStage(context, NeighborsOptions.from(context.settings())).run();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%s: %.1f s, %s%n", overrides, seconds, manifest.results());
    Set<String> found = new HashSet<>();
    for (Row pair : context.workspace().table("pairs").read().collectAsList()) {
      found.add(pair.getLong(0) + "," + pair.getLong(1));
    }
    double all = 0;
    double right = 0;
    double wrong = 0;
    byte[] list =
        NeighborsTruthBenchmark.class
            .getResourceAsStream("/org/hammingbird/neighbor/cifar-pairs.csv")
            .readAllBytes();
    for (String line : new String(list, StandardCharsets.UTF_8).split("\n")) {
      String[] cells = line.split(",");
      if (cells[0].equals("left")) {
        continue;
      }
      double weight = Double.parseDouble(cells[3]);
      boolean same = cells[2].equals("1");
      all += same ? weight : 0;
      if (found.contains(cells[0] + "," + cells[1])) {
        right += same ? weight : 0;
        wrong += same ? 0 : weight;
      }
    }
    System.out.printf(
        Locale.ROOT, "  precision %.3f, recall %.3f%n", right / (right + wrong), right / all);
  }

  private static StageContext context(Path folder, Map<String, Object> overrides) {
    Config settings = TestSpark.settings(new HashMap<>(overrides));
    return TestSpark.context(folder, settings, new ByteArrayOutputStream());
  }
}
