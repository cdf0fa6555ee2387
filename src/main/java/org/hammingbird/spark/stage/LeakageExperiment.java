package org.hammingbird.spark.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hammingbird.evaluation.SubsetDifference;

/**
 * Are accuracies flattered by test images that have near-duplicates in train? Compares the accuracy
 * on all test images with that on those without, of the networks that were trained on the most
 * images chosen without regard to hashes.
 *
 * <p>Findings: {@code networks}, {@code trained-on} (images each), {@code test-images}, {@code
 * leaked} (those with near-duplicates in train); {@code accuracy}, {@code accuracy-unleaked},
 * {@code difference}, {@code difference-low}, {@code difference-high} (unleaked less all; 95%
 * interval over test images by bootstrap), {@code accuracy-leaked}, {@code accuracy-leaked-low},
 * {@code accuracy-leaked-high}; figures that cannot be had are left out.
 */
final class LeakageExperiment {
  private LeakageExperiment() {}

  /**
   * @param leaked ids of test images with near-duplicates in train
   * @param seed of the bootstrap
   */
  static Map<String, Object> findings(TestAnswers answers, Set<Long> leaked, long seed) {
    double[] ofLeaked = answers.shares(leaked::contains);
    Map<String, Object> findings = new LinkedHashMap<>();
    findings.put("networks", answers.networks());
    findings.put("trained-on", answers.trainedOn());
    findings.put("test-images", answers.size());
    findings.put("leaked", ofLeaked.length);
    if (answers.networks() == 0) {
      return findings;
    }
    SubsetDifference without =
        SubsetDifference.of(answers.shares(), answers.which(id -> !leaked.contains(id)), seed);
    StudyFigures.put(findings, "accuracy", without.all());
    StudyFigures.put(findings, "accuracy-unleaked", without.kept());
    StudyFigures.put(findings, "difference", without.difference());
    StudyFigures.put(findings, "difference-low", without.low());
    StudyFigures.put(findings, "difference-high", without.high());
    StudyFigures.putAccuracy(findings, "accuracy-leaked", ofLeaked);
    return findings;
  }
}
