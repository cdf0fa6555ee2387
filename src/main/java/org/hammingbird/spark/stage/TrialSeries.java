package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.hammingbird.report.Text;
import org.hammingbird.selection.Budget;
import org.hammingbird.spark.table.RunManifest;

/**
 * Runs those trials that are not done yet, and says before how long they will take: by the time
 * that a step took of those that were done before, or of the first. Each is committed as it ends.
 */
final class TrialSeries {
  private final StageContext context;
  private final StudyOptions options;
  private final TrialTable table;
  private final CorruptionTable corruptions;
  private final Set<String> degraded;
  private final Map<String, TrialResult> done;
  private final List<Trial> missing = new ArrayList<>();
  private final int all;
  private final long byPasses;
  private final long began = System.nanoTime();

  /**
   * @param trials in the order in which they are wanted, no two alike
   * @param degraded those of them whose networks are shown degraded images, too
   */
  TrialSeries(
      StageContext context,
      StudyOptions options,
      TrialTable table,
      CorruptionTable corruptions,
      List<Trial> trials,
      List<Trial> degraded) {
    this.context = context;
    this.options = options;
    this.table = table;
    this.corruptions = corruptions;
    this.degraded = degraded.stream().map(Trial::id).collect(Collectors.toSet());
    this.all = trials.size();
    this.byPasses = trials.stream().filter(trial -> trial.passes() > 0).count();
    this.done = context.force() ? new LinkedHashMap<>() : table.done(trials);
    if (!context.force()) {
      // a network is not kept: one that was not shown degraded images is trained again, alike
      Set<String> shown = corruptions.right(degraded).keySet();
      this.degraded.forEach(
          id -> done.computeIfPresent(id, (name, r) -> shown.contains(name) ? r : null));
    }
    for (Trial trial : trials) {
      if (!done.containsKey(trial.id())) {
        missing.add(trial);
      }
    }
  }

  /** Results by the trial's id. */
  Map<String, TrialResult> done() {
    return done;
  }

  /** Trials without a result. */
  int missing() {
    return all - done.size();
  }

  /** Runs what is missing, as far as {@code study.max-hours} lets it. */
  void run(StudyInputs inputs) {
    if (missing.isEmpty()) {
      return;
    }
    Pace pace = new Pace(done.values());
    try (TrialRunner runner = new TrialRunner(context, options, inputs)) {
      // of the largest number of them, which may be wanted last
      int workers = missing.stream().mapToInt(Trial::workers).max().orElseThrow();
      runner.check(workers).forEach(line -> print("%s", line));
      Pace now = new Pace(List.of());
      for (int i = 0; i < missing.size(); i++) {
        Trial trial = missing.get(i);
        double elapsed = (System.nanoTime() - began) / 1e9;
        double expected = pace.seconds(steps(trial, inputs.trainImages()));
        // the first of a run always begins: a limit that is too low must not keep a study from
        // ending
        if (i > 0 && options.maxHours() > 0 && elapsed + expected > options.maxHours() * 3600) {
          print(
              "%,d trainings are left for the next run, since study.max-hours is %s",
              missing.size() - i, TextTable.number(options.maxHours()));
          return;
        }
        TrialAnswers answers =
            runner.run(trial, degraded.contains(trial.id()) ? Condition.degraded() : List.of());
        corruptions.add(answers);
        table.add(answers.result());
        done.put(trial.id(), answers.result());
        now.add(answers.result());
        pace = now;
        progress(
            answers.result(),
            missing.size() - i - 1,
            now.seconds(steps(missing.subList(i + 1, missing.size()), inputs.trainImages())));
      }
    }
  }

  private long steps(List<Trial> trials, long trainImages) {
    return trials.stream().mapToLong(trial -> steps(trial, trainImages)).sum();
  }

  private long steps(Trial trial, long trainImages) {
    return options.steps(trial, Budget.parse(trial.budget()).of(trainImages));
  }

  /** Says how many there are, and how long those that are missing will take. */
  void announce(long trainImages) {
    if (missing.isEmpty()) {
      return;
    }
    print(
        "%,d trainings of %s%s",
        all, extent(), done.isEmpty() ? "" : String.format(", of which %,d are done", done.size()));
    List<String> ignored = options.ignored();
    if (!ignored.isEmpty()) {
      print("%s: heeded by train, not here", String.join(", ", ignored));
    }
    if (!done.isEmpty()) {
      Pace pace = new Pace(done.values());
      print(
          "by the time that they took the other %,d will take about %s",
          missing.size(), duration(pace.seconds(steps(missing, trainImages))));
      return;
    }
    OptionalDouble speed = speedOfTrain();
    if (speed.isPresent()) {
      long batch = options.training().recipe().batchSize();
      double images =
          missing.stream()
              .mapToDouble(trial -> (double) batch * trial.workers() * steps(trial, trainImages))
              .sum();
      print(
          "at the speed of the last train they will take about %s, and their tests some more",
          duration(images / speed.getAsDouble()));
    } else {
      print("the first will tell how long they take: no train of this network has run yet");
    }
  }

  /** How long each of the trainings is, in words. */
  private String extent() {
    String passes = String.format("%,d passes over their sets", options.passes());
    if (byPasses == all) {
      return passes;
    }
    String steps = String.format("%,d steps each", options.steps());
    return byPasses == 0 ? steps : String.format("%s, but for %,d of %s", steps, byPasses, passes);
  }

  /** Images a second of the newest training of the study's architecture. */
  private OptionalDouble speedOfTrain() {
    String architecture = options.training().architecture().id();
    return context.workspace().runs().newest().stream()
        .filter(run -> run.stage().equals(TrainStage.STAGE))
        .map(RunManifest::results)
        .filter(results -> architecture.equals(results.get("architecture")))
        .mapToDouble(results -> ((Number) results.get("images_per_second")).doubleValue())
        .filter(speed -> speed > 0)
        .reduce((earlier, later) -> later);
  }

  private void progress(TrialResult result, int left, double seconds) {
    print(
        "%s: %s in %s%s",
        result.trial().id(),
        Text.percent(result.accuracy()),
        Text.seconds(result.seconds()),
        left == 0 ? "" : String.format("; %,d left, about %s", left, duration(seconds)));
  }

  /** As people say it: {@code 40 s}, {@code 12 min}, {@code 3.4 h}. */
  static String duration(double seconds) {
    return seconds < 90
        ? Text.decimal(seconds, 0) + " s"
        : seconds < 5400
            ? Text.decimal(seconds / 60, 0) + " min"
            : Text.decimal(seconds / 3600, 1) + " h";
  }

  /** How long a step takes, with its part of what else a trial does. */
  private static final class Pace {
    private double spent;
    private long steps;

    Pace(Collection<TrialResult> results) {
      results.forEach(this::add);
    }

    void add(TrialResult result) {
      spent += result.seconds();
      steps += result.steps();
    }

    /** Of so many steps; 0 where none has been seen. */
    double seconds(long more) {
      return steps == 0 ? 0 : spent / steps * more;
    }
  }

  private void print(String format, Object... values) {
    context.out().printf("study: " + format + "%n", values);
  }
}
