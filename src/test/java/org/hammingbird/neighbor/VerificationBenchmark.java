package org.hammingbird.neighbor;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.Raster;

/**
 * What verification finds, and what it costs. Precision and recall on pairs of CIFAR-10 that were
 * looked at, {@code cifar-pairs.csv}: drawn from strata of the pairs that wide hashes propose, each
 * standing for {@code weight} of them; recall for each of {@link PhotoEdits} planted on photographs
 * and on CIFAR-10's images, proposed and verified; how many pairs of different photographs are
 * taken for one; microseconds a pair. The figures come last, as a line of JSON.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     org.hammingbird.neighbor.VerificationBenchmark FOLDER [IMAGES]
 * </pre>
 *
 * <p>The folder holds {@code cifar10/train.zip}, {@code photos/bsds.zip} and {@code
 * photos/kodak.zip}; where it is absent, nothing is measured. IMAGES is how many of each kind are
 * edited, 100 by default.
 */
public final class VerificationBenchmark {
  private static final int RADIUS = 12;
  private static final double THRESHOLD = 0.75;
  private static final int PHOTOS = 100;
  private static final int SMALL_SIDE = 64;
  private static final int COST_IMAGES = 5_000;
  private static final int COST_RADIUS = 16;

  private final Verification verification = new Verification();
  private final ImageDecoder decoder = new ImageDecoder();
  private final Map<String, Number> figures = new LinkedHashMap<>();

  private VerificationBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Paths.get(arguments[0]);
    if (!Files.isDirectory(folder.resolve("cifar10"))
        || !Files.isDirectory(folder.resolve("photos"))) {
      System.out.println("Skipped: " + folder + " has no cifar10 and photos");
      return;
    }
    VerificationBenchmark benchmark = new VerificationBenchmark();
    Map<Integer, Raster> cifar = benchmark.cifar(folder.resolve("cifar10/train.zip"));
    benchmark.judged(cifar);
    List<Raster> photos = new ArrayList<>();
    for (String zip : new String[] {"bsds.zip", "kodak.zip"}) {
      photos.addAll(benchmark.images(folder.resolve("photos/" + zip)).values());
    }
    benchmark.cost(cifar);
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : PHOTOS;
    benchmark.mirrored(new ArrayList<>(cifar.values()).subList(0, count));
    benchmark.different(photos);
    Collections.shuffle(photos, new Random(1));
    benchmark.planted("photographs", photos.subList(0, count));
    List<Raster> some = new ArrayList<>(cifar.values()).subList(0, count);
    benchmark.planted("cifar", some);
    System.out.println(new ObjectMapper().writeValueAsString(benchmark.figures));
  }

  private void figure(String name, double value) {
    figures.put(name, Math.round(value * 1000) / 1000.0);
  }

  private Map<Integer, Raster> cifar(Path zip) throws IOException {
    Map<Integer, Raster> byId = new TreeMap<>();
    images(zip)
        .forEach((name, image) -> byId.put(Integer.parseInt(name.replaceAll("\\D", "")), image));
    return byId;
  }

  private Map<String, Raster> images(Path zip) throws IOException {
    Map<String, Raster> images = new TreeMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      Enumeration<? extends ZipEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().matches(".*\\.(jpg|png)")) {
          byte[] content = file.getInputStream(entry).readAllBytes();
          try {
            images.put(entry.getName(), decoder.decode(content).raster().toRgb());
          } catch (Exception e) {
            throw new IOException(entry.getName(), e);
          }
        }
      }
    }
    return images;
  }

  private void judged(Map<Integer, Raster> cifar) throws IOException {
    List<String> lines =
        new String(
                VerificationBenchmark.class.getResourceAsStream("cifar-pairs.csv").readAllBytes(),
                StandardCharsets.UTF_8)
            .lines()
            .skip(1)
            .collect(java.util.stream.Collectors.toList());
    double[][] curve = new double[101][2];
    double all = 0;
    for (String line : lines) {
      String[] cells = line.split(",");
      Raster left = cifar.get(Integer.parseInt(cells[0]));
      Raster right = cifar.get(Integer.parseInt(cells[1]));
      double weight = Double.parseDouble(cells[3]);
      boolean same = cells[2].equals("1");
      double similarity = similarity(left, right);
      all += same ? weight : 0;
      for (int t = 0; t <= 100; t++) {
        curve[t][same ? 0 : 1] += similarity >= t / 100.0 ? weight : 0;
      }
    }
    double[] chosen = curve[(int) Math.round(100 * THRESHOLD)];
    figure("verify-precision", chosen[0] / (chosen[0] + chosen[1]));
    figure("verify-recall", chosen[0] / all);
    System.out.printf("%d judged pairs%nthreshold precision recall%n", lines.size());
    for (int t = 50; t <= 95; t += t >= 70 && t < 85 ? 1 : 5) {
      System.out.printf(
          Locale.ROOT,
          "%.2f %.3f %.3f%n",
          t / 100.0,
          curve[t][0] / (curve[t][0] + curve[t][1]),
          curve[t][0] / all);
    }
  }

  private double similarity(Raster left, Raster right) {
    return verification.similarity(Verification.grey(left), Verification.grey(right));
  }

  private void planted(String kind, List<Raster> photos) {
    System.out.printf(
        "%d images (%s): by whole hash, by crops too, verified%n", photos.size(), kind);
    List<Face> originals = new ArrayList<>();
    photos.forEach(photo -> originals.add(new Face(photo)));
    Map<String, BiFunction<Raster, Random, Raster>> edits = new HashMap<>(PhotoEdits.all());
    for (String edit : PhotoEdits.all().keySet()) {
      Random random = new Random(7);
      int[] found = new int[3];
      for (int i = 0; i < photos.size(); i++) {
        Face edited = new Face(edits.get(edit).apply(photos.get(i), random));
        Face original = originals.get(i);
        boolean whole = original.near(edited, false);
        boolean proposed = whole || original.near(edited, true);
        double similarity = verification.similarity(original.grey, edited.grey);
        found[0] += whole ? 1 : 0;
        found[1] += proposed ? 1 : 0;
        found[2] += proposed && similarity >= THRESHOLD ? 1 : 0;
      }
      String[] by = {"hash", "crops", "verified"};
      System.out.printf("%-24s", edit);
      for (int i = 0; i < by.length; i++) {
        double share = found[i] / (double) photos.size();
        figure(kind + "-" + edit + "-" + by[i], share);
        System.out.printf(Locale.ROOT, " %.3f", share);
      }
      System.out.println();
    }
  }

  private void different(List<Raster> photos) {
    List<Face> faces = new ArrayList<>();
    photos.forEach(photo -> faces.add(new Face(photo)));
    int pairs = 0;
    int proposed = 0;
    int verified = 0;
    int alike = 0;
    for (int i = 0; i < faces.size(); i++) {
      for (int j = i + 1; j < faces.size(); j++) {
        boolean near =
            faces.get(i).near(faces.get(j), false) || faces.get(i).near(faces.get(j), true);
        boolean same = verification.similarity(faces.get(i).grey, faces.get(j).grey) >= THRESHOLD;
        pairs++;
        proposed += near ? 1 : 0;
        alike += same ? 1 : 0;
        verified += near && same ? 1 : 0;
      }
    }
    System.out.printf(
        "%d pairs of different photographs: %d proposed, %d verified; verified if all were proposed: %d%n",
        pairs, proposed, verified, alike);
    figures.put("different-photographs", pairs);
    figures.put("different-photographs-verified", verified);
  }

  private void mirrored(List<Raster> images) {
    int proposed = 0;
    int verified = 0;
    for (Raster image : images) {
      Face original = new Face(image);
      Face mirror = new Face(View.MIRRORED.of(image));
      ImageHash[] back =
          HashAlgorithm.hashAll(View.MIRRORED.of(image.shrink(SMALL_SIDE)), Face.ALGORITHMS);
      boolean near = Face.near(back, mirror.whole, RADIUS);
      double similarity =
          verification.similarity(original.grey, Verification.mirrored(mirror.grey));
      proposed += near ? 1 : 0;
      verified += near && similarity >= THRESHOLD ? 1 : 0;
    }
    System.out.printf(
        "%d mirrored images: %d proposed, %d verified%n", images.size(), proposed, verified);
  }

  /** Candidates by whole hashes among the first images, each compared once a round. */
  private void cost(Map<Integer, Raster> cifar) {
    List<Face> faces = new ArrayList<>();
    cifar.values().stream().limit(COST_IMAGES).forEach(image -> faces.add(new Face(image)));
    List<int[]> candidates = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      for (int j = i + 1; j < faces.size(); j++) {
        if (Face.near(faces.get(i).whole, faces.get(j).whole, COST_RADIUS)) {
          candidates.add(new int[] {i, j});
        }
      }
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] micros = new double[5];
    for (int round = 0; round < micros.length; round++) {
      long start = threads.getCurrentThreadCpuTime();
      double sum = 0;
      for (int[] pair : candidates) {
        sum += verification.similarity(faces.get(pair[0]).grey, faces.get(pair[1]).grey);
      }
      micros[round] = (threads.getCurrentThreadCpuTime() - start) / 1e3 / candidates.size();
      System.out.printf(
          Locale.ROOT,
          "%d candidates within %d: %.1f us of processor time a pair (mean similarity %.3f)%n",
          candidates.size(),
          COST_RADIUS,
          micros[round],
          sum / candidates.size());
    }
    Arrays.sort(micros);
    figure("microseconds-a-candidate", micros[micros.length / 2]);
  }

  /** What is compared of an image. */
  private static final class Face {
    private static final HashAlgorithm[] ALGORITHMS = {
      HashAlgorithm.PHASH64, HashAlgorithm.DHASH64
    };

    private final ImageHash[] whole;
    private final Map<View, ImageHash[]> views = new EnumMap<>(View.class);
    private final byte[] grey;

    Face(Raster image) {
      whole = HashAlgorithm.hashAll(image, ALGORITHMS);
      Raster small = image.shrink(SMALL_SIDE);
      for (View view : View.crops()) {
        views.put(view, HashAlgorithm.hashAll(view.of(small), ALGORITHMS));
      }
      grey = Verification.grey(small);
    }

    boolean near(Face other, boolean byCrops) {
      if (!byCrops) {
        return near(whole, other.whole, RADIUS);
      }
      return View.crops().stream()
          .anyMatch(
              view ->
                  near(whole, other.views.get(view), RADIUS - 2)
                      || near(views.get(view), other.whole, RADIUS - 2));
    }

    private static boolean near(ImageHash[] one, ImageHash[] other, int radius) {
      return Arrays.stream(new int[] {0, 1}).anyMatch(i -> one[i].distance(other[i]) <= radius);
    }
  }
}
