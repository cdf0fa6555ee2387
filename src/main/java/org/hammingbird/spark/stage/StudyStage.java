package org.hammingbird.spark.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hammingbird.report.StudySection;
import org.hammingbird.spark.table.RunManifest;

/**
 * Runs experiments on the collection. Reads {@code hashes} and {@code pixels}, {@code clusters}
 * where a rule keeps one image of each, {@code low_quality} and {@code leakage} where an experiment
 * is about them, and the files of some images; writes {@code study_trials}, a row as each training
 * ends, {@code study_corruptions} with those whose networks are shown degraded images, {@code
 * study_degraded}, as each corruption is done, and {@code study_distances}, as each hash is, so
 * that a study which was killed goes on with those that are missing.
 *
 * <p>Results: {@code trainings}, {@code missing} (left for the next run), {@code architecture},
 * {@code steps}, {@code batch-size}, {@code workers}, {@code train-images}. Document {@code study}:
 * JSON of the same, of {@code of-study} (by experiment that this run was not asked for, when the
 * study began that found what stands here of it: see {@link EarlierFindings}), of {@code
 * test-images} (shown to every network) and {@code test-images-in-all} where networks are trained,
 * and of the experiments' findings, {@code distances}, {@code degraded}, {@code quality}, {@code
 * sets}, {@code leakage} and {@code scaling}: see {@link DistancesExperiment}, {@link
 * DegradedExperiment}, {@link QualityExperiment}, {@link SetsExperiment}, {@link
 * LeakageExperiment}, {@link ScalingExperiment}.
 */
public final class StudyStage implements Stage {
  static final String STAGE = "study";

  private final StageContext context;
  private final StudyOptions options;

  public StudyStage(StageContext context, StudyOptions options) {
    this.context = context;
    this.options = options;
  }

  @Override
  public RunManifest run() {
    StageRun run =
        StageRun.of(
            context,
            STAGE,
            "default",
            "study",
            "training",
            "distances",
            "images",
            "neighbors.radius",
            "seed");
    StudyInputs inputs = new StudyInputs(context, run, options);
    StudyExperiments experiments = new StudyExperiments(context, options, inputs);
    TrialSeries series = experiments.series();
    // an unfinished study is not up to date, though nothing else has changed
    run.inputDigest("trainings", Integer.toString(series.done().size()));
    Optional<RunManifest> done = experiments.complete() ? run.upToDate() : Optional.empty();
    if (done.isPresent()) {
      return done.get();
    }
    experiments.run();
    run.inputDigest("trainings", Integer.toString(series.done().size()));
    experiments.versions().forEach(run::output);

    Map<String, Object> results = new LinkedHashMap<>();
    results.put("trainings", series.done().size() + series.missing());
    results.put("missing", series.missing());
    results.put("architecture", options.training().architecture().id());
    results.put("steps", options.steps());
    results.put("batch-size", options.training().recipe().batchSize());
    results.put("workers", experiments.workers());
    results.put("train-images", inputs.trainImages());
    Map<String, Object> findings = new LinkedHashMap<>(results);
    findings.put("inputs", experiments.digests());
    findings.putAll(experiments.findings());
    JsonNode all = EarlierFindings.addTo(findings, run, context.workspace());
    run.document(STAGE, context.workspace().documents().write(STAGE, ".json", json(all)));
    RunManifest manifest = run.complete(results);
    StudySection.of(all).findings().forEach(finding -> context.out().println("  " + finding));
    context.out().println("study: `hammingbird report` shows the evidence in charts and tables");
    return manifest;
  }

  private static byte[] json(JsonNode findings) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(findings);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
