package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hammingbird.evaluation.MeanEstimate;
import org.hammingbird.report.Text;

/**
 * Does the whole train split do better than a part of it, and what do more workers bring? Sizes,
 * workers and seeds in a grid of stratified-random sets. Unlike the study's other trainings, each
 * of these goes over its set the same number of times, as {@code train} does: a larger set takes
 * longer, and workers share its minibatches among them.
 *
 * <p>Findings: {@code passes}, {@code parallelism} (Spark's: workers at a time), {@code cells}:
 * list of maps of {@code budget}, {@code images}, {@code workers}, {@code trainings}, {@code steps}
 * (of each worker), {@code accuracy} and {@code seconds} (of dealing out the images and training),
 * each mean and 95% interval of Student's t over seeds, {@code images-per-second}, {@code speedup}
 * (as many times the images a second of the fewest workers on a set of this size; seconds would
 * compare unequal work where steps are rounded), and for more workers than the fewest {@code
 * difference} (of accuracy, from the fewest's, of pairs of one seed) with its interval, for the
 * fewest on larger sets {@code gain} (the same, from the smallest set's). What cannot be had is
 * left out.
 */
final class ScalingExperiment {
  private final StudyOptions options;
  private final long trainImages;
  private final int parallelism;

  /**
   * @param parallelism workers that can work at a time
   */
  ScalingExperiment(StudyOptions options, long trainImages, int parallelism) {
    this.options = options;
    this.trainImages = trainImages;
    this.parallelism = parallelism;
  }

  /**
   * The grid, one seed after the other, the shortest trainings first.
   *
   * @throws org.hammingbird.UserException where a size is more than there is
   */
  List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    // the same of all sizes, so that each can be compared with each
    for (long seed : options.seeds(trainImages, trainImages)) {
      for (String budget : budgets()) {
        for (int workers : options.scalingWorkers(parallelism)) {
          trials.add(trial(budget, workers, seed));
        }
      }
    }
    return trials;
  }

  /** The smallest first, in whatever order they were named. */
  private List<String> budgets() {
    return options.scalingBudgets().stream()
        .sorted(
            Comparator.comparingLong(
                budget -> StudyOptions.checkedImages("study.scaling-budgets", budget, trainImages)))
        .collect(Collectors.toList());
  }

  private Trial trial(String budget, int workers, long seed) {
    return Trial.ofPasses(StudyOptions.BASELINE, budget, workers, options.passes(), seed);
  }

  /** What was found, from those trials that are done. */
  Map<String, Object> findings(Map<String, TrialResult> done) {
    List<Object> cells = new ArrayList<>();
    List<TrialResult> smallest = List.of();
    for (String budget : budgets()) {
      List<TrialResult> fewest = List.of();
      for (int workers : options.scalingWorkers(parallelism)) {
        List<TrialResult> results = results(budget, workers, done);
        fewest = fewest.isEmpty() ? results : fewest;
        smallest = smallest.isEmpty() ? results : smallest;
        if (!results.isEmpty()) {
          Map<String, Object> cell = cell(budget, results, fewest);
          if (results == fewest && results != smallest) {
            StudyFigures.put(cell, "gain", difference(results, smallest));
          }
          cells.add(cell);
        }
      }
    }
    Map<String, Object> findings = new LinkedHashMap<>();
    findings.put("passes", options.passes());
    findings.put("parallelism", parallelism);
    findings.put("cells", cells);
    return findings;
  }

  private List<TrialResult> results(String budget, int workers, Map<String, TrialResult> done) {
    List<TrialResult> results = new ArrayList<>();
    for (long seed : options.seeds(trainImages, trainImages)) {
      TrialResult result = done.get(trial(budget, workers, seed).id());
      if (result != null) {
        results.add(result);
      }
    }
    return results;
  }

  private Map<String, Object> cell(
      String budget, List<TrialResult> results, List<TrialResult> fewest) {
    TrialResult first = results.get(0);
    double speed = imagesPerSecond(results);
    Map<String, Object> cell = new LinkedHashMap<>();
    cell.put("budget", budget);
    cell.put("images", first.images());
    cell.put("workers", first.trial().workers());
    cell.put("trainings", results.size());
    cell.put("steps", first.steps());
    StudyFigures.put(cell, "accuracy", accuracy(results));
    StudyFigures.put(cell, "seconds", seconds(results));
    StudyFigures.put(cell, "images-per-second", speed);
    StudyFigures.put(cell, "speedup", speed / imagesPerSecond(fewest));
    if (results != fewest) {
      StudyFigures.put(cell, "difference", difference(results, fewest));
    }
    return cell;
  }

  private double imagesPerSecond(List<TrialResult> results) {
    TrialResult first = results.get(0);
    double trained =
        (double) first.steps() * first.trial().workers() * options.training().recipe().batchSize();
    return trained / seconds(results).mean();
  }

  private static MeanEstimate accuracy(List<TrialResult> results) {
    return MeanEstimate.of(results.stream().mapToDouble(TrialResult::accuracy).toArray());
  }

  private static MeanEstimate seconds(List<TrialResult> results) {
    return MeanEstimate.of(results.stream().mapToDouble(TrialResult::trainSeconds).toArray());
  }

  /** Of those seeds that are done with both numbers of workers. */
  private static MeanEstimate difference(List<TrialResult> results, List<TrialResult> others) {
    double[] differences = new double[Math.min(results.size(), others.size())];
    int pairs = 0;
    for (TrialResult one : results) {
      for (TrialResult other : others) {
        if (one.trial().seed() == other.trial().seed()) {
          differences[pairs++] = one.accuracy() - other.accuracy();
        }
      }
    }
    return MeanEstimate.of(Arrays.copyOf(differences, pairs));
  }

  /** For the terminal. */
  static String table(Collection<?> cells) {
    TextTable table =
        new TextTable("size", "images", "workers", "trainings", "accuracy", "seconds", "speedup");
    for (Object each : cells) {
      Map<?, ?> cell = (Map<?, ?>) each;
      table.add(
          List.of(
              cell.get("budget").toString(),
              Text.count(((Number) cell.get("images")).longValue()),
              cell.get("workers").toString(),
              cell.get("trainings").toString(),
              Text.percent(number(cell, "accuracy")),
              Text.decimal(number(cell, "seconds"), 1),
              Text.decimal(number(cell, "speedup"), 2)));
    }
    return table.toString();
  }

  private static double number(Map<?, ?> cell, String key) {
    Object value = cell.get(key);
    return value == null ? Double.NaN : ((Number) value).doubleValue();
  }
}
