package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A study's part on degraded images: do the measures recognise them, do their hashes stay near, how
 * far does accuracy drop?
 */
final class StudyDegraded {
  private StudyDegraded() {}

  static Section in(Section section, JsonNode degraded) {
    DegradedFigures figures = new DegradedFigures(degraded);
    if (figures.measures().isEmpty()) {
      section = section.with(new Note(unread(degraded.path("unreadable").asLong())));
    }
    return DegradedAccuracies.in(
        DegradedHashes.in(DegradedMeasures.in(section, figures), figures), figures);
  }

  private static String unread(long drawn) {
    return String.format(
        "Whether measures recognise degraded copies and hashes stay near is not known: none of the %s that were drawn could be read again from its file. The next run of study tries again.",
        Text.count(drawn, "image", "images"));
  }
}
