package org.hammingbird.spark.stage;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.spark.table.Table;

/**
 * A table of what a study has done, each part committed as it ends, so that a study which was
 * killed goes on with those that are missing. Results of other inputs or settings stay beside,
 * under other keys.
 */
final class StudyTable {
  private static final int DIGITS = 12;

  private final SparkSession spark;
  private final Table table;
  private final StructType schema;
  private final String key;

  /**
   * @param key the column that names a row
   */
  StudyTable(StageContext context, String name, StructType schema, String key) {
    this.spark = context.spark();
    this.table = context.workspace().table(name);
    this.schema = schema;
    this.key = key;
  }

  /** Gives a table of an earlier version the columns that it lacks. */
  void widen() {
    if (table.exists()) {
      table.widen(schema);
    }
  }

  /** A key that names what was done and the digest of its inputs. */
  static String key(String done, String inputs) {
    return done + ", inputs " + inputs.substring(0, DIGITS);
  }

  /** The rows that have one of some values in a column; none where there is no table yet. */
  List<Row> rows(String column, Object... values) {
    return values.length == 0 || table.isEmpty()
        ? List.of()
        : table.read().where(col(column).isin(values)).collectAsList();
  }

  /** Commits rows, in place of those with their keys. */
  void add(List<Row> rows) {
    table.upsert(spark.createDataFrame(rows, schema).coalesce(1), key);
  }

  /** Of the newest commit; makes the table where there is none. */
  long version() {
    table.create(schema);
    return table.version();
  }
}
