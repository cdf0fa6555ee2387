package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;

/** What a study found, experiment by experiment. */
public final class StudySection {
  private static final String ID = "study";
  private static final String TITLE = "Study";

  private StudySection() {}

  /**
   * @param findings the document {@code study} of the stage of that name, whose Javadoc names its
   *     figures; experiments that were not run are left out
   */
  public static Section of(JsonNode findings) {
    Section section = Section.of(ID, TITLE, lead(findings));
    if (findings.has("distances")) {
      section = StudyDistancesPart.in(section, findings.path("distances"));
    }
    if (findings.has("degraded")) {
      section = StudyDegraded.in(section, findings.path("degraded"));
    }
    if (findings.has("quality")) {
      section = StudyQuality.in(section, findings.path("quality"));
    }
    if (findings.has("sets")) {
      section = StudySets.in(section, findings.path("sets"));
    }
    if (findings.has("leakage")) {
      section =
          StudyLeakage.in(
              section, findings.path("leakage"), findings.path("train-images").asLong());
    }
    if (findings.has("scaling")) {
      section = StudyScaling.in(section, findings.path("scaling"));
    }
    return section;
  }

  private static String lead(JsonNode findings) {
    int missing = findings.path("missing").asInt();
    return String.format(
        "%s of %s on parts of %s, each for %s of %s x %s whatever its set's size, and shown the same test images.%s%s",
        Text.count(findings.path("trainings").asLong() - missing, "training", "trainings"),
        findings.path("architecture").asText(),
        Text.count(findings.path("train-images").asLong(), "image", "images"),
        Text.count(findings.path("steps").asLong(), "step", "steps"),
        Text.count(findings.path("workers").asLong(), "worker", "workers"),
        Text.count(findings.path("batch-size").asLong(), "image", "images"),
        findings.has("scaling")
            ? String.format(
                " But for those by size and workers, which go over their sets %s.",
                Text.count(findings.path("scaling").path("passes").asLong(), "time", "times"))
            : "",
        missing == 0
            ? ""
            : String.format(
                " %s missing: the study was stopped before its end, and its next run goes on.",
                Text.count(missing, "training is", "trainings are")));
  }
}
