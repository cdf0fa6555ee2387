package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hammingbird.evaluation.ConfusionMatrix;
import org.hammingbird.evaluation.DegradationCurve;
import org.hammingbird.evaluation.Histogram;
import org.hammingbird.image.Raster;
import org.hammingbird.image.Thumbnail;

/** A report over made-up but plausible results, one class of which has a hostile name. */
final class SampleReport {
  static final String HOSTILE = "<script>alert(1)</script>";
  static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", HOSTILE);

  private SampleReport() {}

  static ReportData full() {
    return new ReportData(
        "hdfs://cluster/users/ann/workspace",
        "23 November 2026, 01:20 UTC",
        "Hammingbird 0.1.0",
        List.of(dataset(), distances(), neighbors(40, 3), training(), evaluation()),
        List.of(
            new ReportData.Manifest(
                "hash", "complete, 31.4 s", false, "{\n  \"stage\" : \"hash\"\n}"),
            new ReportData.Manifest(
                "neighbors",
                "failed: too many " + HOSTILE,
                true,
                "{\n  \"label\" : \"" + HOSTILE + "\"\n}")));
  }

  static ReportData empty() {
    return new ReportData(
        "file:/tmp/workspace",
        "23 November 2026, 01:20 UTC",
        "Hammingbird 0.1.0",
        List.of(
            DatasetSection.missing(),
            DistanceSection.missing(),
            NeighborSection.missing(),
            TrainingSection.missing(),
            EvaluationSection.missing()),
        List.of());
  }

  static Section dataset() {
    Random random = new Random(1);
    Map<String, Map<String, Long>> images = new LinkedHashMap<>();
    for (String name : CLASSES) {
      images.put(name, Map.of("train", 3900L + random.nextInt(200), "test", 1000L));
    }
    List<List<String>> rejects = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      rejects.add(
          List.of(
              "4" + (1000 + 37 * i),
              CLASSES.get(i % 10),
              "train",
              "file:/data/train/4" + (1000 + 37 * i) + ".png",
              i < 7 ? "truncated" : "not-found",
              i < 7 ? "the file ends within its data" : "no such file " + HOSTILE));
    }
    return DatasetSection.of(images, Map.of("truncated", 7L, "not-found", 5L), rejects);
  }

  static Section distances() {
    Map<String, Map<String, Histogram>> all = new LinkedHashMap<>();
    int shift = 0;
    for (String algorithm : List.of("ahash64", "phash64", "dhash64")) {
      Map<String, Histogram> pairs = new LinkedHashMap<>();
      boolean even = algorithm.equals("phash64");
      pairs.put("within", bell(28 - shift, 7.5, even));
      pairs.put("between", bell(30, 7, even));
      pairs.put("cat-cat", bell(29, 6.5, even));
      pairs.put("truck-dog", bell(31, 6, even));
      all.put(algorithm, pairs);
      shift++;
    }
    return DistanceSection.of(all, distanceResults(), 0.1);
  }

  /** As the stage writes them, of 100 images plotted as in the study. */
  static JsonNode distanceResults() {
    Random random = new Random(3);
    Map<String, Object> pairs = new LinkedHashMap<>();
    for (String pair : List.of("cat-cat", "dog-dog", "truck-dog")) {
      List<Integer> plotted = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        plotted.add(10 + random.nextInt(7));
      }
      pairs.put(
          pair,
          Map.of("pairs", 10_000, "mean", 13.9, "standard-deviation", 1.8, "plotted", plotted));
    }
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("images", 100_000);
    results.put("sampled", true);
    results.put("left-out", List.of("pdq256"));
    results.put(
        "algorithms",
        Map.of(
            "ahash64", figures(.577, .331),
            "phash64", figures(.615, .32),
            "dhash64", figures(.652, .29)));
    results.put("as-in-study", pairs);
    return new ObjectMapper().valueToTree(results);
  }

  private static Map<String, Double> figures(double auc, double votes) {
    return Map.of(
        "auc-low",
        auc - .004,
        "auc-high",
        auc + .004,
        "vote-accuracy",
        votes,
        "vote-accuracy-low",
        votes - .009,
        "vote-accuracy-high",
        votes + .009);
  }

  private static Histogram bell(double mean, double deviation, boolean even) {
    long[] counts = new long[65];
    for (int d = 0; d < 65; d++) {
      double z = (d - mean) / deviation;
      counts[d] = even && d % 2 == 1 ? 0 : Math.round(1e6 * Math.exp(-z * z / 2));
    }
    return Histogram.of(counts);
  }

  static Section neighbors(int groups, int images) {
    List<Gallery.Group> clusters = new ArrayList<>();
    List<Gallery.Group> leaks = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      List<Picture> members = new ArrayList<>();
      int size = g % 4 == 0 ? images + 2 : images - 1;
      for (int i = 0; i < size; i++) {
        members.add(picture(g, i, i == 0 ? "kept: largest area" : ""));
      }
      clusters.add(
          new Gallery.Group(
              CLASSES.get(g % 10) + " · " + size + " images", "distance 2 to 8", members));
      leaks.add(
          new Gallery.Group(
              CLASSES.get(g % 10),
              "distance " + g % 9 + ", similarity 0." + (99 - g % 30),
              List.of(picture(g, 0, ""), picture(g, 1, ""))));
    }
    return NeighborSection.of(
        NeighborSection.Counts.of(50_000, 10_000).clusters(1480, 610, 1390).trouble(312, 14),
        "Two are a pair where pHash or dHash differ in at most 12 bits and their gradients correlate by 0.65 or more.",
        List.of(
            new Gallery("Clusters", "The " + groups + " largest of 610 clusters.", clusters),
            new Gallery("Leaked test images", groups + " of 312, nearest first.", leaks)));
  }

  private static Picture picture(int group, int member, String note) {
    int side = 64;
    byte[] rgb = new byte[side * side * 3];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % side;
      int y = i / 3 / side;
      double wave = Math.sin(x * (0.05 + group % 7 * 0.03)) * Math.cos(y * 0.08 + group + i % 3);
      rgb[i] = (byte) (128 + 90 * wave + 8 * member);
    }
    return new Picture(
        Integer.toString(1000 * group + member),
        CLASSES.get(group % 10),
        member == 1 ? "test" : "train",
        note,
        Thumbnail.jpeg(new Raster(side, side, 3, rgb), 96));
  }

  static Section training() {
    List<TrainingSection.Model> models = new ArrayList<>();
    for (String name : List.of("default", "deduplicated-20%")) {
      List<Double> losses = new ArrayList<>();
      List<Double> accuracies = new ArrayList<>();
      for (int epoch = 0; epoch < 12; epoch++) {
        losses.add(0.7 + 1.5 * Math.exp(-epoch / 3.0) + 0.1 * models.size());
        accuracies.add(0.76 - 0.45 * Math.exp(-epoch / 3.0) - 0.05 * models.size());
      }
      models.add(
          new TrainingSection.Model(name, "hvass-cnn", "train", 40_000, 812, losses, accuracies));
    }
    return TrainingSection.of(
        models, List.of(List.of("deduplicated-20%", "deduplicated", "8,000", "20.0%")));
  }

  static Section evaluation() {
    Random random = new Random(2);
    long[] counts = new long[100];
    for (int actual = 0; actual < 10; actual++) {
      long left = 1000;
      for (int predicted = 0; predicted < 10; predicted++) {
        if (predicted != actual) {
          counts[actual * 10 + predicted] = random.nextInt(actual == 3 ? 70 : 35);
          left -= counts[actual * 10 + predicted];
        }
      }
      counts[actual * 11] = left;
    }
    ConfusionMatrix matrix = ConfusionMatrix.of(CLASSES, counts);
    List<DegradationCurve> curves = new ArrayList<>();
    double strength = 0.01;
    for (String id :
        List.of(
            "gaussian-noise",
            "gaussian-blur",
            "jpeg-compression",
            "pixelate",
            "brightness",
            "contrast")) {
      DegradationCurve curve = DegradationCurve.of(id, 10_000, matrix.correct());
      for (int severity = 1; severity <= 5; severity++) {
        double accuracy = matrix.accuracy() - strength * severity * severity / 2;
        curve = curve.with(severity, 10_000, Math.round(10_000 * accuracy));
      }
      curves.add(curve);
      strength += 0.006;
    }
    List<EvaluationSection.QualityGroup> groups = new ArrayList<>();
    for (String measure : List.of("sharpness", "brightness", "contrast")) {
      groups.add(new EvaluationSection.QualityGroup(measure, "lowest third", 3333, 2300));
      groups.add(new EvaluationSection.QualityGroup(measure, "middle third", 3334, 2700));
      groups.add(new EvaluationSection.QualityGroup(measure, "highest third", 3333, 2800));
    }
    Gallery confused =
        new Gallery(
            "Most confused classes",
            "The classes most often taken for one another.",
            List.of(
                new Gallery.Group(
                    "cat taken for " + HOSTILE,
                    "66 images",
                    List.of(picture(3, 0, ""), picture(3, 2, ""), picture(3, 4, "")))));
    return EvaluationSection.of("default", "default", "test", matrix, confused, curves, groups);
  }
}
