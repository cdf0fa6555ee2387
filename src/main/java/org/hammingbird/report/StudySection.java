package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.BiFunction;

/** What a study found, experiment by experiment. */
public final class StudySection {
  private static final String ID = "study";
  private static final String TITLE = "Study";

  private StudySection() {}

  /** Where none has been run. */
  public static Section missing() {
    return Section.empty(
        ID,
        TITLE,
        "No study has been run in this workspace: hammingbird study --quick takes minutes.");
  }

  /**
   * @param findings the document {@code study} of the stage of that name, whose Javadoc names its
   *     figures; experiments that were not run are left out
   */
  public static Section of(JsonNode findings) {
    TestImages tests = TestImages.of(findings);
    long train = findings.path("train-images").asLong();
    Section section = Section.of(ID, TITLE, StudyLead.of(findings, tests));
    section = part(section, findings, "sets", "Hash-chosen training sets", StudySets::in);
    section =
        part(
            section,
            findings,
            "quality",
            "Low quality",
            (to, quality) -> StudyQuality.in(to, quality, tests));
    section =
        part(
            section,
            findings,
            "leakage",
            "Leaked test images",
            (to, leakage) -> StudyLeakage.in(to, leakage, train, tests));
    section = part(section, findings, "distances", "Distances", StudyDistancesPart::in);
    section = part(section, findings, "scaling", "Size and workers", StudyScaling::in);
    return part(section, findings, "degraded", "Degraded images", StudyDegraded::in);
  }

  /** What an experiment shows, below a heading; its findings in words where it shows no more. */
  private static Section part(
      Section section,
      JsonNode findings,
      String experiment,
      String title,
      BiFunction<Section, JsonNode, Section> part) {
    if (!findings.has(experiment)) {
      return section;
    }
    Section headed = section.with(new Heading(ID + "-" + experiment, title));
    Section more = part.apply(headed, findings.path(experiment));
    if (more.blocks().size() > headed.blocks().size()) {
      return more;
    }
    List<String> said = more.findings();
    int before = section.findings().size();
    return said.size() == before
        ? section
        : more.with(new Note(String.join(" ", said.subList(before, said.size()))));
  }
}
