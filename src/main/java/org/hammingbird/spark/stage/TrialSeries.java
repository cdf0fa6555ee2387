package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hammingbird.report.Text;

/**
 * Runs those trials that are not done yet, and says before how long they will take: by the time of
 * those that were done before, or by that of the first. Each is committed as it ends.
 */
final class TrialSeries {
  private final StageContext context;
  private final StudyOptions options;
  private final TrialTable table;
  private final Map<String, TrialResult> done;
  private final List<Trial> missing = new ArrayList<>();
  private final int all;

  /**
   * @param trials in the order in which they are wanted, no two alike
   */
  TrialSeries(StageContext context, StudyOptions options, TrialTable table, List<Trial> trials) {
    this.context = context;
    this.options = options;
    this.table = table;
    this.all = trials.size();
    this.done = context.force() ? new LinkedHashMap<>() : table.done(trials);
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
    announce();
    long began = System.nanoTime();
    double spent = 0;
    double expected = done.values().stream().mapToDouble(TrialResult::seconds).average().orElse(0);
    try (TrialRunner runner = new TrialRunner(context, options, inputs)) {
      runner.check(missing.get(0).workers()).forEach(line -> print("%s", line));
      for (int i = 0; i < missing.size(); i++) {
        double elapsed = (System.nanoTime() - began) / 1e9;
        // the first of a run always begins: a limit that is too low must not keep a study from
        // ending
        if (i > 0 && options.maxHours() > 0 && elapsed + expected > options.maxHours() * 3600) {
          print(
              "%,d trainings are left for the next run, since study.max-hours is %s",
              missing.size() - i, TextTable.number(options.maxHours()));
          return;
        }
        TrialResult result = runner.run(missing.get(i));
        table.add(result);
        done.put(result.trial().id(), result);
        spent += result.seconds();
        expected = spent / (i + 1);
        progress(result, missing.size() - i - 1, expected);
      }
    }
  }

  private void announce() {
    print(
        "%,d trainings of %,d steps each%s",
        all,
        options.steps(),
        done.isEmpty() ? "" : String.format(", of which %,d are done", done.size()));
    if (!done.isEmpty()) {
      double each =
          done.values().stream().mapToDouble(TrialResult::seconds).average().orElseThrow();
      print(
          "they took %s each: the other %,d will take about %s",
          Text.seconds(each), missing.size(), duration(each * missing.size()));
    }
  }

  private void progress(TrialResult result, int left, double each) {
    print(
        "%s: %s in %s%s",
        result.trial().id(),
        Text.percent(result.accuracy()),
        Text.seconds(result.seconds()),
        left == 0 ? "" : String.format("; %,d left, about %s", left, duration(each * left)));
  }

  /** As people say it: {@code 40 s}, {@code 12 min}, {@code 3.4 h}. */
  static String duration(double seconds) {
    return seconds < 90
        ? Text.decimal(seconds, 0) + " s"
        : seconds < 5400
            ? Text.decimal(seconds / 60, 0) + " min"
            : Text.decimal(seconds / 3600, 1) + " h";
  }

  private void print(String format, Object... values) {
    context.out().printf("study: " + format + "%n", values);
  }
}
