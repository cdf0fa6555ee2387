package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.SparkFirehoseListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.JsonProtocol;
import org.hammingbird.spark.TestDatabase;
import org.hammingbird.spark.TestSpark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The password appears nowhere: not in what is printed or logged, not in plans, not in the events
 * from which Spark makes its event log and its web pages, not in the workspace, not in errors.
 */
@Timeout(600)
class PasswordIT {
  @TempDir Path folder;
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private TestDatabase database;
  private Map<String, Object> settings;

  @BeforeEach
  void collection() throws Exception {
    database = TestDatabase.empty("password");
    ImageFolder images = new ImageFolder(folder.resolve("images"));
    images.image("1.png", 20, 20, 1);
    settings = database.settings();
    settings.put(
        "ingest.csv", Files.writeString(folder.resolve("l.csv"), "id,label\n1,x\n").toString());
    settings.put("images.address-template", "{id}.png");
    settings.put("images.roots", Collections.singletonList(images.path("").toString()));
    settings.put("split.at", "0");
  }

  @Test
  void appearsInNoOutputLogPlanEventOrFile() throws Exception {
    SparkSession spark = TestSpark.session();
    SparkFirehoseListener events =
        new SparkFirehoseListener() {
          @Override
          public void onEvent(SparkListenerEvent event) {
            seen.add(JsonProtocol.sparkEventToJsonString(event));
          }
        };
    LogCapture log = LogCapture.start(seen);
    spark.sparkContext().addSparkListener(events);
    try {
      StageContext context = context();
      new IngestStage(context, IngestOptions.from(context.settings())).run();
      new HashStage(context, HashOptions.from(context.settings())).run();
      Dataset<Row> rows = LabelTable.from(context.settings()).read(spark).rows();
      seen.add(rows.queryExecution().toString());
      seen.add(rows.queryExecution().logical().treeString());
      seen.add(rows.queryExecution().analyzed().toJSON());
      seen.add(
          rows.queryExecution()
              .explainString(org.apache.spark.sql.execution.ExplainMode.fromString("extended")));
      seen.add(DatabaseOptions.from(context.settings()).toString());
      rows.count();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(events);
      log.stop();
    }
    assertThat(seen).anyMatch(text -> text.contains("JDBCRelation"));
    assertThat(seen).anyMatch(text -> text.contains("SparkListenerTaskEnd"));
    assertThat(log.count()).isPositive();
    assertHidden(seen);
    assertHidden(List.of(printed.toString(StandardCharsets.UTF_8)));
    assertHidden(files(folder.resolve("workspace")));
  }

  @Test
  void appearsInNoError() throws Exception {
    settings.put("database.table", "missing");
    assertHidden(List.of(failure()));
    settings.put("database.user", "nobody");
    assertHidden(List.of(failure()));
    settings.put("database.user", database.settings().get("database.user"));
    settings.put("database.url", "jdbc:mysql://127.0.0.1:1/nowhere");
    assertHidden(List.of(failure()));
    settings.put("database.url", database.url());
    settings.put("database.table", "broken");
    // the count works, and reading the rows fails in a task
    database.execute(
        "CREATE TABLE numbers (n BIGINT)",
        "INSERT INTO numbers VALUES (1), (2)",
        "CREATE VIEW broken AS SELECT n AS ImageID, (SELECT n FROM numbers) AS LabelName,"
            + " 'train' AS Type, 'x' AS ImageAddr FROM numbers");
    assertThat(failure()).contains("more than 1 row");
    assertHidden(List.of(failure()));
  }

  private String failure() {
    StageContext context = context();
    Throwable thrown =
        catchThrowable(() -> new HashStage(context, HashOptions.from(context.settings())).run());
    assertThat(thrown).isNotNull();
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }

  private void assertHidden(Iterable<String> texts) {
    String password = database.password();
    assertThat(password).hasSizeGreaterThan(12);
    for (String text : texts) {
      // not by isNotIn or doesNotContain, which would print it into the report
      int at = text.indexOf(password);
      assertThat(at)
          .as(at < 0 ? "" : text.substring(Math.max(0, at - 200), at) + "<password>")
          .isNegative();
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<String> contents = new java.util.ArrayList<>();
      for (Path path : paths.filter(Files::isRegularFile).collect(Collectors.toList())) {
        contents.add(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
      }
      assertThat(contents).hasSizeGreaterThan(5);
      return contents;
    }
  }

  private StageContext context() {
    return TestSpark.context(folder.resolve("workspace"), TestSpark.settings(settings), printed);
  }

  /** Keeps what is logged, in more detail than users log it where the database is concerned. */
  private static final class LogCapture extends AbstractAppender {
    private static final String DATABASE = "org.apache.spark.sql.execution.datasources.jdbc";
    private final Queue<String> lines;
    private int count;

    private LogCapture(Queue<String> lines) {
      super("capture", null, null, true, Property.EMPTY_ARRAY);
      this.lines = lines;
    }

    static LogCapture start(Queue<String> lines) {
      LogCapture capture = new LogCapture(lines);
      capture.start();
      LoggerContext context = (LoggerContext) LogManager.getContext(false);
      context.getConfiguration().getRootLogger().addAppender(capture, Level.ALL, null);
      Configurator.setLevel(DATABASE, Level.TRACE);
      Configurator.setLevel("org.hammingbird", Level.TRACE);
      context.updateLoggers();
      return capture;
    }

    @Override
    public void append(LogEvent event) {
      lines.add(event.getMessage().getFormattedMessage());
      count++;
    }

    int count() {
      return count;
    }

    @Override
    public void stop() {
      LoggerContext context = (LoggerContext) LogManager.getContext(false);
      context.getConfiguration().getRootLogger().removeAppender("capture");
      Configurator.setLevel(DATABASE, Level.INFO);
      Configurator.setLevel("org.hammingbird", Level.INFO);
      super.stop();
    }
  }
}
