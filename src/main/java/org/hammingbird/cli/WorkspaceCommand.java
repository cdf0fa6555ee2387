package org.hammingbird.cli;

import com.typesafe.config.Config;
import java.util.Collections;
import java.util.concurrent.Callable;
import org.hammingbird.spark.stage.StageContext;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** A command that looks at a workspace or tidies it. */
abstract class WorkspaceCommand implements Callable<Integer> {
  private final SettingOptions options = new SettingOptions();
  private final CommandSpec spec;

  WorkspaceCommand(String name, String description) {
    spec = CommandSpec.wrapWithoutInspection(this).name(name);
    spec.usageMessage().description(description).sortOptions(false).width(100);
    spec.mixinStandardHelpOptions(true);
    options.addTo(spec, "", Collections.emptyList());
  }

  final CommandSpec spec() {
    return spec;
  }

  @Override
  public final Integer call() {
    ParseResult parsed = spec.commandLine().getParseResult();
    Config settings =
        Settings.load(
            options.values(parsed),
            SparkSessions.configuration(),
            System.getenv(),
            SettingOptions.confFile(parsed));
    try (Session session = Session.start(spec.name(), settings, System.out)) {
      execute(session.context(parsed), parsed);
    }
    return ExitCode.OK;
  }

  abstract void execute(StageContext context, ParseResult parsed);
}
