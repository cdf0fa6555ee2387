package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.image.Corruption;
import org.hammingbird.image.Severity;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.spark.table.Table;

/**
 * What was measured of degraded images, in the table {@code study_degraded}: each corruption is
 * committed as it is done. Results of other inputs or settings stay beside, under other keys.
 */
final class DegradedTable {
  static final String NAME = "study_degraded";
  private static final int DIGITS = 12;

  private final SparkSession spark;
  private final Table table;
  private final String inputs;

  /**
   * @param inputs digest of what shapes the results besides corruption and severity
   */
  DegradedTable(StageContext context, String inputs) {
    this.spark = context.spark();
    this.table = context.workspace().table(NAME);
    this.inputs = inputs;
  }

  /** The rows of those corruptions that have been measured, at each severity, rising. */
  Map<Corruption, List<Row>> rows() {
    Map<Corruption, List<Row>> rows = new EnumMap<>(Corruption.class);
    if (table.isEmpty()) {
      return rows;
    }
    List<Row> all =
        new ArrayList<>(table.read().where(col("inputs").equalTo(inputs)).collectAsList());
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
              condition + ", inputs " + inputs.substring(0, DIGITS),
              inputs,
              condition.id(),
              condition.severity(),
              (long) copies.images(),
              copies.auc(place),
              copies.distances(place)));
    }
    table.upsert(spark.createDataFrame(rows, Schemas.STUDY_DEGRADED).coalesce(1), "cell");
  }

  /** Of the newest commit; makes the table where there is none. */
  long version() {
    table.create(Schemas.STUDY_DEGRADED);
    return table.version();
  }
}
