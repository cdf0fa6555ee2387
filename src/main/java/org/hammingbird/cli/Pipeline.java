package org.hammingbird.cli;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hammingbird.spark.stage.Stage;
import org.hammingbird.spark.stage.StageContext;
import org.hammingbird.spark.table.RunManifest;

/** Stages in order, whose settings were checked before the first of them does any work. */
final class Pipeline {
  private final Map<String, Function<StageContext, Stage>> stages = new LinkedHashMap<>();
  private final Map<String, RunManifest> manifests = new LinkedHashMap<>();

  private Pipeline() {}

  /**
   * Checks the settings of all stages.
   *
   * @throws org.hammingbird.UserException where one is out of its range
   */
  static Pipeline prepare(List<StageEntry> entries, Config settings) {
    Pipeline pipeline = new Pipeline();
    for (StageEntry entry : entries) {
      pipeline.stages.put(entry.name(), entry.prepare(settings));
    }
    return pipeline;
  }

  /** Runs the stages; stops at the first that fails its own check, and answers whether none did. */
  boolean run(StageContext context) {
    List<String> names = new ArrayList<>(stages.keySet());
    for (String name : names) {
      context.spark().sparkContext().setJobGroup(name, name, false);
      if (names.size() > 1) {
        context.out().printf("== %s%n", name);
      }
      RunManifest manifest = stages.get(name).apply(context).run();
      manifests.put(name, manifest);
      if (!manifest.skipped()) {
        context.out().printf("%s: done in %.1f s%n", name, manifest.seconds());
      }
      if (manifest.status() == RunManifest.Status.FAILED) {
        return false;
      }
    }
    return true;
  }

  /** The manifests of the stages that ran, by stage. */
  Map<String, RunManifest> manifests() {
    return manifests;
  }
}
