package org.hammingbird.cli;

import java.util.List;
import org.hammingbird.UserException;
import org.hammingbird.spark.stage.StageContext;
import org.hammingbird.spark.table.Workspace;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Deletes tables, the runs of a stage, or their documents for good. */
final class CleanCommand extends WorkspaceCommand {
  CleanCommand() {
    super(
        "clean",
        "Deletes what is named from a workspace, for good: a table with its old versions, or a stage's manifests and documents.");
    spec()
        .addPositional(
            PositionalParamSpec.builder()
                .paramLabel("NAME")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1..*")
                .description("Tables such as selections/small, or stages such as train/small")
                .build());
  }

  @Override
  void execute(StageContext context, ParseResult parsed) {
    Workspace workspace = context.workspace();
    List<String> names =
        parsed.matchedPositionalValue(0, java.util.Collections.<String>emptyList());
    for (String name : names) {
      if (!cleanTable(workspace, name) & !cleanRuns(workspace, name)) {
        throw new UserException(
            String.format(
                "The workspace %s holds no table or run named \"%s\": `hammingbird list` names them",
                workspace.uri(), name));
      }
      context.out().println("Deleted " + name);
    }
  }

  private static boolean cleanTable(Workspace workspace, String name) {
    return workspace.table(name).exists() && workspace.delete("tables/" + name);
  }

  private static boolean cleanRuns(Workspace workspace, String name) {
    String[] parts = name.split("/", 2);
    String run = parts.length == 2 ? parts[1] : "default";
    workspace
        .runs()
        .last(parts[0], run)
        .ifPresent(m -> m.documents().values().forEach(workspace::delete));
    return workspace.delete("runs/" + parts[0] + "/" + run);
  }
}
