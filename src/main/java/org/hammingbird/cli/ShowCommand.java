package org.hammingbird.cli;

import java.util.Optional;
import org.hammingbird.UserException;
import org.hammingbird.spark.stage.StageContext;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Table;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Prints the first rows of a table, or the manifest of a stage's last run. */
final class ShowCommand extends WorkspaceCommand {
  ShowCommand() {
    super("show", "Prints the first rows of a table, or the manifest of a stage's last run.");
    spec()
        .addPositional(
            PositionalParamSpec.builder()
                .paramLabel("NAME")
                .type(String.class)
                .arity("1")
                .description(
                    "A table such as hashes or selections/small, or a stage such as train or train/small")
                .build());
    spec()
        .addOption(
            OptionSpec.builder("-n", "--rows")
                .type(int.class)
                .defaultValue("20")
                .paramLabel("ROWS")
                .description("Rows to print (default: 20)")
                .build());
  }

  @Override
  void execute(StageContext context, ParseResult parsed) {
    String name = parsed.matchedPositionalValue(0, "");
    Table table = context.workspace().table(name);
    if (table.exists()) {
      int rows = parsed.matchedOptionValue("--rows", 20);
      context.out().println(table.read().showString(rows, 40, false));
      return;
    }
    String[] parts = name.split("/", 2);
    Optional<RunManifest> run =
        context.workspace().runs().last(parts[0], parts.length == 2 ? parts[1] : "default");
    if (!run.isPresent()) {
      throw new UserException(
          "The workspace "
              + context.workspace().uri()
              + " holds no table or run named \""
              + name
              + "\": `hammingbird list` names them");
    }
    context.out().println(run.get().toJson());
  }
}
