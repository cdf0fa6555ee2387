package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;

/** A study's part on leakage: do near-duplicates in train flatter the accuracy? */
final class StudyLeakage {
  private StudyLeakage() {}

  static Section in(Section section, JsonNode leakage) {
    long leaked = leakage.path("leaked").asLong();
    if (leaked == 0) {
      return section.withFinding("No test image has a near-duplicate in train.");
    }
    if (!leakage.has("difference")) {
      return section;
    }
    return section
        .withFinding(finding(leakage, leaked))
        .with(
            Figures.none()
                .with(StudyText.percent(leakage, "accuracy"), "accuracy on all test images", "")
                .with(
                    StudyText.percent(leakage, "accuracy-unleaked"),
                    "without the leaked ones",
                    StudyText.interval(leakage, "difference"))
                .with(
                    StudyText.percent(leakage, "accuracy-leaked"), "on the leaked ones alone", ""));
  }

  private static String finding(JsonNode leakage, long leaked) {
    double all = StudyText.number(leakage, "accuracy");
    double unleaked = StudyText.number(leakage, "accuracy-unleaked");
    double difference = leakage.path("difference").asDouble();
    int decimals = StudyText.decimals(all, unleaked);
    if (all == unleaked) {
      return String.format(
          "Removing %s leaves accuracy at %s (%s).",
          Text.count(leaked, "leaked test image", "leaked test images"),
          StudyText.percent(all, decimals),
          StudyText.interval(leakage, "difference", decimals));
    }
    boolean sure =
        leakage.path("difference-low").asDouble() > 0
            || leakage.path("difference-high").asDouble() < 0;
    return String.format(
        "Removing %s %s accuracy by %s (%s), from %s to %s%s.",
        Text.count(leaked, "leaked test image", "leaked test images"),
        difference < 0 ? "lowers" : "raises",
        Text.decimal(100 * Math.abs(difference), decimals) + " points",
        StudyText.interval(leakage, "difference", decimals),
        StudyText.percent(all, decimals),
        StudyText.percent(unleaked, decimals),
        sure ? "" : ", which chance may do as well");
  }
}
