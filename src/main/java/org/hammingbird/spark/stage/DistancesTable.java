package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.spark.table.Table;

/**
 * How far classes are from each other, in the table {@code study_distances}: each hash is committed
 * as it is done. Results of other inputs or settings stay beside, under other keys.
 */
final class DistancesTable {
  static final String NAME = "study_distances";
  private static final int DIGITS = 12;

  private final SparkSession spark;
  private final Table table;
  private final String inputs;

  /**
   * @param inputs digest of what shapes the results besides the hash
   */
  DistancesTable(StageContext context, String inputs) {
    this.spark = context.spark();
    this.table = context.workspace().table(NAME);
    this.inputs = inputs;
  }

  /** The rows of those hashes that have been measured, by column of {@code hashes}. */
  Map<String, Row> rows() {
    Map<String, Row> rows = new TreeMap<>();
    if (!table.isEmpty()) {
      table
          .read()
          .where(col("inputs").equalTo(inputs))
          .collectAsList()
          .forEach(row -> rows.put(row.getAs("algorithm"), row));
    }
    return rows;
  }

  /** The key of a hash's row. */
  String cell(String algorithm) {
    return algorithm + ", inputs " + inputs.substring(0, DIGITS);
  }

  /** Commits one hash. */
  void add(Row row) {
    table.upsert(spark.createDataFrame(List.of(row), Schemas.STUDY_DISTANCES).coalesce(1), "cell");
  }

  String inputs() {
    return inputs;
  }

  /** Of the newest commit; makes the table where there is none. */
  long version() {
    table.create(Schemas.STUDY_DISTANCES);
    return table.version();
  }
}
