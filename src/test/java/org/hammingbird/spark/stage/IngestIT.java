package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hammingbird.UserException;
import org.hammingbird.spark.TestDatabase;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.RunManifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class IngestIT {
  private static final String ALL = "SELECT * FROM ImageLabel ORDER BY ImageID";

  @TempDir Path folder;
  private TestDatabase database;
  private Map<String, Object> settings;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void emptyDatabase() throws SQLException {
    database = TestDatabase.empty("ingest");
    settings = database.settings();
    settings.put("images.address-template", "file:/data/train/{id}.png");
    settings.put("split.at", "2");
  }

  @Test
  void writesTheStudysTableAndShowsIt() throws Exception {
    ingest("id,label\n3,dog\n1,cat\n2,cat\n");

    assertThat(database.query(ALL))
        .containsExactly(
            "1|cat|train|file:/data/train/1.png",
            "2|cat|train|file:/data/train/2.png",
            "3|dog|test|file:/data/train/3.png");
    assertThat(database.query("SHOW COLUMNS FROM ImageLabel"))
        .extracting(row -> row.split("\\|")[0])
        .containsExactly("ImageID", "LabelName", "Type", "ImageAddr");
    assertThat(printed())
        .contains("  ImageID  LabelName  Type   ImageAddr")
        .contains("        3  dog        test   file:/data/train/3.png")
        .contains("  class  test  train")
        .contains("  cat       0      2")
        .contains("  dog       1      0")
        .contains("ingest: 3 rows into ImageLabel: 3 added, 0 changed, 0 unchanged");
  }

  @Test
  void aSecondRunChangesNothingAndSaysSo() throws Exception {
    ingest("id,label\n1,cat\n2,Größe 🐦 \\N\n");
    Object before = database.query(ALL);
    RunManifest again = ingest("id,label\n2,Größe 🐦 \\N\n1,cat\n");

    assertThat(database.query(ALL)).isEqualTo(before);
    assertThat(again.results()).containsEntry("added", 0L).containsEntry("changed", 0L);
    assertThat(printed()).contains("2 rows, all of them in ImageLabel already; nothing changed");
  }

  @Test
  void laterFilesAddAndCorrect() throws Exception {
    ingest("id,label\n1,cat\n2,cat\n");
    RunManifest run = ingest("id,label\n2,Cat\n4,bird\n4,bird\n");

    assertThat(run.results())
        .containsEntry("added", 1L)
        .containsEntry("changed", 1L)
        .containsEntry("repeated", 1L);
    assertThat(database.query("SELECT ImageID, LabelName FROM ImageLabel ORDER BY 1"))
        .containsExactly("1|cat", "2|Cat", "4|bird");
  }

  @Test
  void aBadRowStopsItWithNothingChanged() throws Exception {
    ingest("id,label\n1,cat\n");
    for (String bad :
        new String[] {"2,dog\n,cat\n", "2,dog\n2,bird\n", "2,dog\n7\n", "2,dog\n7,\n"}) {
      assertThatThrownBy(() -> ingest("id,label\n" + bad))
          .isInstanceOf(UserException.class)
          .hasMessageContainingAll(
              "1 bad rows", "nothing was changed", "line 3", "--skip-bad-rows");
      assertThat(database.query(ALL)).containsExactly("1|cat|train|file:/data/train/1.png");
    }
  }

  @Test
  void saysWhichEarlierLineARowContradicts() {
    assertThatThrownBy(() -> ingest("id,label\n2,dog\n5,cat\n2,bird\n"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "line 4: the id 2 has the label \"bird\", but on line 2 it has \"dog\"");
    assertThatThrownBy(() -> database.query(ALL)).hasMessageContaining("doesn't exist");
  }

  @Test
  void skipsBadRowsWhereToldTo() throws Exception {
    settings.put("ingest.skip-bad-rows", true);
    RunManifest run = ingest("id,label\n2,dog\n,cat\n2,bird\n3,cat\n2,dog\n");

    assertThat(run.results())
        .containsEntry("rows", 2L)
        .containsEntry("bad_rows", 2L)
        .containsEntry("repeated", 1L);
    assertThat(database.query("SELECT ImageID, LabelName FROM ImageLabel ORDER BY 1"))
        .containsExactly("2|dog", "3|cat");
    assertThat(printed()).contains("2 bad rows skipped", "line 3: the id is missing", "line 4: ");
  }

  @Test
  void keepsToTheLengthsOfATableThatIsThere() throws Exception {
    database.execute(
        "CREATE TABLE ImageLabel (ImageID INT PRIMARY KEY, LabelName VARCHAR(5), Type VARCHAR(20),"
            + " ImageAddr TEXT, Extra INT)");
    database.execute("INSERT INTO ImageLabel (ImageID) VALUES (0)");
    assertThatThrownBy(() -> ingest("id,label\n1,sixsix\n"))
        .hasMessageContaining("line 2: the label has 6 characters, more than 5");
    ingest("id,label\n1,fives\n");
    assertThat(database.query(ALL))
        .containsExactly("0|null|null|null|null", "1|fives|train|file:/data/train/1.png|null");
  }

  @Test
  void takesSixtyThousandRowsWithinSeconds() throws Exception {
    String rows =
        IntStream.rangeClosed(1, 60_000)
            .mapToObj(id -> id + ",class" + id % 10)
            .collect(Collectors.joining("\n", "id,label\n", "\n"));
    ingest("id,label\n1,class1\n");
    long start = System.nanoTime();
    RunManifest run = ingest(rows);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(run.results()).containsEntry("added", 59_999L).containsEntry("unchanged", 1L);
  }

  @Test
  void insertsWhereTheServerForbidsToLoad() throws Exception {
    Path csv = Files.writeString(folder.resolve("x.csv"), "id,label\n1,a\\b\n2,\"tab\"\n2,tab\n");
    try (LabelFile file = new LabelFile()) {
      LabelCsv reader =
          new LabelCsv(
              "x.csv", org.hammingbird.label.SplitRule.atId(1), "{id}", LabelLimits.OWN_TABLE);
      reader.read(Files.newInputStream(csv), file::add);
      file.finish();
      try (Connection connection = database.connect()) {
        LabelStaging staging = new LabelStaging(connection);
        // this connection has not been allowed to load any file
        staging.loadBy(file, false);
        assertThat(staging.removeRepeated(reader.badRows())).isEqualTo(1);
        try (Statement statement = connection.createStatement();
            java.sql.ResultSet result =
                statement.executeQuery(
                    "SELECT GROUP_CONCAT(id, label, split ORDER BY id) FROM "
                        + LabelStaging.ROWS)) {
          result.next();
          assertThat(result.getString(1)).isEqualTo("1a\\btrain,2tabtest");
        }
      }
    }
  }

  @Test
  void theServerCanAskForNoOtherFile() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "1\n");
    database.execute("CREATE TABLE stolen (content TEXT)");
    DatabaseOptions options = DatabaseOptions.from(TestSpark.settings(settings));
    try (LabelFile file = new LabelFile();
        Connection connection = options.connect(LabelStaging.allow(options.properties(), file));
        Statement statement = connection.createStatement()) {
      // a hostile server would answer any statement with the name of the file that it wants
      assertThatThrownBy(
              () -> statement.execute("LOAD DATA LOCAL INFILE '" + secret + "' INTO TABLE stolen"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(database.query("SELECT COUNT(*) FROM stolen")).containsExactly("0");
  }

  @Test
  void saysWhatIsMissing() {
    settings.put("ingest.csv", folder.resolve("absent.csv").toString());
    assertThatThrownBy(this::run)
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("absent.csv", "ingest.csv");
    settings.put("database.user", "nobody");
    assertThatThrownBy(this::run)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Access denied")
        .hasMessageNotContaining(database.password());
  }

  private RunManifest ingest(String csv) throws IOException {
    Path file = Files.createTempFile(folder, "labels", ".csv");
    Files.writeString(file, csv);
    settings.put("ingest.csv", file.toString());
    return run();
  }

  private RunManifest run() {
    StageContext context =
        TestSpark.context(folder.resolve("workspace"), TestSpark.settings(settings), printed);
    return new IngestStage(context, IngestOptions.from(context.settings())).run();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
