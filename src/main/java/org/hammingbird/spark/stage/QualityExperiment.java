package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hammingbird.evaluation.Deciles;
import org.hammingbird.evaluation.MeanEstimate;
import org.hammingbird.evaluation.ShareDifference;

/**
 * Are images of low quality named worse, and does it help to train on such images? Accuracy on
 * those that stage {@code quality} lists against the rest and by tenths of each measure, of the
 * networks trained on the most images; and networks trained on the low-quality images of the train
 * split against networks trained on as many others of the same classes, each tested on both.
 *
 * <p>Findings: {@code networks}, {@code trained-on}, {@code low-images}, {@code good-images} (of
 * the test split); {@code accuracy-low-quality}, {@code accuracy-rest}, each with {@code -low} and
 * {@code -high} (95% interval over images); {@code difference} (low quality less rest) with its
 * interval ({@link ShareDifference}); {@code deciles}: list of maps of {@code measure}, {@code
 * from}, {@code to}, {@code images}, {@code accuracy} with its interval; {@code trained}: list of
 * maps of {@code trained-on} and {@code tested-on} ({@code good} or {@code low}), {@code images},
 * {@code trainings}, {@code accuracy} with its interval over seeds; and {@code gain-on-low}, {@code
 * gain-on-good}: what training on low-quality images adds to the accuracy on either, paired by
 * seed, with intervals and {@code gain-on-low-p}, {@code gain-on-good-p}. What cannot be had is
 * left out.
 */
final class QualityExperiment {
  private static final List<String> QUALITIES = List.of(SelectOptions.GOOD, SelectOptions.LOW);

  private final StudyOptions options;
  private final StudyInputs inputs;
  private final int workers;

  QualityExperiment(StudyOptions options, StudyInputs inputs, int workers) {
    this.options = options;
    this.inputs = inputs;
    this.workers = workers;
  }

  /**
   * Trainings on low-quality images of the train split, and on as many others of the same classes:
   * as many as there are of both. None where there are none.
   */
  List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    long low = inputs.comparableClasses().values().stream().mapToLong(Integer::longValue).sum();
    if (low == 0) {
      return trials;
    }
    for (long seed : options.seeds(low, inputs.trainImages())) {
      for (String quality : QUALITIES) {
        trials.add(new Trial(StudyOptions.BASELINE, quality, Long.toString(low), workers, seed));
      }
    }
    return trials;
  }

  /** Measures, from those trials that are done. */
  Map<String, Object> findings(TestAnswers answers, Map<String, TrialResult> done) {
    Set<Long> low = inputs.lowQuality();
    Map<String, Object> findings = new LinkedHashMap<>();
    double[] ofLow = answers.shares(low::contains);
    double[] ofRest = answers.shares(id -> !low.contains(id));
    findings.put("networks", answers.networks());
    findings.put("trained-on", answers.trainedOn());
    findings.put("low-images", ofLow.length);
    findings.put("good-images", ofRest.length);
    if (answers.networks() > 0) {
      StudyFigures.putAccuracy(findings, "accuracy-low-quality", ofLow);
      StudyFigures.putAccuracy(findings, "accuracy-rest", ofRest);
      if (ofLow.length > 0 && ofRest.length > 0) {
        StudyFigures.put(findings, "difference", ShareDifference.of(ofLow, ofRest));
      }
      findings.put("deciles", deciles(answers));
    }
    findings.putAll(trained(answers.which(low::contains), done));
    return findings;
  }

  private List<Object> deciles(TestAnswers answers) {
    List<Object> deciles = new ArrayList<>();
    inputs
        .measures()
        .forEach(
            (measure, values) -> {
              for (Deciles.Group group : Deciles.of(values, answers.shares())) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("measure", measure);
                one.put("from", group.from());
                one.put("to", group.to());
                one.put("images", group.outcomes().length);
                StudyFigures.putAccuracy(one, "accuracy", group.outcomes());
                deciles.add(one);
              }
            });
    return deciles;
  }

  private Map<String, Object> trained(boolean[] low, Map<String, TrialResult> done) {
    List<TrialResult> onGood = new ArrayList<>();
    List<TrialResult> onLow = new ArrayList<>();
    List<Trial> trials = trials();
    for (int pair = 0; pair < trials.size(); pair += QUALITIES.size()) {
      TrialResult good = done.get(trials.get(pair).id());
      TrialResult other = done.get(trials.get(pair + 1).id());
      if (good != null && other != null) {
        onGood.add(good);
        onLow.add(other);
      }
    }
    Map<String, Object> findings = new LinkedHashMap<>();
    if (onGood.isEmpty()) {
      return findings;
    }
    List<Object> cells = new ArrayList<>();
    for (boolean testedOnLow : new boolean[] {false, true}) {
      double[] fromGood = accuracies(onGood, low, testedOnLow);
      double[] fromLow = accuracies(onLow, low, testedOnLow);
      String tested = testedOnLow ? SelectOptions.LOW : SelectOptions.GOOD;
      cells.add(cell(SelectOptions.GOOD, tested, onGood, fromGood));
      cells.add(cell(SelectOptions.LOW, tested, onLow, fromLow));
      MeanEstimate gain = MeanEstimate.ofDifferences(fromLow, fromGood);
      StudyFigures.put(findings, "gain-on-" + tested, gain);
      StudyFigures.put(findings, "gain-on-" + tested + "-p", gain.pValue());
    }
    findings.put("trained", cells);
    return findings;
  }

  private static Map<String, Object> cell(
      String trained, String tested, List<TrialResult> results, double[] accuracies) {
    Map<String, Object> cell = new LinkedHashMap<>();
    cell.put("trained-on", trained);
    cell.put("tested-on", tested);
    cell.put("images", results.get(0).images());
    cell.put("trainings", results.size());
    StudyFigures.put(cell, "accuracy", MeanEstimate.of(accuracies));
    return cell;
  }

  /** NaN where there is no such test image. */
  private static double[] accuracies(List<TrialResult> results, boolean[] low, boolean wanted) {
    double[] accuracies = new double[results.size()];
    for (int network = 0; network < accuracies.length; network++) {
      int images = 0;
      int right = 0;
      for (int place = 0; place < low.length; place++) {
        if (low[place] == wanted) {
          images++;
          right += results.get(network).right(place) ? 1 : 0;
        }
      }
      accuracies[network] = (double) right / images;
    }
    return accuracies;
  }
}
