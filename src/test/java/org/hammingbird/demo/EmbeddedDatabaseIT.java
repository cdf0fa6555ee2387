package org.hammingbird.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.hammingbird.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedDatabaseIT {
  @TempDir Path base;

  @Test
  void keepsItsDataAndPasswordFromOneStartToTheNext() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(base);
        Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE words (word VARCHAR(20))");
      statement.execute("INSERT INTO words VALUES ('Grüße 🐦')");
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(database.passwordFile())))
          .isEqualTo("rw-------");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(base);
        Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet words = statement.executeQuery("SELECT word FROM words")) {
      assertThat(words.next()).isTrue();
      assertThat(words.getString(1)).isEqualTo("Grüße 🐦");
    }
  }

  @Test
  void listensOnLoopbackOnlyAndAsksForThePassword() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(base);
        Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet address = statement.executeQuery("SELECT @@bind_address")) {
      address.next();
      assertThat(address.getString(1)).isEqualTo("127.0.0.1");
      for (String user : new String[] {"root", database.user(), "anybody"}) {
        assertThatThrownBy(() -> DriverManager.getConnection(database.url(), user, ""))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("Access denied");
      }
    }
  }

  @Test
  void endsTheServerThatAKilledRunLeft() throws Exception {
    Process killed = startInAnotherProcess();
    long orphan = serverPid();
    killed.destroyForcibly().waitFor();
    assertThat(ProcessHandle.of(orphan)).isPresent();

    try (EmbeddedDatabase database = EmbeddedDatabase.start(base);
        Connection connection = connect(database)) {
      assertThat(connection.isValid(5)).isTrue();
      assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void refusesAFolderThatALivingRunUses() throws Exception {
    Process other = startInAnotherProcess();
    try {
      assertThatThrownBy(() -> EmbeddedDatabase.start(base))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("in use by process " + other.pid());
    } finally {
      other.destroy(); // its shutdown hook stops the server
      other.waitFor(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void refusesAFolderWithBlanks() {
    assertThatThrownBy(() -> EmbeddedDatabase.start(base.resolve("my demo")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("my demo");
  }

  private Process startInAnotherProcess() throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                base.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("started")) {
        return process;
      }
    }
    throw new IllegalStateException("The other process did not start its database");
  }

  private long serverPid() throws IOException {
    return Long.parseLong(Files.readString(base.resolve("server.pid")).trim());
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  /** Starts a database and waits to be killed. */
  static final class Holder {
    public static void main(String[] arguments) throws InterruptedException {
      try {
        EmbeddedDatabase.start(Path.of(arguments[0]));
        System.out.println("started");
        Thread.sleep(120_000);
      } finally {
        System.exit(1); // the threads of a server that failed half-way would keep it alive
      }
    }
  }
}
