package org.hammingbird.spark.stage;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hammingbird.UserException;

/**
 * A checked JDBC address of a MySQL server. Connector/J can be told by its address to load classes,
 * to deserialize objects, and to send local files to the server; only options that do none of that
 * are let through.
 */
final class JdbcAddress {
  private static final Pattern FORM =
      Pattern.compile(
          "jdbc:mysql://([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?/([A-Za-z0-9_$-]+)(\\?(.*))?");

  private static final Set<String> ALLOWED =
      Collections.unmodifiableSet(
          new TreeSet<>(
              Arrays.asList(
                  "allowpublickeyretrieval",
                  "characterencoding",
                  "connecttimeout",
                  "connectiontimezone",
                  "forceconnectiontimezonetosession",
                  "servertimezone",
                  "sockettimeout",
                  "sslmode",
                  "tcpkeepalive",
                  "tlsversions",
                  "usecompression",
                  "useunicode")));

  private final String base;
  private final Map<String, String> options;

  private JdbcAddress(String base, Map<String, String> options) {
    this.base = base;
    this.options = options;
  }

  /**
   * Checks an address.
   *
   * @throws UserException where it is no address of a MySQL database, or carries an option that is
   *     not allowed
   */
  static JdbcAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      // the address itself is not repeated: a password may have been typed into it
      throw new UserException(
          "Invalid database.url: it must have the form jdbc:mysql://HOST:PORT/DATABASE?option=value");
    }
    Map<String, String> options = new TreeMap<>();
    if (matcher.group(5) != null && !matcher.group(5).isEmpty()) {
      for (String option : matcher.group(5).split("&")) {
        String[] parts = option.split("=", 2);
        if (parts.length != 2 || !ALLOWED.contains(parts[0].toLowerCase(Locale.ROOT))) {
          throw new UserException(
              String.format(
                  "The option %s is not allowed in database.url (allowed in any case: %s)%s",
                  parts[0], String.join(", ", ALLOWED), secretHint(parts[0])));
        }
        options.put(parts[0], parts[1]);
      }
    }
    int query = text.indexOf('?');
    return new JdbcAddress(query < 0 ? text : text.substring(0, query), options);
  }

  private static String secretHint(String option) {
    return option.toLowerCase(Locale.ROOT).contains("password")
        ? "; the password belongs into the environment's HAMMINGBIRD_DATABASE_PASSWORD or database.password-file"
        : "";
  }

  /** The address without options. */
  String base() {
    return base;
  }

  Map<String, String> options() {
    return options;
  }
}
