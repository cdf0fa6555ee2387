package org.hammingbird.spark.stage;

import static org.hammingbird.spark.stage.DatabaseOptions.quoted;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.hammingbird.UserException;

/** The table of labels in the database, as the stage {@code ingest} writes it. */
final class LabelTarget {
  /** MySQL's number for a table that does not exist. */
  private static final int NO_SUCH_TABLE = 1146;

  private final Connection connection;
  private final DatabaseOptions database;
  private final String id;
  private final String label;
  private final String split;
  private final String address;

  LabelTarget(Connection connection, DatabaseOptions database) {
    this.connection = connection;
    this.database = database;
    id = quoted(database.idColumn());
    label = quoted(database.labelColumn());
    split = quoted(database.splitColumn());
    address = quoted(database.addressColumn());
  }

  /**
   * What the table's columns take; those of our own table where there is none yet.
   *
   * @throws UserException where the table lacks a column, or its ids are no integers
   */
  LabelLimits limits() throws SQLException {
    String sql = String.format("SELECT %s FROM %s WHERE 1 = 0", columns(), database.quotedTable());
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery(sql)) {
      ResultSetMetaData types = none.getMetaData();
      int type = types.getColumnType(1);
      if (type != Types.BIGINT && type != Types.INTEGER) {
        throw new UserException(
            String.format(
                "The column %s of %s is %s: ingest writes integer ids (BIGINT); name another table",
                database.idColumn(), database.table(), types.getColumnTypeName(1)));
      }
      return new LabelLimits(
          length(types.getPrecision(2)),
          length(types.getPrecision(3)),
          length(types.getPrecision(4)));
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_SUCH_TABLE) {
        return LabelLimits.OWN_TABLE;
      }
      throw e;
    }
  }

  /** Texts without a stated length are taken as long as an address of our own may be. */
  private static int length(int precision) {
    return precision <= 0 ? LabelLimits.OWN_TABLE.address() : precision;
  }

  /** Makes the table where there is none. */
  void create() throws SQLException {
    LabelLimits limits = LabelLimits.OWN_TABLE;
    execute(
        String.format(
            "CREATE TABLE IF NOT EXISTS %s (%s BIGINT PRIMARY KEY, %s VARCHAR(%d) NOT NULL,"
                + " %s VARCHAR(%d) NOT NULL, %s VARCHAR(%d) NOT NULL)"
                + " ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            database.quotedTable(),
            id,
            label,
            limits.label(),
            split,
            limits.split(),
            address,
            limits.address()));
  }

  /** Changes the rows that differ from the staged ones; returns how many. */
  long update() throws SQLException {
    return execute(
        String.format(
            "UPDATE %s t JOIN %s r ON r.id = t.%s"
                + " SET t.%s = r.label, t.%s = r.split, t.%s = r.address"
                + " WHERE NOT (t.%4$s <=> r.label AND t.%5$s <=> r.split AND t.%6$s <=> r.address)",
            database.quotedTable(), LabelStaging.ROWS, id, label, split, address));
  }

  /** Adds the staged rows whose ids are new; returns how many. */
  long insert() throws SQLException {
    return execute(
        String.format(
            "INSERT INTO %s (%s) SELECT r.id, r.label, r.split, r.address FROM %s r"
                + " LEFT JOIN %1$s t ON t.%4$s = r.id WHERE t.%4$s IS NULL",
            database.quotedTable(), columns(), LabelStaging.ROWS, id));
  }

  /** The rows of the lowest ids. */
  TextTable first(int rows) throws SQLException {
    TextTable table =
        new TextTable(
            database.idColumn(),
            database.labelColumn(),
            database.splitColumn(),
            database.addressColumn());
    String sql =
        String.format(
            "SELECT %s FROM %s ORDER BY %s LIMIT %d", columns(), database.quotedTable(), id, rows);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
          // rows that others wrote may lack something
          row.add(Objects.toString(result.getString(i), ""));
        }
        table.add(row);
      }
    }
    return table;
  }

  /** Images of each class (outer) and split (inner), in the order of their names. */
  Map<String, Map<String, Long>> counts() throws SQLException {
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    String sql =
        String.format(
            "SELECT COALESCE(%s, ''), COALESCE(%s, ''), COUNT(*) FROM %s GROUP BY %1$s, %2$s",
            label, split, database.quotedTable());
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        counts
            .computeIfAbsent(result.getString(1), key -> new TreeMap<>())
            .merge(result.getString(2), result.getLong(3), Long::sum);
      }
    }
    return counts;
  }

  private String columns() {
    return String.join(", ", id, label, split, address);
  }

  private long execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }
}
