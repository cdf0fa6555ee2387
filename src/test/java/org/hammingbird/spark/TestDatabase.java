package org.hammingbird.spark;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hammingbird.demo.EmbeddedDatabase;

/** An empty schema in the one MariaDB that all integration tests of a JVM share. */
public final class TestDatabase {
  private static EmbeddedDatabase server;

  private final String url;
  private final String user;
  private final String password;
  private final Path passwordFile;

  /** A schema of another server. */
  public TestDatabase(String url, String user, String password, Path passwordFile) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.passwordFile = passwordFile;
  }

  /**
   * Makes a schema anew; the server is started by the first call and ends with the JVM.
   *
   * @param name of the schema, letters and digits
   */
  public static synchronized TestDatabase empty(String name) throws SQLException {
    if (server == null) {
      server = EmbeddedDatabase.start(Path.of("target", "test-database"));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    }
    String schema = EmbeddedDatabase.SCHEMA + "_" + name;
    TestDatabase database =
        new TestDatabase(
            server.url().replace("/" + EmbeddedDatabase.SCHEMA + "?", "/" + schema + "?"),
            server.user(),
            server.password(),
            server.passwordFile());
    try (Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + schema);
      statement.execute("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
    }
    return database;
  }

  /** The settings of group {@code database} that lead here; may be added to. */
  public Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("database.url", url);
    settings.put("database.user", user);
    settings.put("database.password-file", passwordFile.toString());
    return settings;
  }

  public String url() {
    return url;
  }

  public String password() {
    return password;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Rows of a query, values joined by "|". */
  public List<String> query(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }
}
