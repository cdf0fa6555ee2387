package org.hammingbird.cli;

import java.io.PrintStream;
import org.hammingbird.spark.stage.StageContext;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Table;
import picocli.CommandLine.ParseResult;

/** Lists the tables and the runs of a workspace. */
final class ListCommand extends WorkspaceCommand {
  ListCommand() {
    super("list", "Lists the tables and the last runs of a workspace.");
  }

  @Override
  void execute(StageContext context, ParseResult parsed) {
    PrintStream out = context.out();
    out.printf(
        "Workspace %s%n%n%-28s %10s %8s %12s%n",
        context.workspace().uri(), "table", "rows", "version", "bytes");
    for (String name : context.workspace().tables()) {
      Table table = context.workspace().table(name);
      out.printf(
          "%-28s %10d %8d %12d%n",
          name, table.read().count(), table.version(), context.workspace().size("tables/" + name));
    }
    out.printf("%n%-12s %-20s %-9s %9s  %s%n", "stage", "name", "status", "seconds", "started");
    for (RunManifest run : context.workspace().runs().newest()) {
      out.printf(
          "%-12s %-20s %-9s %9.1f  %s%n",
          run.stage(), run.name(), run.status(), run.seconds(), run.started());
    }
  }
}
