package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.hammingbird.spark.table.Schemas;

/**
 * Which degraded test images the networks of a study named rightly, in the table {@code
 * study_corruptions}: committed with the trial whose network it was.
 */
final class CorruptionTable {
  static final String NAME = "study_corruptions";

  private final StudyTable table;
  private final TrialTable trials;

  CorruptionTable(StageContext context, TrialTable trials) {
    this.table = new StudyTable(context, NAME, Schemas.STUDY_CORRUPTIONS, "cell");
    this.trials = trials;
  }

  /**
   * Of those trials whose networks have been shown all degraded images, by the trial's id and by
   * {@link Condition#toString}, what {@link TrialAnswers} holds.
   */
  Map<String, Map<String, BitSet>> right(List<Trial> wanted) {
    Map<String, Map<String, BitSet>> right = new HashMap<>();
    trials
        .rows(table, wanted)
        .forEach(
            (row, trial) -> {
              String condition =
                  row.<String>getAs("corruption") + " " + row.<Integer>getAs("severity");
              right
                  .computeIfAbsent(trial.id(), id -> new HashMap<>())
                  .put(condition, BitSet.valueOf(row.<byte[]>getAs("right")));
            });
    int conditions = Condition.degraded().size();
    right.values().removeIf(answers -> answers.size() < conditions);
    return right;
  }

  /** Commits one trial's; does nothing where its network was shown no degraded images. */
  void add(TrialAnswers answers) {
    if (answers.conditions().isEmpty()) {
      return;
    }
    String key = trials.key(answers.result().trial());
    List<Row> rows = new ArrayList<>();
    for (int place = 0; place < answers.conditions().size(); place++) {
      Condition condition = answers.conditions().get(place);
      BitSet right = answers.right().get(place);
      rows.add(
          RowFactory.create(
              condition + " by " + key,
              key,
              condition.id(),
              condition.severity(),
              (long) answers.result().tested(),
              (long) right.cardinality(),
              right.toByteArray()));
    }
    table.add(rows);
  }

  /** As {@link StudyTable#version} has it. */
  long version() {
    return table.version();
  }
}
