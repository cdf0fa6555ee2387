package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What a study's networks were trained on, and how. */
final class StudyLead {
  /** Experiments that train. */
  private static final List<String> TRAINED =
      List.of("sets", "quality", "leakage", "scaling", "degraded");

  private StudyLead() {}

  static String of(JsonNode findings, TestImages tests) {
    if (TRAINED.stream().noneMatch(findings::has) && findings.path("trainings").asLong() == 0) {
      return "No network was trained for it: these are distances between hashes alone.";
    }
    int missing = findings.path("missing").asInt();
    return String.format(
        "%s of %s on parts of %s, each for %s of %s x %s whatever its set's size, and %s.%s%s%s",
        trainings(findings),
        findings.path("architecture").asText(),
        Text.count(findings.path("train-images").asLong(), "image", "images"),
        Text.count(findings.path("steps").asLong(), "step", "steps"),
        Text.count(findings.path("workers").asLong(), "worker", "workers"),
        Text.count(findings.path("batch-size").asLong(), "image", "images"),
        tests.shown(),
        scaling(findings),
        missing == 0
            ? ""
            : String.format(
                " %s missing: the study was stopped before its end, and its next run goes on.",
                Text.count(missing, "training is", "trainings are")),
        kept(findings.path("of-study")));
  }

  /** Their number, where all are of this study. */
  private static String trainings(JsonNode findings) {
    long done = findings.path("trainings").asLong() - findings.path("missing").asLong();
    return findings.has("of-study") ? "Trainings" : Text.count(done, "training", "trainings");
  }

  /** Which answers are of earlier studies, by the day on which these began. */
  private static String kept(JsonNode since) {
    List<String> experiments = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> each = since.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> one = each.next();
      experiments.add(
          String.format("%s (%s)", one.getKey(), one.getValue().asText().replaceFirst("T.*", "")));
    }
    return experiments.isEmpty()
        ? ""
        : " Kept from earlier runs of the same study: " + Text.list(experiments) + ".";
  }

  private static String scaling(JsonNode findings) {
    return findings.has("scaling")
        ? String.format(
            " The trainings by size and workers go over their sets %s instead.",
            Text.count(findings.path("scaling").path("passes").asLong(), "time", "times"))
        : "";
  }
}
