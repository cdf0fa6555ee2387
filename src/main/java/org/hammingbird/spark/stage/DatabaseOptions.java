package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.hammingbird.UserException;
import org.hammingbird.spark.table.TextFile;

/**
 * The settings of group {@code database}: where the labels are, how they are called, and how to log
 * in.
 */
public final class DatabaseOptions {
  private static final String PASSWORD_VARIABLE = "HAMMINGBIRD_DATABASE_PASSWORD";
  private static final String PASSWORD_ALIAS = "hammingbird.database.password";
  private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}\\p{N}_$ -]{1,64}");
  private static final Pattern TABLE =
      Pattern.compile("([\\p{L}\\p{N}_$-]{1,64}\\.)?[\\p{L}\\p{N}_$-]{1,64}");

  private final JdbcAddress address;
  private final String user;
  private final String password;
  private final String table;
  private final String idColumn;
  private final String labelColumn;
  private final String splitColumn;
  private final String addressColumn;

  private DatabaseOptions(Config database) {
    address = JdbcAddress.parse(required(database, "url"));
    user = required(database, "user");
    password = password(database.getString("password-file"));
    table = named(database, "table", TABLE);
    idColumn = named(database, "id-column", IDENTIFIER);
    labelColumn = named(database, "label-column", IDENTIFIER);
    splitColumn = optional(database, "split-column");
    addressColumn = optional(database, "address-column");
  }

  /**
   * Reads and checks the group, and the password.
   *
   * @param settings rooted at {@code hammingbird}
   * @throws UserException where a value is missing or invalid
   */
  public static DatabaseOptions from(Config settings) {
    return new DatabaseOptions(settings.getConfig("database"));
  }

  /** The JDBC address, which holds no secret. */
  String url() {
    return address.base();
  }

  /**
   * Properties for a connection by Spark or by JDBC, the password among them: never to be printed.
   */
  Properties properties() {
    Properties properties = new Properties();
    address.options().forEach(properties::setProperty);
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("driver", "com.mysql.cj.jdbc.Driver");
    // what a server could otherwise ask of the client: files of this machine, and objects made from
    // its rows
    properties.setProperty("allowLoadLocalInfile", "false");
    properties.setProperty("allowUrlInLocalInfile", "false");
    properties.setProperty("autoDeserialize", "false");
    return properties;
  }

  /** Opens a connection; the caller closes it. */
  Connection connect() {
    return connect(properties());
  }

  /** Opens a connection with properties that were made from {@link #properties}. */
  Connection connect(Properties properties) {
    Properties own = new Properties();
    own.putAll(properties);
    // known to Spark only
    own.remove("driver");
    try {
      return new com.mysql.cj.jdbc.Driver().connect(url(), own);
    } catch (SQLException e) {
      throw mistake("connect to " + url() + " as " + user, e);
    }
  }

  /** The user's mistake behind an error of the database, with its own words. */
  UserException mistake(String attempt, SQLException e) {
    return new UserException("Cannot " + attempt + ": " + e.getMessage().split("\\R")[0], e);
  }

  String table() {
    return table;
  }

  /** The table's name as SQL wants it. */
  String quotedTable() {
    return quotedTable(table);
  }

  private static String quotedTable(String table) {
    int dot = table.indexOf('.');
    return dot < 0
        ? quoted(table)
        : quoted(table.substring(0, dot)) + "." + quoted(table.substring(dot + 1));
  }

  /**
   * The table's name as SQL wants it, from the group {@code database}, where nobody logs in.
   *
   * @throws UserException where the name is invalid
   */
  static String quotedTable(Config database) {
    return quotedTable(named(database, "table", TABLE));
  }

  /** The same of the column of ids. */
  static String quotedIdColumn(Config database) {
    return quoted(named(database, "id-column", IDENTIFIER));
  }

  String idColumn() {
    return idColumn;
  }

  String labelColumn() {
    return labelColumn;
  }

  /** Empty where the table has none. */
  String splitColumn() {
    return splitColumn;
  }

  /** Empty where the table has none. */
  String addressColumn() {
    return addressColumn;
  }

  /** A checked name as SQL wants it. */
  static String quoted(String name) {
    return "`" + name + "`";
  }

  @Override
  public String toString() {
    return url() + " " + table;
  }

  private static String required(Config database, String key) {
    String value = database.getString(key);
    if (value.isEmpty()) {
      throw new UserException(
          "database." + key + " is not set: name it in the settings file or by --database-" + key);
    }
    return value;
  }

  private static String optional(Config database, String key) {
    return database.getString(key).isEmpty() ? "" : named(database, key, IDENTIFIER);
  }

  private static String named(Config database, String key, Pattern pattern) {
    String value = database.getString(key);
    if (!pattern.matcher(value).matches()) {
      throw new UserException(
          String.format(
              "Invalid database.%s: \"%s\" (letters, digits, '_', '$' and '-', 1 to 64 of them)",
              key, value));
    }
    return value;
  }

  private static String password(String file) {
    try {
      return file.isEmpty() ? password() : TextFile.read(file).split("\\R", 2)[0];
    } catch (IOException e) {
      throw new UserException(
          "Cannot read database.password-file "
              + file
              + ": name a file that exists and may be read",
          e);
    }
  }

  private static String password() throws IOException {
    String value = System.getenv(PASSWORD_VARIABLE);
    if (value != null) {
      return value;
    }
    char[] kept = TextFile.hadoop().getPasswordFromCredentialProviders(PASSWORD_ALIAS);
    if (kept == null) {
      throw new UserException(
          "No password for the database: set "
              + PASSWORD_VARIABLE
              + " in the environment, or database.password-file, or keep "
              + PASSWORD_ALIAS
              + " in a Hadoop credential provider");
    }
    return new String(kept);
  }
}
