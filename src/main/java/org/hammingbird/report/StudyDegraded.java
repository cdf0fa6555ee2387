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
    return DegradedAccuracies.in(
        DegradedHashes.in(DegradedMeasures.in(section, figures), figures), figures);
  }
}
