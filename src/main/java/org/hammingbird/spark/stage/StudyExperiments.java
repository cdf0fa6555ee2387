package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hammingbird.evaluation.RuleComparison;

/** The experiments of a study that {@code study.experiments} names, which share their trainings. */
final class StudyExperiments {
  private final StageContext context;
  private final StudyOptions options;
  private final StudyInputs inputs;
  private final int workers;
  private final SetsExperiment sets;
  private final QualityExperiment quality;
  private final ScalingExperiment scaling;
  private final DegradedExperiment degraded;
  private final DistancesExperiment distances;
  private final TrialTable table;
  private final CorruptionTable corruptions;
  private final TrialSeries series;
  private final List<String> digests;

  /**
   * Finds out what has been done.
   *
   * @throws org.hammingbird.UserException where a size is more than there is, or a table is missing
   */
  StudyExperiments(StageContext context, StudyOptions options, StudyInputs inputs) {
    this.context = context;
    this.options = options;
    this.inputs = inputs;
    int parallelism = context.spark().sparkContext().defaultParallelism();
    this.workers = options.training().workers(parallelism);
    this.sets = new SetsExperiment(options, inputs.trainImages(), workers);
    this.quality = new QualityExperiment(options, inputs, workers);
    this.scaling = new ScalingExperiment(options, inputs.trainImages(), parallelism);
    this.degraded = new DegradedExperiment(context, options, inputs);
    this.distances = new DistancesExperiment(context, options, inputs);
    this.table = new TrialTable(context, inputs);
    this.corruptions = new CorruptionTable(context, table);
    List<Trial> trials = trials();
    this.digests = trials.stream().map(inputs::digest).distinct().collect(Collectors.toList());
    this.series = new TrialSeries(context, options, table, corruptions, trials, toDegrade());
  }

  /** What they need, those of the fewest trainings first. */
  private List<Trial> trials() {
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

  /** The trials whose networks are shown degraded images. */
  private List<Trial> toDegrade() {
    return options.runs(StudyOptions.DEGRADED) ? sets.largest() : List.of();
  }

  /** Their trainings. */
  TrialSeries series() {
    return series;
  }

  /** The digests under which {@code study_trials} holds their trials, in their order. */
  List<String> digests() {
    return digests;
  }

  /** Whether nothing is left for the next run. */
  boolean complete() {
    return series.missing() == 0
        && (!options.runs(StudyOptions.DISTANCES) || distances.complete())
        && (!options.runs(StudyOptions.DEGRADED) || degraded.complete());
  }

  /** Workers of each training, but where an experiment is about them. */
  int workers() {
    return workers;
  }

  /** Does what has not been done, and says before how long its trainings will take. */
  void run() {
    series.announce(inputs.trainImages());
    if (options.runs(StudyOptions.DISTANCES)) {
      distances.measure();
    }
    if (options.runs(StudyOptions.DEGRADED)) {
      // first, since it takes less time than trainings, and may find that files are not there: who
      // wants them to be there is told before hours of trainings
      degraded.measure();
    }
    series.run(inputs);
  }

  /** The tables that were written, with their versions. */
  Map<String, Long> versions() {
    Map<String, Long> versions = new LinkedHashMap<>();
    versions.put(TrialTable.NAME, table.version());
    if (options.runs(StudyOptions.DISTANCES)) {
      versions.put(DistancesTable.NAME, distances.version());
    }
    if (options.runs(StudyOptions.DEGRADED)) {
      versions.put(CorruptionTable.NAME, corruptions.version());
      versions.put(DegradedTable.NAME, degraded.version());
    }
    return versions;
  }

  /** What was found, by the experiment's name; grids are printed, too. */
  Map<String, Object> findings() {
    Map<String, Object> findings = new LinkedHashMap<>();
    long[] shown = options.trains() ? inputs.testIds() : new long[0];
    if (options.trains()) {
      findings.put("test-images", shown.length);
      findings.put("test-images-in-all", inputs.testImages());
    }
    TestAnswers answers =
        TestAnswers.ofLargest(StudyOptions.BASELINE, series.done().values(), shown);
    if (options.runs(StudyOptions.DISTANCES)) {
      findings.put(StudyOptions.DISTANCES, distances.findings(answers.accuracy()));
    }
    if (options.runs(StudyOptions.DEGRADED)) {
      findings.put(
          StudyOptions.DEGRADED, degraded.findings(answers, corruptions.right(toDegrade())));
    }
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
    if (options.runs(StudyOptions.SCALING)) {
      Map<String, Object> found = scaling.findings(series.done());
      findings.put(StudyOptions.SCALING, found);
      context.out().println(ScalingExperiment.table((List<?>) found.get("cells")));
    }
    return findings;
  }
}
