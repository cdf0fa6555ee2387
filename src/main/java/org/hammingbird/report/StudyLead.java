package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;

/** What a study's networks were trained on, and how. */
final class StudyLead {
  private StudyLead() {}

  static String of(JsonNode findings, TestImages tests) {
    long trainings = findings.path("trainings").asLong();
    if (trainings == 0) {
      return "No network was trained for it: these are distances between hashes alone.";
    }
    int missing = findings.path("missing").asInt();
    return String.format(
        "%s of %s on parts of %s, each for %s of %s x %s whatever its set's size, and %s.%s%s",
        Text.count(trainings - missing, "training", "trainings"),
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
                Text.count(missing, "training is", "trainings are")));
  }

  private static String scaling(JsonNode findings) {
    return findings.has("scaling")
        ? String.format(
            " The trainings by size and workers go over their sets %s instead.",
            Text.count(findings.path("scaling").path("passes").asLong(), "time", "times"))
        : "";
  }
}
