package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hammingbird.evaluation.DistanceDistribution;
import org.hammingbird.evaluation.Histogram;

/** Whether images of one class are closer in Hamming distance than images of different classes. */
public final class DistanceSection {
  private static final String ID = "distances";
  private static final String TITLE = "Hash distances";
  private static final String WITHIN = "within";
  private static final String BETWEEN = "between";
  static final String VOTES = "vote-accuracy";
  static final int MOST_SERIES = 12;
  private static final int MOST_ROWS = 200;

  private DistanceSection() {}

  public static Section missing() {
    return Section.missing(ID, TITLE, "distances");
  }

  /**
   * @param histograms by algorithm, then pair of classes; {@code within} and {@code between} stand
   *     for all classes together
   * @param results of the stage {@code distances}, whose Javadoc names them; may be without any
   * @param chance accuracy of always naming the largest class (0 to 1), or NaN
   */
  public static Section of(
      Map<String, Map<String, Histogram>> histograms, JsonNode results, double chance) {
    JsonNode algorithms = results.path("algorithms");
    Optional<String> voter = best(algorithms, VOTES);
    Section section = Section.of(ID, TITLE, lead(results));
    if (hasBoth(histograms)) {
      section = section.withFinding(Finding.Topic.DISTANCES, separation(histograms, algorithms));
    }
    if (voter.isPresent()) {
      section =
          section.withFinding(
              Finding.Topic.DISTANCES, classification(voter.get(), algorithms, chance));
    }
    for (Map.Entry<String, Map<String, Histogram>> entry : histograms.entrySet()) {
      section = section.with(chart(entry.getKey(), entry.getValue()));
    }
    section = section.with(table(histograms)).with(summary(histograms, algorithms, chance));
    return DistancesAsInStudy.in(section, results.path("as-in-study"));
  }

  private static String lead(JsonNode results) {
    String lead =
        "Pairs of images by the bits in which their hashes differ. If hashes told classes apart, pairs of one class would stand to the left.";
    return results.has("images")
        ? lead
            + " "
            + ofImages(results)
            + "."
            + (results.path("left-out").isEmpty() ? "" : " " + leftOut(results) + ".")
        : lead;
  }

  /** How many images were measured, and whether there are more. */
  static String ofImages(JsonNode results) {
    return String.format(
        "All pairs of %s%s",
        Text.count(results.path("images").asLong(), "image", "images"),
        results.path("sampled").asBoolean() ? ", a seeded sample of those there are" : "");
  }

  /** What a note on intervals says of those of AUC, behind a comma. */
  static String aucIntervals(JsonNode algorithms) {
    for (JsonNode figures : algorithms) {
      if (figures.has("auc-low")) {
        return ", of AUC by leaving out a tenth of the images at a time";
      }
    }
    return ", of AUC none: there are too few images a class";
  }

  /** Which hashes were not measured, though they are there. */
  static String leftOut(JsonNode results) {
    List<String> names = new ArrayList<>();
    results.path("left-out").forEach(column -> names.add(name(column.asText())));
    return "Only hashes of 64 bits are compared, not " + String.join(", ", names);
  }

  /** The hash of which a figure is the greatest, where any has it. */
  static Optional<String> best(JsonNode algorithms, String key) {
    String best = null;
    for (Iterator<String> names = algorithms.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      double value = StudyText.number(algorithms.path(name), key);
      if (!Double.isNaN(value)
          && (best == null || value > StudyText.number(algorithms.path(best), key))) {
        best = name;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * How much nearer pairs of one class are than others, in words that stand before "more alike".
   */
  static String howMuch(double auc) {
    return auc < 0.55 ? "hardly" : auc < 0.65 ? "a little" : auc < 0.75 ? "somewhat" : "clearly";
  }

  /** A chart's summary, which says so where pairs are more than can be told apart in it. */
  static String summary(String text, int pairs) {
    return DatasetSection.withShown(text, MOST_SERIES, pairs, "pairs of classes");
  }

  private static boolean hasBoth(Map<String, Map<String, Histogram>> histograms) {
    return histograms.values().stream()
        .anyMatch(pairs -> pairs.containsKey(WITHIN) && pairs.containsKey(BETWEEN));
  }

  private static String separation(
      Map<String, Map<String, Histogram>> histograms, JsonNode algorithms) {
    String best = "";
    double highest = -1;
    for (Map.Entry<String, Map<String, Histogram>> entry : histograms.entrySet()) {
      double auc = auc(entry.getValue());
      if (auc > highest) {
        highest = auc;
        best = entry.getKey();
      }
    }
    return separation(
        highest,
        StudyText.inBrackets(StudyText.percents(algorithms.path(best), "auc")),
        best,
        histograms.size());
  }

  /**
   * Whether images of one class are more alike than others, a sentence.
   *
   * @param interval of AUC in brackets, with a space before them; may be empty
   * @param best the hash that tells classes apart best, of so many
   */
  static String separation(double auc, String interval, String best, int hashes) {
    return String.format(
        "Two images of one class are %s more alike than two of different classes: by %s%s, the pair of one class is the nearer in %s of cases%s; chance is 50%%.",
        howMuch(auc),
        name(best),
        hashes == 1 ? "" : ", the best of " + Text.count(hashes) + " hashes",
        Text.percent(auc),
        interval);
  }

  private static String classification(String best, JsonNode algorithms, double chance) {
    return String.format(
        "The nearest hashes by %s name %s of the images correctly.%s",
        name(best),
        StudyText.percentRange(algorithms.path(best), VOTES),
        Double.isNaN(chance)
            ? ""
            : " Always naming the largest class names " + Text.percent(chance) + ".");
  }

  private static Chart chart(String algorithm, Map<String, Histogram> pairs) {
    int maximum = pairs.values().stream().mapToInt(DistanceSection::highest).max().orElse(0);
    List<String> distances =
        IntStream.rangeClosed(0, maximum).mapToObj(Integer::toString).collect(Collectors.toList());
    String separation =
        Double.isNaN(auc(pairs))
            ? ""
            : " The area under the ROC curve, within against between, is "
                + Text.decimal(auc(pairs), 3)
                + ".";
    Chart chart =
        Chart.of(
                Chart.Kind.AREAS,
                name(algorithm),
                summary("Share of pairs at each distance." + separation, pairs.size()),
                distances)
            .withAxes("differing bits", "share of pairs")
            .asShares();
    int series = 0;
    for (Map.Entry<String, Histogram> pair : pairs.entrySet()) {
      if (series++ < MOST_SERIES) {
        chart = chart.withSeries(title(pair.getKey()), shares(pair.getValue(), maximum));
      }
    }
    return chart;
  }

  private static int highest(Histogram histogram) {
    int highest = histogram.maximum();
    while (highest > 0 && histogram.count(highest) == 0) {
      highest--;
    }
    return highest;
  }

  /** Shares by distance; where only even ones occur (pHash) the odd ones are gaps, not zeros. */
  private static List<Double> shares(Histogram histogram, int maximum) {
    long odd = 0;
    for (int distance = 1; distance <= maximum; distance += 2) {
      odd += histogram.count(distance);
    }
    boolean even = odd == 0 && histogram.total() > 100;
    List<Double> shares = new ArrayList<>();
    for (int distance = 0; distance <= maximum; distance++) {
      boolean gap = histogram.total() == 0 || even && distance % 2 == 1;
      shares.add(gap ? Double.NaN : (double) histogram.count(distance) / histogram.total());
    }
    return shares;
  }

  private static DataTable table(Map<String, Map<String, Histogram>> histograms) {
    List<List<String>> rows = new ArrayList<>();
    histograms.forEach(
        (algorithm, pairs) ->
            pairs.forEach(
                (pair, histogram) ->
                    rows.add(
                        List.of(
                            name(algorithm),
                            title(pair),
                            Text.count(histogram.total()),
                            Text.decimal(histogram.mean(), 2),
                            Text.decimal(histogram.standardDeviation(), 2)))));
    return DataTable.of(
            "Distances by pair of classes",
            "hash",
            "classes",
            "pairs",
            "mean distance",
            "standard deviation")
        .withFirst(MOST_ROWS, rows, "rows");
  }

  private static DataTable summary(
      Map<String, Map<String, Histogram>> histograms, JsonNode algorithms, double chance) {
    List<List<String>> rows = new ArrayList<>();
    histograms.forEach(
        (algorithm, pairs) ->
            rows.add(
                List.of(
                    name(algorithm),
                    Text.decimal(auc(pairs), 3)
                        + StudyText.decimalInterval(algorithms.path(algorithm), "auc"),
                    Text.decimal(effect(pairs), 3),
                    StudyText.percentRange(algorithms.path(algorithm), VOTES),
                    Text.percent(chance))));
    return DataTable.of(
            "How well each hash separates classes",
            "hash",
            "AUC",
            "effect size",
            "k-NN accuracy",
            "largest class")
        .withRows(rows)
        .withNote(
            "AUC: the chance that a pair of one class is nearer than a pair of two, 0.5 where the hash says nothing. Effect size: difference of the means in standard deviations (Cohen's d). k-NN accuracy: of the nearest hashes' vote, beside that of always naming the largest class. In brackets 95% intervals"
                + aucIntervals(algorithms)
                + ".");
  }

  private static double auc(Map<String, Histogram> pairs) {
    return pairs.containsKey(WITHIN) && pairs.containsKey(BETWEEN)
        ? new DistanceDistribution(pairs.get(WITHIN), pairs.get(BETWEEN)).auc()
        : Double.NaN;
  }

  private static double effect(Map<String, Histogram> pairs) {
    return pairs.containsKey(WITHIN) && pairs.containsKey(BETWEEN)
        ? new DistanceDistribution(pairs.get(WITHIN), pairs.get(BETWEEN)).effectSize()
        : Double.NaN;
  }

  private static String title(String pair) {
    switch (pair) {
      case WITHIN:
        return "one class (all)";
      case BETWEEN:
        return "different classes (all)";
      default:
        return pair;
    }
  }

  /** Column names as people write them. */
  static String name(String algorithm) {
    switch (algorithm) {
      case "ahash64":
        return "aHash";
      case "phash64":
        return "pHash";
      case "phash_simple64":
        return "simple pHash";
      case "dhash64":
        return "dHash";
      case "dhash_vertical64":
        return "vertical dHash";
      case "whash64":
        return "wHash";
      default:
        return longer(algorithm);
    }
  }

  /** Of hashes that are not compared. */
  private static String longer(String algorithm) {
    if (algorithm.equals("pdq256")) {
      return "PDQ";
    }
    String shorter = algorithm.replaceFirst("256$", "64");
    return shorter.equals(algorithm) ? algorithm : name(shorter) + " of 256 bits";
  }
}
