package org.hammingbird.spark.stage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Properties;
import org.hammingbird.UserException;

/**
 * A label file's rows in temporary tables of one connection, where they are compared among
 * themselves: the driver's memory does not grow with them, and nothing of it is seen by others or
 * outlives the connection.
 */
final class LabelStaging {
  static final String ROWS = "hammingbird_rows";
  // MySQL lets a statement name a temporary table only once, hence two more
  private static final String REPEATED = "hammingbird_repeated";
  private static final String FIRSTS = "hammingbird_firsts";

  private static final int BATCH = 1000;
  private static final String COLUMNS =
      " (id BIGINT NOT NULL, label TEXT NOT NULL, split VARCHAR(16) NOT NULL,"
          + " address TEXT NOT NULL, line BIGINT NOT NULL, KEY (id))"
          + " ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

  private final Connection connection;

  LabelStaging(Connection connection) {
    this.connection = connection;
  }

  /** What a connection needs so that it can load this file and the server can ask for no other. */
  static Properties allow(Properties properties, LabelFile file) {
    properties.setProperty("allowLoadLocalInfileInPath", file.folder().toString());
    properties.setProperty("rewriteBatchedStatements", "true");
    return properties;
  }

  /** Fills the temporary tables. */
  void load(LabelFile file) throws SQLException {
    loadBy(file, localInfile());
  }

  /** The same by LOAD DATA or by INSERT. */
  void loadBy(LabelFile file, boolean loadData) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // a fixed mode: backslashes escape, and what does not fit is an error
      statement.execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES'");
      statement.execute("CREATE TEMPORARY TABLE " + ROWS + COLUMNS);
      statement.execute("CREATE TEMPORARY TABLE " + FIRSTS + COLUMNS);
      statement.execute(
          "CREATE TEMPORARY TABLE " + REPEATED + " (id BIGINT PRIMARY KEY, line BIGINT NOT NULL)");
    }
    if (loadData) {
      loadData(file);
    } else {
      insert(file);
    }
    long loaded = count("SELECT COUNT(*) FROM " + ROWS);
    if (loaded != file.rows()) {
      throw new IllegalStateException(
          String.format("The database took %d of %d rows", loaded, file.rows()));
    }
  }

  private boolean localInfile() throws SQLException {
    return count("SELECT @@GLOBAL.local_infile") == 1;
  }

  private void loadData(LabelFile file) throws SQLException {
    String sql =
        "LOAD DATA LOCAL INFILE '"
            + file.path().toString().replace("\\", "\\\\").replace("'", "\\'")
            + "' INTO TABLE "
            + ROWS
            + " CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\'"
            + " LINES TERMINATED BY '\\n' (id, label, split, address, line)";
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
      // LOCAL turns what would be errors into these
      SQLWarning warning = statement.getWarnings();
      if (warning != null) {
        throw new UserException("The database did not take the labels: " + warning.getMessage());
      }
    }
  }

  private void insert(LabelFile file) throws SQLException {
    String sql =
        "INSERT INTO " + ROWS + " (id, label, split, address, line) VALUES (?, ?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int waiting = 0;
      for (String[] row : file.read()) {
        statement.setLong(1, Long.parseLong(row[0]));
        statement.setString(2, row[1]);
        statement.setString(3, row[2]);
        statement.setString(4, row[3]);
        statement.setLong(5, Long.parseLong(row[4]));
        statement.addBatch();
        if (++waiting % BATCH == 0) {
          statement.executeBatch();
        }
      }
      statement.executeBatch();
    }
  }

  /**
   * Leaves one row for each id, the first; the others are bad where they differ from it.
   *
   * @return how many repeated the first word for word
   */
  long removeRepeated(BadRows badRows) throws SQLException {
    String others = " JOIN " + FIRSTS + " f ON f.id = r.id WHERE r.line <> f.line";
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO "
              + REPEATED
              + " SELECT id, MIN(line) FROM "
              + ROWS
              + " GROUP BY id HAVING COUNT(*) > 1");
      statement.executeUpdate(
          "INSERT INTO "
              + FIRSTS
              + " SELECT r.* FROM "
              + ROWS
              + " r JOIN "
              + REPEATED
              + " d ON d.id = r.id AND d.line = r.line");
      long before = badRows.count();
      try (ResultSet result =
          statement.executeQuery(
              "SELECT r.line, r.id, r.label, r.split, r.address,"
                  + " f.line, f.label, f.split, f.address FROM "
                  + ROWS
                  + " r"
                  + others
                  + " AND (r.label <> f.label OR r.split <> f.split OR r.address <> f.address)"
                  + " ORDER BY r.line")) {
        while (result.next()) {
          badRows.add(result.getLong(1), contradiction(result));
        }
      }
      long removed = statement.executeUpdate("DELETE r FROM " + ROWS + " r" + others);
      return removed - (badRows.count() - before);
    }
  }

  private static String contradiction(ResultSet row) throws SQLException {
    String[] names = {"label", "split", "address"};
    for (int i = 0; i < names.length; i++) {
      String here = row.getString(3 + i);
      String before = row.getString(7 + i);
      if (!here.equals(before)) {
        return String.format(
            "the id %d has the %s \"%s\", but on line %d it has \"%s\"",
            row.getLong(2), names[i], here, row.getLong(6), before);
      }
    }
    throw new IllegalStateException("The row does not contradict the one before");
  }

  private long count(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
