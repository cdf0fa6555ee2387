package org.hammingbird.spark.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.hammingbird.image.Corruption;
import org.hammingbird.image.Severity;
import org.hammingbird.spark.table.Schemas;

/**
 * What was measured of degraded images, in the table {@code study_degraded}: each corruption is
 * committed as it is done.
 */
final class DegradedTable {
  static final String NAME = "study_degraded";

  private final StudyTable table;
  private final String inputs;

  /**
   * @param inputs digest of what shapes the results besides corruption and severity
   */
  DegradedTable(StageContext context, String inputs) {
    this.table = new StudyTable(context, NAME, Schemas.STUDY_DEGRADED, "cell");
    this.inputs = inputs;
  }

  /** The rows of those corruptions that have been measured, at each severity, rising. */
  Map<Corruption, List<Row>> rows() {
    Map<Corruption, List<Row>> rows = new EnumMap<>(Corruption.class);
    List<Row> all = new ArrayList<>(table.rows("inputs", inputs));
    all.sort(Comparator.comparingInt(row -> row.<Integer>getAs("severity")));
    for (Row row : all) {
      rows.computeIfAbsent(Corruption.of(row.getAs("corruption")), name -> new ArrayList<>())
          .add(row);
    }
    rows.values().removeIf(severities -> severities.size() < Severity.MAXIMUM);
    return rows;
  }

  /** Commits one corruption. */
  void add(DegradedCopies copies) {
    List<Row> rows = new ArrayList<>();
    for (int place = 0; place < copies.conditions().size(); place++) {
      Condition condition = copies.conditions().get(place);
      rows.add(
          RowFactory.create(
              StudyTable.key(condition.toString(), inputs),
              inputs,
              condition.id(),
              condition.severity(),
              (long) copies.images(),
              copies.auc(place),
              copies.distances(place)));
    }
    table.add(rows);
  }

  /** As {@link StudyTable#version} has it. */
  long version() {
    return table.version();
  }
}
