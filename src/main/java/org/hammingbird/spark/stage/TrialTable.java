package org.hammingbird.spark.stage;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.hammingbird.spark.table.Schemas;

/** The trials that were done, in the table {@code study_trials}: each is committed as it ends. */
final class TrialTable {
  static final String NAME = "study_trials";

  private final StudyTable table;
  private final StudyInputs inputs;

  TrialTable(StageContext context, StudyInputs inputs) {
    this.table = new StudyTable(context, NAME, Schemas.STUDY_TRIALS, "trial");
    this.inputs = inputs;
    table.widen();
  }

  /** The results of those trials that were done with the same inputs, by trial's id. */
  Map<String, TrialResult> done(List<Trial> trials) {
    Map<String, TrialResult> stored = new HashMap<>();
    rows(table, trials).forEach((row, trial) -> stored.put(trial.id(), TrialResult.of(trial, row)));
    // in the trials' order
    Map<String, TrialResult> done = new LinkedHashMap<>();
    for (Trial trial : trials) {
      if (stored.containsKey(trial.id())) {
        done.put(trial.id(), stored.get(trial.id()));
      }
    }
    return done;
  }

  /**
   * The rows of some trials with the same inputs, and whose they are.
   *
   * @param table with a column {@code trial}
   */
  Map<Row, Trial> rows(StudyTable table, List<Trial> trials) {
    Map<String, Trial> byKey = new HashMap<>();
    trials.forEach(trial -> byKey.put(key(trial), trial));
    Map<Row, Trial> rows = new IdentityHashMap<>();
    for (Row row : table.rows("trial", byKey.keySet().toArray())) {
      rows.put(row, byKey.get(row.<String>getAs("trial")));
    }
    return rows;
  }

  /** Commits one result. */
  void add(TrialResult result) {
    table.add(List.of(result.row(key(result.trial()), inputs.digest(result.trial()))));
  }

  /** As {@link StudyTable#version} has it. */
  long version() {
    return table.version();
  }

  /** Names trial and inputs. */
  String key(Trial trial) {
    return StudyTable.key(trial.id(), inputs.digest(trial));
  }
}
