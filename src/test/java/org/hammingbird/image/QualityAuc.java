package org.hammingbird.image;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hammingbird.evaluation.RankAuc;

/**
 * How well each measure of {@link Quality} tells degraded images from the same images undegraded:
 * the area under the ROC curve, the chance that of a clean and a degraded image, drawn apart from
 * one another, the degraded one has the larger value. Near 1 and near 0 it tells them, at 0.5 it
 * does not. Every {@link Corruption} at every severity, and two that {@link Corruption} lacks:
 * {@code darkness}, the reverse of its brightness, and {@code low-light}, every sample multiplied.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     org.hammingbird.image.QualityAuc FOLDER [SEVERITIES [EVERY]]
 * </pre>
 *
 * <p>FOLDER is searched for images at any depth; SEVERITIES such as {@code 3} or {@code 1,3,5},
 * default all; of the files, sorted by name, every EVERY-th is taken, default 1. Prints a table,
 * then quantiles of the clean images, from which default thresholds were chosen.
 */
public final class QualityAuc {
  private static final double[] BRIGHTNESS = {0.05, 0.1, 0.15, 0.2, 0.3};
  private static final double[] LIGHT = {0.8, 0.65, 0.5, 0.35, 0.2};
  private static final double[] QUANTILES = {0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1};

  private final Map<String, List<Quality>> measured = new LinkedHashMap<>();

  private QualityAuc() {}

  public static void main(String[] arguments) throws Exception {
    List<Path> files = files(Paths.get(arguments[0]));
    int[] severities =
        Stream.of((arguments.length > 1 ? arguments[1] : "1,2,3,4,5").split(","))
            .mapToInt(Integer::parseInt)
            .toArray();
    int every = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
    QualityAuc auc = new QualityAuc();
    ImageDecoder decoder = new ImageDecoder();
    int images = 0;
    for (int i = 0; i < files.size(); i += every, images++) {
      byte[] file = Files.readAllBytes(files.get(i));
      auc.measure(decoder.decode(file).raster(), severities, i);
    }
    System.out.printf("%d images%n", images);
    auc.print(System.out);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(path -> path.toString().matches("(?i).*\\.(jpe?g|png|webp|bmp|tiff?)"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private void measure(Raster image, int[] severities, long seed) {
    add("clean", image);
    for (int level : severities) {
      Severity severity = Severity.of(level);
      for (Corruption corruption : Corruption.values()) {
        add(corruption.id() + " " + level, corruption.apply(image, severity, seed));
      }
      add("darkness " + level, Degradation.brighten(image, -BRIGHTNESS[level - 1]));
      add("low-light " + level, scaled(image, LIGHT[level - 1]));
    }
  }

  private static Raster scaled(Raster image, double factor) {
    byte[] samples = new byte[image.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Math.round((image.samples()[i] & 0xFF) * factor);
    }
    return new Raster(image.width(), image.height(), image.channels(), samples);
  }

  private void add(String condition, Raster image) {
    measured.computeIfAbsent(condition, name -> new ArrayList<>()).add(Quality.of(image));
  }

  private void print(PrintStream out) {
    List<QualityMeasure> measures =
        Arrays.stream(QualityMeasure.values())
            .filter(measure -> measure != QualityMeasure.JPEG_QUALITY)
            .collect(Collectors.toList());
    out.printf("%-22s", "");
    measures.forEach(measure -> out.printf("%12s", measure.column()));
    out.println();
    for (Map.Entry<String, List<Quality>> condition : measured.entrySet()) {
      out.printf("%-22s", condition.getKey());
      for (QualityMeasure measure : measures) {
        double[] clean = sorted("clean", measure);
        out.printf(Locale.ROOT, "%12.3f", RankAuc.of(clean, sorted(condition.getKey(), measure)));
      }
      out.println();
    }
    for (String condition : measured.keySet()) {
      if (condition.equals("clean") || condition.endsWith("3")) {
        out.printf("%n%-22s", condition);
        for (double quantile : QUANTILES) {
          out.printf(Locale.ROOT, "%9.2f", quantile);
        }
        out.println();
        for (QualityMeasure measure : measures) {
          double[] values = sorted(condition, measure);
          out.printf("%-22s", measure.column());
          for (double quantile : QUANTILES) {
            out.printf(Locale.ROOT, "%9.2f", values[(int) (quantile * (values.length - 1))]);
          }
          out.println();
        }
      }
    }
  }

  private double[] sorted(String condition, QualityMeasure measure) {
    return measured.get(condition).stream().mapToDouble(q -> q.value(measure)).sorted().toArray();
  }
}
