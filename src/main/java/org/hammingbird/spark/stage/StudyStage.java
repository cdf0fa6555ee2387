package org.hammingbird.spark.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.hammingbird.evaluation.RuleComparison;
import org.hammingbird.spark.table.RunManifest;

/**
 * Runs experiments on the collection. Reads {@code hashes} and {@code pixels}, {@code clusters}
 * where a rule keeps one image of each, {@code low_quality} and {@code leakage} where an experiment
 * is about them, and the files of some images; writes {@code study_trials}, a row as each training
 * ends, {@code study_corruptions} with those whose networks are shown degraded images, and {@code
 * study_degraded}, as each corruption is done, so that a study which was killed goes on with those
 * that are missing.
 *
 * <p>Results: {@code trainings}, {@code missing} (left for the next run), {@code architecture},
 * {@code steps}, {@code batch-size}, {@code workers}, {@code train-images}. Document {@code study}:
 * JSON of the same and of the experiments' findings, {@code distances}, {@code degraded}, {@code
 * quality}, {@code sets}, {@code leakage} and {@code scaling}: see {@link DistancesExperiment},
 * {@link DegradedExperiment}, {@link QualityExperiment}, {@link SetsExperiment}, {@link
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
    int workers = options.training().workers(spark().defaultParallelism());
    SetsExperiment sets = new SetsExperiment(options, inputs.trainImages(), workers);
    QualityExperiment quality = new QualityExperiment(options, inputs, workers);
    ScalingExperiment scaling =
        new ScalingExperiment(options, inputs.trainImages(), spark().defaultParallelism());
    DegradedExperiment degraded = new DegradedExperiment(context, options, inputs);
    TrialTable table = new TrialTable(context, inputs);
    CorruptionTable corruptions = new CorruptionTable(context, table);
    List<Trial> toDegrade = options.runs(StudyOptions.DEGRADED) ? sets.largest() : List.of();
    TrialSeries series =
        new TrialSeries(
            context, options, table, corruptions, trials(sets, quality, scaling), toDegrade);
    // an unfinished study is not up to date, though nothing else has changed
    run.inputDigest("trainings", Integer.toString(series.done().size()));
    Optional<RunManifest> done = series.missing() == 0 ? run.upToDate() : Optional.empty();
    if (done.isPresent()) {
      return done.get();
    }
    if (options.runs(StudyOptions.DEGRADED)) {
      // first, since it takes less time, and may find that files are not there
      degraded.measure();
      run.output(DegradedTable.NAME, degraded.version());
    }
    series.run(inputs);
    run.inputDigest("trainings", Integer.toString(series.done().size()));
    run.output(TrialTable.NAME, table.version());
    if (options.runs(StudyOptions.DEGRADED)) {
      run.output(CorruptionTable.NAME, corruptions.version());
    }

    Map<String, Object> results = new LinkedHashMap<>();
    results.put("trainings", series.done().size() + series.missing());
    results.put("missing", series.missing());
    results.put("architecture", options.training().architecture().id());
    results.put("steps", options.steps());
    results.put("batch-size", options.training().recipe().batchSize());
    results.put("workers", workers);
    results.put("train-images", inputs.trainImages());
    Map<String, Object> findings = new LinkedHashMap<>(results);
    TestAnswers answers =
        TestAnswers.ofLargest(StudyOptions.BASELINE, series.done().values(), inputs.testIds());
    if (options.runs(StudyOptions.DISTANCES)) {
      findings.put(
          StudyOptions.DISTANCES, distances().findings(inputs.hashes(), answers.accuracy()));
    }
    if (options.runs(StudyOptions.DEGRADED)) {
      findings.put(StudyOptions.DEGRADED, degraded.findings(answers, corruptions.right(toDegrade)));
    }
    findings.putAll(experiments(inputs, sets, quality, answers, series));
    if (options.runs(StudyOptions.SCALING)) {
      Map<String, Object> found = scaling.findings(series.done());
      findings.put(StudyOptions.SCALING, found);
      context.out().println(ScalingExperiment.table((List<?>) found.get("cells")));
    }
    run.document("study", context.workspace().documents().write("study", ".json", json(findings)));
    return run.complete(results);
  }

  /** What the experiments need, those of the fewest trainings first. */
  private List<Trial> trials(
      SetsExperiment sets, QualityExperiment quality, ScalingExperiment scaling) {
    List<Trial> trials = new ArrayList<>();
    if (options.runs(StudyOptions.QUALITY)) {
      trials.addAll(quality.trials());
    }
    if (options.runs(StudyOptions.SETS)) {
      trials.addAll(sets.trials());
    } else if (options.runs(StudyOptions.LEAKAGE)
        || options.runs(StudyOptions.QUALITY)
        || options.runs(StudyOptions.DEGRADED)) {
      trials.addAll(sets.largest());
    }
    if (options.runs(StudyOptions.SCALING)) {
      trials.addAll(scaling.trials());
    }
    return trials;
  }

  private DistancesExperiment distances() {
    return new DistancesExperiment(
        spark(), options.maxDistanceImages(), options.votes(), options.training().seed());
  }

  private Map<String, Object> experiments(
      StudyInputs inputs,
      SetsExperiment sets,
      QualityExperiment quality,
      TestAnswers answers,
      TrialSeries series) {
    Map<String, Object> findings = new LinkedHashMap<>();
    if (options.runs(StudyOptions.QUALITY)) {
      findings.put(StudyOptions.QUALITY, quality.findings(answers, series.done()));
    }
    if (options.runs(StudyOptions.SETS)) {
      RuleComparison comparison = sets.compare(series.done());
      findings.put(StudyOptions.SETS, SetsExperiment.findings(comparison));
      context.out().println(SetsExperiment.table(comparison.cells()));
    }
    if (options.runs(StudyOptions.LEAKAGE)) {
      findings.put(
          StudyOptions.LEAKAGE,
          LeakageExperiment.findings(answers, inputs.leaked(), options.training().seed()));
    }
    return findings;
  }

  private JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(context.spark().sparkContext());
  }

  private static byte[] json(Map<String, Object> findings) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(findings);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
