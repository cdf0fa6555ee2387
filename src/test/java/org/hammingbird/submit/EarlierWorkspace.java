package org.hammingbird.submit;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Workspace;

/** A workspace as it was before the later stages of the chain, made from one that is complete. */
final class EarlierWorkspace {
  /** The chain, in its order. */
  static final List<String> STAGES =
      List.of(
          "ingest",
          "hash",
          "quality",
          "distances",
          "neighbors",
          "select",
          "train",
          "evaluate",
          "report");

  private EarlierWorkspace() {}

  /**
   * Copies a complete workspace and takes away what the stages after one have made.
   *
   * @param to where there is nothing yet
   */
  static void copy(Workspace complete, String stage, Workspace to, Configuration hadoop)
      throws IOException {
    Path source = complete.path(".");
    Path target = to.path(".");
    FileUtil.copy(
        source.getFileSystem(hadoop), source, target.getFileSystem(hadoop), target, false, hadoop);
    for (RunManifest run : complete.runs().newest()) {
      if (STAGES.indexOf(run.stage()) > STAGES.indexOf(stage)) {
        run.outputs().keySet().forEach(table -> to.delete("tables/" + table));
        to.delete("runs/" + run.stage());
      }
    }
  }
}
