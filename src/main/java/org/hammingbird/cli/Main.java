package org.hammingbird.cli;

import io.delta.exceptions.DeltaConcurrentModificationException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hammingbird.UserException;
import org.hammingbird.spark.stage.BuildInfo;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The entry point, the same for the launcher, spark-submit and a scheduler. */
@Command(
    name = "hammingbird",
    description =
        "Perceptual hashing and training-set curation for labelled images, on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private static final String MISTAKE = UserException.class.getName() + ": ";
  private static final Pattern LOST_DATABASE =
      Pattern.compile("Communications link failure|Can not read response from server");

  Main() {}

  public static void main(String[] args) {
    int code = run(args);
    // Never System.exit(0): a YARN application master takes it for a failure of its user class
    if (code != ExitCode.OK) {
      System.exit(code);
    }
  }

  /** Runs one command and answers its exit code. */
  static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    CommandLine main = new CommandLine(new Main());
    for (StageEntry entry : Stages.PIPELINE) {
      main.addSubcommand(entry.name(), StageCommand.of(entry));
    }
    for (StageEntry entry : Stages.ALONE) {
      main.addSubcommand(entry.name(), StageCommand.of(entry));
    }
    main.addSubcommand(
        "run",
        StageCommand.of(
            "run",
            "Runs all stages in order; those whose results are there are skipped.",
            Stages::pipeline));
    main.addSubcommand("demo", DemoCommand.spec());
    main.addSubcommand(new InspectCommand());
    main.addSubcommand(new CompareCommand());
    main.addSubcommand(new SimilarCommand().spec());
    main.addSubcommand(new ListCommand().spec());
    main.addSubcommand(new ShowCommand().spec());
    main.addSubcommand(new CleanCommand().spec());
    main.setExecutionExceptionHandler((e, commandLine, parsed) -> report(e, commandLine));
    return main;
  }

  private static int report(Exception e, CommandLine commandLine) {
    PrintWriter err = commandLine.getErr();
    Optional<String> mistake = mistakeIn(e);
    if (mistake.isPresent()) {
      err.println(commandLine.getColorScheme().errorText(mistake.get()));
      return ExitCode.USAGE;
    }
    Optional<String> loss = lossIn(e);
    if (loss.isPresent()) {
      err.println(commandLine.getColorScheme().errorText(loss.get()));
    } else {
      e.printStackTrace(err);
    }
    return ExitCode.FAILED;
  }

  /**
   * What the user did wrong, where that is why something was thrown. A mistake that shows on an
   * executor only comes from there within other exceptions, or as text in one's message.
   */
  static Optional<String> mistakeIn(Throwable thrown) {
    return firstOf(thrown, Main::mistake);
  }

  private static Optional<String> mistake(Throwable thrown, String message) {
    if (thrown instanceof UserException) {
      return Optional.of(message);
    }
    int named = message.indexOf(MISTAKE);
    return named < 0
        ? Optional.empty()
        : message.substring(named + MISTAKE.length()).lines().findFirst();
  }

  /** What went away under a run, where that is why something was thrown. */
  static Optional<String> lossIn(Throwable thrown) {
    return firstOf(thrown, Main::loss);
  }

  /** What the first of an exception and its causes says of which anything is said. */
  private static Optional<String> firstOf(
      Throwable thrown, BiFunction<Throwable, String, Optional<String>> said) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .flatMap(t -> said.apply(t, String.valueOf(t.getMessage())).stream())
        .findFirst();
  }

  private static Optional<String> loss(Throwable thrown, String message) {
    if (thrown instanceof DeltaConcurrentModificationException) {
      return Optional.of(
          "Another run has written the same table of the workspace meanwhile: run again when no other run does");
    }
    if (LOST_DATABASE.matcher(message).find()) {
      return Optional.of(
          "The database was lost while it was read: run again when it is back; what is stored already stays");
    }
    if (message.contains("No space left on device")) {
      return Optional.of(
          "No space is left on a disk of the workspace or of spark.local.dir: make room and run again; what is stored already stays");
    }
    return Optional.empty();
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"hammingbird " + BuildInfo.version() + " (" + BuildInfo.commit() + ")"};
    }
  }
}
