package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hammingbird.evaluation.RuleComparison;
import org.hammingbird.report.Text;
import org.hammingbird.selection.SelectionRule;

/**
 * Does a set chosen by hash train a better network than one chosen at random? Rules, budgets and
 * seeds in a grid, each compared with stratified-random sets of the same budget and seed.
 *
 * <p>Findings: {@code baseline}, {@code comparisons} (how many tests were corrected for), {@code
 * cells}: list of maps of {@code budget}, {@code rule}, {@code images}, {@code trainings}, {@code
 * accuracy}, {@code accuracy-low}, {@code accuracy-high} (mean and 95% interval of Student's t),
 * and but for the baseline {@code difference}, {@code difference-low}, {@code difference-high} (of
 * pairs of one seed, not corrected), {@code p} (paired t-test) and {@code p-corrected} (Holm);
 * figures that cannot be had are left out.
 */
final class SetsExperiment {
  private final StudyOptions options;
  private final long trainImages;
  private final int workers;

  SetsExperiment(StudyOptions options, long trainImages, int workers) {
    this.options = options;
    this.trainImages = trainImages;
    this.workers = workers;
  }

  /**
   * The grid, one seed after the other: whatever part of it is done first is whole, but for seeds.
   *
   * @throws org.hammingbird.UserException where a budget is more than there is
   */
  List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (int place = 0; ; place++) {
      int before = trials.size();
      for (String budget : options.budgets()) {
        long images = images(budget);
        List<Long> seeds = options.seeds(images, trainImages);
        if (place < seeds.size()) {
          add(budget, images, seeds.get(place), trials);
        }
      }
      if (trials.size() == before) {
        return trials;
      }
    }
  }

  /** The trainings of the baseline on the most images alone. */
  List<Trial> largest() {
    List<Trial> largest = new ArrayList<>();
    long most = options.budgets().stream().mapToLong(this::images).max().orElse(0);
    for (Trial trial : trials()) {
      if (trial.rule().id().equals(StudyOptions.BASELINE) && images(trial.budget()) == most) {
        largest.add(trial);
      }
    }
    return largest;
  }

  private long images(String budget) {
    return StudyOptions.checkedImages("study.budgets", budget, trainImages);
  }

  private void add(String budget, long images, long seed, List<Trial> trials) {
    for (String rule : options.rules()) {
      // all rules choose the same where they choose everything, but for the one that leaves out
      boolean same = images == trainImages && !SelectionRule.of(rule).orElseThrow().keepersOnly();
      if (!same || rule.equals(StudyOptions.BASELINE)) {
        trials.add(new Trial(rule, SelectOptions.ANY, budget, workers, seed));
      }
    }
  }

  /** Compares, from those trials that are done. */
  RuleComparison compare(Map<String, TrialResult> done) {
    RuleComparison.Builder builder = new RuleComparison.Builder(StudyOptions.BASELINE);
    for (Trial trial : trials()) {
      TrialResult result = done.get(trial.id());
      if (result != null) {
        builder.add(
            trial.budget(), trial.rule().id(), result.images(), trial.seed(), result.accuracy());
      }
    }
    return builder.build();
  }

  static Map<String, Object> findings(RuleComparison comparison) {
    List<Object> cells = new ArrayList<>();
    for (RuleComparison.Cell cell : comparison.cells()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("budget", cell.budget());
      one.put("rule", cell.rule());
      one.put("images", cell.images());
      one.put("trainings", cell.accuracy().count());
      StudyFigures.put(one, "accuracy", cell.accuracy());
      StudyFigures.put(one, "difference", cell.difference());
      StudyFigures.put(one, "p", cell.difference().pValue());
      StudyFigures.put(one, "p-corrected", cell.adjustedP());
      cells.add(one);
    }
    Map<String, Object> findings = new LinkedHashMap<>();
    findings.put("baseline", StudyOptions.BASELINE);
    findings.put("comparisons", comparison.comparisons());
    findings.put("cells", cells);
    return findings;
  }

  /** For the terminal. */
  static String table(Collection<RuleComparison.Cell> cells) {
    TextTable table =
        new TextTable(
            "budget", "rule", "images", "trainings", "accuracy", "difference", "p (Holm)");
    for (RuleComparison.Cell cell : cells) {
      table.add(
          List.of(
              cell.budget(),
              cell.rule(),
              Text.count(cell.images()),
              Text.count(cell.accuracy().count()),
              StudyFigures.percent(cell.accuracy()),
              cell.difference().count() == 0 ? "" : StudyFigures.points(cell.difference()),
              cell.difference().count() == 0 ? "" : Text.chance(cell.adjustedP())));
    }
    return table.toString();
  }
}
