package org.hammingbird.spark.table;

import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaThrowable;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.UserException;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * One Delta table of a workspace. Every method that writes makes one commit, which is there whole
 * or not at all, and returns the table's version after it; readers see the snapshot of one version.
 */
public final class Table {
  /** To make a table that others make at the same time. */
  private static final int ATTEMPTS = 5;

  private static final String FORMAT_PROPERTY = "hammingbird.format";

  /** Whose least and greatest value Delta notes of each file: the id alone is looked up. */
  private static final String STATISTICS_PROPERTY = "delta.dataSkippingNumIndexedCols";

  private static final String STATISTICS_COLUMNS = "1";

  /** Before a column's name; Delta hands the properties on to Parquet. */
  private static final String DICTIONARY_PROPERTY = "parquet.enable.dictionary#";

  private final SparkSession spark;
  private final String name;
  private final String location;

  Table(SparkSession spark, String name, String location) {
    this.spark = spark;
    this.name = name;
    this.location = location;
  }

  public String name() {
    return name;
  }

  public String location() {
    return location;
  }

  public boolean exists() {
    return DeltaTable.isDeltaTable(spark, location);
  }

  /** Whether it is missing or has no rows, as far as its transaction log says. */
  public boolean isEmpty() {
    return !exists() || files(snapshot()) == 0;
  }

  /** From the check sum that Delta writes beside each commit; counting takes three Spark jobs. */
  private static long files(Snapshot snapshot) {
    Option<VersionChecksum> checksum = snapshot.checksumOpt();
    return checksum.isDefined() ? checksum.get().numFiles() : snapshot.numOfFiles();
  }

  /** Whether it has these columns and no others. */
  public boolean has(StructType schema) {
    return snapshot().schema().equals(nullable(schema));
  }

  /** Tells this table from one of the same name that was made after it was deleted. */
  public String id() {
    return snapshot().metadata().id();
  }

  /** The newest version, 0 for the first commit. */
  public long version() {
    return snapshot().version();
  }

  /**
   * Whether nobody but one writer has committed after one version and up to another.
   *
   * @param writer as given to {@link Workspace#sign}
   * @param after -1 where there was no table
   * @param last -1 where there is none
   */
  public boolean isOf(String writer, long after, long last) {
    if (last <= after) {
      return true;
    }
    Iterator<Tuple2<Object, Seq<Action>>> commits =
        snapshot().deltaLog().getChanges(after + 1, false);
    while (commits.hasNext()) {
      Tuple2<Object, Seq<Action>> commit = commits.next();
      if ((long) commit._1() > last) {
        return true;
      }
      for (Action action : JavaConverters.seqAsJavaList(commit._2())) {
        if (action instanceof CommitInfo
            && !((CommitInfo) action).userMetadata().contains(writer)) {
          return false;
        }
      }
    }
    return true;
  }

  public Dataset<Row> read() {
    return read(version());
  }

  /**
   * The snapshot of one version.
   *
   * @throws UserException where the table is missing or of another format than this program's
   */
  public Dataset<Row> read(long version) {
    requireFormat();
    return spark.read().format("delta").option("versionAsOf", version).load(location);
  }

  /** Whether a version can still be read: Delta forgets those that are older than its log. */
  public boolean remembers(long version) {
    try {
      read(version);
      return true;
    } catch (Exception e) {
      // checked, though Scala does not declare it
      if (e instanceof AnalysisException) {
        return false;
      }
      throw e;
    }
  }

  /** Replaces all rows. */
  public long overwrite(Dataset<Row> rows) {
    create(rows.schema());
    rows.write().format("delta").mode("overwrite").save(location);
    return version();
  }

  /**
   * Replaces the rows whose key is among the new rows' and appends the others. Keys are unique in
   * {@code rows}.
   */
  public long upsert(Dataset<Row> rows, String key) {
    create(rows.schema());
    if (hasAnyOf(rows.select(key), key)) {
      delta()
          .as("old")
          .merge(rows.as("new"), "old." + key + " = new." + key)
          .whenMatched()
          .updateAll()
          .whenNotMatched()
          .insertAll()
          .execute();
    } else {
      rows.write().format("delta").mode("append").save(location);
    }
    return version();
  }

  /**
   * Deletes the rows with these keys; does nothing where the table is missing or holds none of
   * them.
   */
  public long delete(Dataset<Row> keys, String key) {
    if (hasAnyOf(keys, key)) {
      Dataset<Row> distinct = keys.select(key).distinct();
      delta()
          .as("old")
          .merge(distinct.as("gone"), "old." + key + " = gone." + key)
          .whenMatched()
          .delete()
          .execute();
    }
    return exists() ? version() : -1;
  }

  /** Makes the table without rows, where there is none yet. */
  public void create(StructType schema) {
    Snapshot newest = snapshot();
    for (int attempt = 1; newest.version() < 0; attempt++) {
      try {
        build(nullable(schema));
      } catch (Exception e) {
        // checked ones too, though Scala does not declare them; where somebody else makes it at the
        // same moment, that one's counts
        if (!(e instanceof DeltaThrowable) || attempt == ATTEMPTS) {
          throw e;
        }
      }
      newest = snapshot();
    }
    requireFormat(newest);
  }

  private void build(StructType schema) {
    DeltaTableBuilder builder =
        DeltaTable.createIfNotExists(spark)
            .location(location)
            .addColumns(schema)
            .property(FORMAT_PROPERTY, Integer.toString(Schemas.FORMAT))
            .property(STATISTICS_PROPERTY, STATISTICS_COLUMNS);
    for (StructField field : schema.fields()) {
      if (hardlyRepeats(field.dataType())) {
        builder = builder.property(DICTIONARY_PROPERTY + field.name(), "false");
      }
    }
    builder.execute();
  }

  /** Measures and hashes: Parquet would begin a dictionary of them and then give it up. */
  private static boolean hardlyRepeats(DataType type) {
    return type.equals(DataTypes.DoubleType) || type.equals(DataTypes.BinaryType);
  }

  /**
   * Makes the table, or, where it has other columns than these, empties it and gives it these.
   * Older versions stay readable.
   *
   * @return whether a table was replaced
   */
  public boolean replace(StructType schema) {
    StructType wanted = nullable(schema);
    if (!exists()) {
      create(wanted);
      return false;
    }
    requireFormat();
    if (has(schema)) {
      return false;
    }
    spark
        .createDataFrame(Collections.emptyList(), wanted)
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", true)
        .save(location);
    return true;
  }

  /** Gives the table those of the columns that it lacks, null in the rows that it has. */
  public void widen(StructType schema) {
    requireFormat();
    List<String> columns = Arrays.asList(snapshot().schema().fieldNames());
    if (!columns.containsAll(Arrays.asList(schema.fieldNames()))) {
      spark
          .createDataFrame(Collections.emptyList(), nullable(schema))
          .write()
          .format("delta")
          .mode("append")
          .option("mergeSchema", true)
          .save(location);
    }
  }

  private boolean hasAnyOf(Dataset<Row> keys, String key) {
    if (isEmpty()) {
      return false;
    }
    Dataset<Row> stored = spark.read().format("delta").load(location).select(key);
    return !stored.join(keys.select(key), key).isEmpty();
  }

  private void requireFormat() {
    if (!exists()) {
      throw new UserException("The table " + name + " is missing in " + location);
    }
    requireFormat(snapshot());
  }

  private void requireFormat(Snapshot snapshot) {
    Option<String> property = snapshot.metadata().configuration().get(FORMAT_PROPERTY);
    int found = property.isEmpty() ? 0 : Integer.parseInt(property.get());
    if (found > Schemas.FORMAT) {
      throw new UserException(
          String.format(
              "The table %s has format %d, newer than this program's %d: use a newer Hammingbird",
              location, found, Schemas.FORMAT));
    }
    if (found < Schemas.FORMAT) {
      throw new UserException(
          String.format(
              "The table %s has format %d, older than this program's %d: clear it and run its stage again",
              location, found, Schemas.FORMAT));
    }
  }

  /**
   * The newest snapshot, from the transaction log alone: asking through SQL would start a Spark job
   * each time.
   */
  private Snapshot snapshot() {
    return DeltaLog.forTable(spark, location).update(false, Option.empty(), Option.empty());
  }

  private DeltaTable delta() {
    return DeltaTable.forPath(spark, location);
  }

  private static StructType nullable(StructType schema) {
    StructType result = new StructType();
    for (StructField field : schema.fields()) {
      result = result.add(field.name(), field.dataType(), true);
    }
    return result;
  }
}
