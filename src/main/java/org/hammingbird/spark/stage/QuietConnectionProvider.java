package org.hammingbird.spark.stage;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import org.apache.spark.sql.execution.datasources.jdbc.JDBCOptions;
import org.apache.spark.sql.jdbc.JdbcConnectionProvider;
import scala.collection.immutable.Map;

/**
 * Opens Spark's connections to the label table. Spark's own provider writes all properties into the
 * log at level DEBUG, the password among them; this one writes nothing. Found by Spark through
 * {@code META-INF/services}, and used only where {@value #OPTION} names it.
 */
public final class QuietConnectionProvider extends JdbcConnectionProvider {
  static final String OPTION = "connectionProvider";
  static final String NAME = "hammingbird";

  /** Class of SQL states: the server cannot be reached. */
  private static final String UNREACHABLE = "08";

  private static final int ATTEMPTS = 7;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean canHandle(Driver driver, Map<String, String> options) {
    // other reads of the same application are none of our business
    return options.exists(
        option -> option._1().equalsIgnoreCase(OPTION) && option._2().equals(NAME));
  }

  @Override
  public Connection getConnection(Driver driver, Map<String, String> options) {
    JDBCOptions jdbc = new JDBCOptions(options);
    for (int attempt = 1; ; attempt++) {
      try {
        return driver.connect(jdbc.url(), jdbc.asConnectionProperties());
      } catch (SQLException e) {
        boolean passes = String.valueOf(e.getSQLState()).startsWith(UNREACHABLE);
        if (!passes || attempt == ATTEMPTS) {
          throw new IllegalStateException(
              "Cannot connect to " + jdbc.url() + ": " + e.getMessage(), e);
        }
        // the driver could connect a moment ago: a server that starts again is there in a minute
        pause(1000L << (attempt - 1));
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the database", e);
    }
  }

  @Override
  public boolean modifiesSecurityContext(Driver driver, Map<String, String> options) {
    return false;
  }
}
