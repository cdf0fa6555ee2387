package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.spark.table.Table;

/**
 * The trials that were done, in the table {@code study_trials}: each is committed as it ends, so
 * that a study which was killed goes on with those that are missing. Results of other inputs or
 * settings stay beside, under other keys.
 */
final class TrialTable {
  static final String NAME = "study_trials";
  private static final int DIGITS = 12;

  private final SparkSession spark;
  private final Table table;
  private final StudyInputs inputs;

  TrialTable(StageContext context, StudyInputs inputs) {
    this.spark = context.spark();
    this.table = context.workspace().table(NAME);
    this.inputs = inputs;
    if (table.exists()) {
      // those of earlier versions have fewer
      table.widen(Schemas.STUDY_TRIALS);
    }
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
   * @param table with a column {@code trial}; may be missing
   */
  Map<Row, Trial> rows(Table table, List<Trial> trials) {
    Map<Row, Trial> rows = new IdentityHashMap<>();
    if (!trials.isEmpty() && !table.isEmpty()) {
      Map<String, Trial> byKey = new HashMap<>();
      trials.forEach(trial -> byKey.put(key(trial), trial));
      Object[] keys = byKey.keySet().toArray();
      for (Row row : table.read().where(col("trial").isin(keys)).collectAsList()) {
        rows.put(row, byKey.get(row.<String>getAs("trial")));
      }
    }
    return rows;
  }

  /** Commits one result. */
  void add(TrialResult result) {
    Row row = result.row(key(result.trial()), inputs.digest(result.trial()));
    table.upsert(spark.createDataFrame(List.of(row), Schemas.STUDY_TRIALS).coalesce(1), "trial");
  }

  /** Of the newest commit; makes the table where there is none. */
  long version() {
    table.create(Schemas.STUDY_TRIALS);
    return table.version();
  }

  /** Names trial and inputs. */
  String key(Trial trial) {
    return trial.id() + ", inputs " + inputs.digest(trial).substring(0, DIGITS);
  }
}
