package org.hammingbird.spark.stage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hammingbird.spark.TestDatabase;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A label table, a folder of images, and the stage {@code hash} over both. */
@Timeout(600)
abstract class HashedCollection {
  static final String TABLE =
      "CREATE TABLE ImageLabel (ImageID BIGINT PRIMARY KEY, LabelName VARCHAR(64),"
          + " Type VARCHAR(16), ImageAddr VARCHAR(255))";

  @TempDir Path folder;
  TestDatabase database;
  Map<String, Object> settings;
  ImageFolder images;
  final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void emptyCollection() throws Exception {
    database = TestDatabase.empty("hash");
    images = new ImageFolder(folder.resolve("images"));
    settings = database.settings();
    settings.put("images.roots", Collections.singletonList(images.path("").toString()));
    settings.put("hash.max-reject-fraction", 1);
    settings.put("pixels.side", 16);
  }

  void label(String... rows) throws SQLException {
    String values =
        Arrays.stream(rows)
            .map(row -> row.split("\\|", -1))
            .map(f -> String.format("(%s, '%s', '%s', '%s')", f[0], f[1], f[2], f[3]))
            .collect(Collectors.joining(", "));
    database.execute(TABLE, "INSERT INTO ImageLabel VALUES " + values);
  }

  StageContext context() {
    return TestSpark.context(folder.resolve("workspace"), TestSpark.settings(settings), printed);
  }

  RunManifest hash() {
    StageContext context = context();
    return new HashStage(context, HashOptions.from(context.settings())).run();
  }

  Dataset<Row> table(String name) {
    return context().workspace().table(name).read();
  }

  List<Long> ids(String name) {
    return table(name).orderBy("image_id").select("image_id").collectAsList().stream()
        .map(row -> row.getLong(0))
        .collect(Collectors.toList());
  }

  List<String> causes() {
    return table("rejects").orderBy("image_id").collectAsList().stream()
        .map(row -> row.getAs("image_id") + " " + row.getAs("cause"))
        .collect(Collectors.toList());
  }

  String digest(long id) {
    return table("hashes").filter("image_id = " + id).first().getAs("digest");
  }

  String digestOf(String name) throws Exception {
    return DigestUtils.sha256Hex(Files.readAllBytes(images.path(name)));
  }

  static List<Object> values(Row row, String... columns) {
    return Arrays.stream(columns).map(row::<Object>getAs).collect(Collectors.toList());
  }

  String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
