package org.hammingbird.spark.stage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Workspace;

/**
 * What the stages found, as files for other programs: the newest manifest of each stage and name in
 * {@code runs/STAGE/NAME.json}, and the documents in JSON and CSV that it names under the paths by
 * which it names them. Networks stay in the workspace, as do the manifests of checkpoints and of
 * exports.
 */
final class ExportedRuns {
  private final Workspace workspace;
  private final Configuration hadoop;

  ExportedRuns(Workspace workspace, Configuration hadoop) {
    this.workspace = workspace;
    this.hadoop = hadoop;
  }

  /** Writes below a folder, over files of the same names, and returns how many there are. */
  int copyTo(Path folder) {
    int files = 0;
    for (RunManifest run : workspace.runs().newest()) {
      if (run.stage().equals(TrainingCheckpoint.STAGE) || run.stage().equals(ExportStage.STAGE)) {
        continue;
      }
      String manifest = String.format("runs/%s/%s.json", run.stage(), run.name());
      write(new Path(folder, manifest), run.toJson().getBytes(StandardCharsets.UTF_8));
      files++;
      for (String document : run.documents().values()) {
        if (document.endsWith(".json") || document.endsWith(".csv")) {
          write(new Path(folder, document), workspace.documents().read(document));
          files++;
        }
      }
    }
    return files;
  }

  private void write(Path path, byte[] content) {
    try (OutputStream out = path.getFileSystem(hadoop).create(path, true)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
  }
}
