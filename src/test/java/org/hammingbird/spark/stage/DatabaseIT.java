package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import org.hammingbird.UserException;
import org.hammingbird.spark.MySqlServer;
import org.hammingbird.spark.TestDatabase;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stages that talk to the database, against MySQL 8 itself. */
@Timeout(600)
class DatabaseIT {
  private static final int IMAGES = 60;

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void ingestsAndHashesAgainstMySql8() throws Exception {
    String obstacle = MySqlServer.obstacle().orElse("");
    assumeTrue(obstacle.isEmpty(), obstacle);
    ImageFolder images = new ImageFolder(folder.resolve("images"));
    StringBuilder csv = new StringBuilder("id,label\n");
    for (int id = 1; id <= IMAGES; id++) {
      images.image(id + ".png", 24, 24, id);
      csv.append(id).append(id % 2 == 0 ? ",Vögel 🐦\n" : ",cat\n");
    }
    Path labels = Files.writeString(folder.resolve("labels.csv"), csv);
    try (MySqlServer server = MySqlServer.start(Files.createDirectory(folder.resolve("mysql")))) {
      TestDatabase database = server.database();
      assertThat(database.query("SELECT VERSION()").get(0)).startsWith("8.");
      Map<String, Object> settings = database.settings();
      settings.put("ingest.csv", labels.toString());
      settings.put("images.address-template", "{id}.png");
      settings.put("images.roots", Collections.singletonList(images.path("").toString()));
      settings.put("split.at", "40");
      assertIngestsOnce(settings);
      assertHashes(settings);
      assertTellsServersApart(database, server.certificateAuthority());
    }
  }

  /** Over TLS, with the server's certificate checked against Java's trust store. */
  private void assertTellsServersApart(TestDatabase database, Path authority) throws Exception {
    Map<String, Object> settings = database.settings();
    String url = database.url().replaceFirst("[?].*", "");
    settings.put("database.url", url + "?sslMode=REQUIRED");
    assertThat(cipher(settings)).as("encrypted").isNotEmpty();

    settings.put("database.url", url + "?sslMode=VERIFY_CA");
    assertThatThrownBy(() -> cipher(settings))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot connect to " + url);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "database", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    Path store = folder.resolve("trusted.p12");
    try (OutputStream out = Files.newOutputStream(store)) {
      trusted.store(out, "changeit".toCharArray());
    }
    System.setProperty("javax.net.ssl.trustStore", store.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
    try {
      assertThat(cipher(settings)).isNotEmpty();
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }

  private static String cipher(Map<String, Object> settings) throws SQLException {
    try (Connection connection = DatabaseOptions.from(TestSpark.settings(settings)).connect();
        ResultSet status =
            connection.createStatement().executeQuery("SHOW SESSION STATUS LIKE 'Ssl_cipher'")) {
      status.next();
      return status.getString(2);
    }
  }

  private void assertIngestsOnce(Map<String, Object> settings) {
    assertThat(ingest(settings).results())
        .containsEntry("added", (long) IMAGES)
        .containsEntry(
            "classes",
            Map.of(
                "Vögel 🐦", Map.of("train", 20L, "test", 10L),
                "cat", Map.of("train", 20L, "test", 10L)));
    assertThat(ingest(settings).results()).containsEntry("unchanged", (long) IMAGES);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("nothing changed");
  }

  private void assertHashes(Map<String, Object> settings) {
    settings.remove("split.at");
    settings.put("hash.classes", Collections.singletonList("Vögel 🐦"));
    StageContext context = context(settings);
    RunManifest run = new HashStage(context, HashOptions.from(context.settings())).run();
    assertThat(run.results()).containsEntry("hashed", IMAGES / 2L).containsEntry("rejected", 0L);
    assertThat(context.workspace().table("hashes").read().filter("split = 'test'").count())
        .isEqualTo(10);
  }

  private RunManifest ingest(Map<String, Object> settings) {
    StageContext context = context(settings);
    return new IngestStage(context, IngestOptions.from(context.settings())).run();
  }

  private StageContext context(Map<String, Object> settings) {
    return TestSpark.context(folder.resolve("workspace"), TestSpark.settings(settings), printed);
  }
}
