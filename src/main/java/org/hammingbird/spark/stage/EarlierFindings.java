package org.hammingbird.spark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hammingbird.UserException;
import org.hammingbird.spark.table.RunManifest;
import org.hammingbird.spark.table.Workspace;

/**
 * Keeps what the study before found by experiments that this one was not asked for, as long as both
 * are of the same tables, settings of training and program: naming one experiment must not make the
 * others' answers disappear.
 */
final class EarlierFindings {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** By experiment, when the study that found it began. */
  private static final String SINCE = "of-study";

  private static final String INPUTS = "inputs";
  private static final List<String> TABLES = List.of("hashes", "pixels");
  private static final List<String> SHAPING =
      List.of(
          "study.algorithm",
          "study.max-test-images",
          "study.max-distance-images",
          "distances.votes",
          "neighbors.radius",
          "seed");
  private static final List<String> RESULTS =
      List.of("architecture", "steps", "batch-size", "workers", "train-images");

  /** Of the images that networks are shown, absent where none was trained. */
  private static final List<String> SHOWN = List.of("test-images", "test-images-in-all");

  private EarlierFindings() {}

  /**
   * The findings with those of the last study that they lack: the experiments under their names,
   * with the digests of their trials, and {@code of-study}.
   *
   * @param run that found these
   */
  static JsonNode addTo(Map<String, Object> findings, StageRun run, Workspace workspace) {
    ObjectNode all = JSON.valueToTree(findings);
    workspace
        .runs()
        .last(StudyStage.STAGE, "default")
        .filter(last -> last.documents().containsKey(StudyStage.STAGE))
        .filter(last -> TABLES.stream().allMatch(table -> run.isInputOf(last, table)))
        .filter(last -> BuildInfo.version().equals(last.versions().get("hammingbird")))
        .filter(last -> alike(run.settings(), last.settings()))
        .ifPresent(last -> add(all, last, workspace));
    return all;
  }

  private static boolean alike(Map<String, String> settings, Map<String, String> others) {
    Set<String> keys = new TreeSet<>(SHAPING);
    settings.keySet().stream().filter(key -> key.startsWith("training.")).forEach(keys::add);
    return keys.stream().allMatch(key -> settings.get(key).equals(others.get(key)));
  }

  private static void add(ObjectNode all, RunManifest last, Workspace workspace) {
    JsonNode before;
    try {
      before = workspace.documents().json(last.documents().get(StudyStage.STAGE));
    } catch (UserException e) {
      // deleted by hand: there is nothing to keep
      return;
    }
    if (!RESULTS.stream()
        .allMatch(name -> before.path(name).asText().equals(all.path(name).asText()))) {
      return;
    }
    ObjectNode since = JSON.createObjectNode();
    for (String experiment : StudyOptions.EXPERIMENTS) {
      if (!all.has(experiment) && before.has(experiment)) {
        all.set(experiment, before.get(experiment));
        since.put(experiment, before.path(SINCE).path(experiment).asText(last.started()));
      }
    }
    if (since.isEmpty()) {
      return;
    }
    all.set(SINCE, since);
    for (String shown : SHOWN) {
      if (!all.has(shown) && before.has(shown)) {
        all.set(shown, before.get(shown));
      }
    }
    Set<String> digests = new LinkedHashSet<>();
    all.path(INPUTS).forEach(digest -> digests.add(digest.asText()));
    before.path(INPUTS).forEach(digest -> digests.add(digest.asText()));
    all.set(INPUTS, JSON.valueToTree(digests));
  }
}
