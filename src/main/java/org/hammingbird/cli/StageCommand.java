package org.hammingbird.cli;

import com.typesafe.config.Config;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs one stage, or several one after the other, with the settings that the command line,
 * environment and files give.
 */
final class StageCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(StageCommand.class);

  private final Function<Config, List<StageEntry>> entries;
  private final SettingOptions options = new SettingOptions();
  private final CommandSpec spec;

  private StageCommand(
      String name,
      String description,
      Function<Config, List<StageEntry>> entries,
      String own,
      List<String> groups) {
    this.entries = entries;
    this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
    spec.usageMessage()
        .description(description)
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .width(100);
    spec.mixinStandardHelpOptions(true);
    options.addTo(spec, own, groups);
  }

  /** The command of one stage. */
  static CommandSpec of(StageEntry entry) {
    return new StageCommand(
            entry.name(),
            entry.description(),
            settings -> Collections.singletonList(entry),
            entry.groups().get(0),
            entry.groups())
        .spec;
  }

  /** The command that runs those which the settings ask for, in order. */
  static CommandSpec of(
      String name, String description, Function<Config, List<StageEntry>> entries) {
    return new StageCommand(name, description, entries, "", Settings.groups()).spec;
  }

  @Override
  public Integer call() {
    Map<String, String> flags = options.values(spec.commandLine().getParseResult());
    Config settings =
        Settings.load(
            flags,
            SparkSessions.configuration(),
            System.getenv(),
            SettingOptions.confFile(spec.commandLine().getParseResult()));
    Pipeline pipeline = Pipeline.prepare(entries.apply(settings), settings);
    LOG.info("Effective settings:{}{}", System.lineSeparator(), Settings.describe(settings));
    try (Session session = Session.start(spec.name(), settings, System.out)) {
      return pipeline.run(session.context(spec.commandLine().getParseResult()))
          ? ExitCode.OK
          : ExitCode.FAILED;
    }
  }
}
