package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;

/** A study's part on leakage: do near-duplicates in train flatter the accuracy? */
final class StudyLeakage {
  private StudyLeakage() {}

  /**
   * @param trainImages of the train split
   */
  static Section in(Section section, JsonNode leakage, long trainImages, TestImages tests) {
    long leaked = leakage.path("leaked").asLong();
    if (leaked == 0) {
      return section.withFinding(tests.none() + " has a near-duplicate in train.");
    }
    if (leaked == leakage.path("test-images").asLong()) {
      return section.withFinding(
          tests.all()
              + " have near-duplicates in train: there are none without to compare accuracy with.");
    }
    if (!leakage.has("difference")) {
      return section;
    }
    return section
        .withFinding(finding(leakage, tests.some("leaked", leaked), trainImages))
        .with(
            Figures.none()
                .with(
                    StudyText.percent(leakage, "accuracy"), "accuracy on all test images shown", "")
                .with(
                    StudyText.percent(leakage, "accuracy-unleaked"),
                    "without the leaked ones",
                    difference(leakage))
                .with(
                    Text.percent(StudyText.number(leakage, "accuracy-leaked")),
                    "on the leaked ones alone",
                    StudyText.percents(leakage, "accuracy-leaked")));
  }

  private static String difference(JsonNode leakage) {
    String interval = StudyText.interval(leakage, "difference", 2);
    return interval.isEmpty() ? "" : "a difference of " + interval + " points";
  }

  private static String finding(JsonNode leakage, String leaked, long trainImages) {
    double all = StudyText.number(leakage, "accuracy");
    double unleaked = StudyText.number(leakage, "accuracy-unleaked");
    double difference = leakage.path("difference").asDouble();
    int decimals = StudyText.decimals(all, unleaked, 2);
    String removing = "Removing " + leaked + " ";
    if (all == unleaked) {
      return removing
          + String.format(
              "leaves the accuracy of %s at %s%s.",
              networks(leakage, trainImages),
              StudyText.percent(all, decimals),
              StudyText.inBrackets(StudyText.interval(leakage, "difference", decimals)))
          + untrained(leakage, trainImages);
    }
    return removing
        + String.format(
            "%s the accuracy of %s by %s, from %s to %s%s.",
            difference < 0 ? "lowers" : "raises",
            networks(leakage, trainImages),
            StudyText.change(leakage, "difference", false, decimals),
            StudyText.percent(all, decimals),
            StudyText.percent(unleaked, decimals),
            StudyText.isIntervalKnown(leakage, "difference")
                ? StudyText.unsure(leakage, "difference")
                : "")
        + untrained(leakage, trainImages);
  }

  private static String networks(JsonNode leakage, long trainImages) {
    long trainedOn = leakage.path("trained-on").asLong();
    return Text.count(leakage.path("networks").asLong(), "network", "networks")
        + " trained on "
        + (trainedOn == trainImages ? "all " : Text.count(trainedOn) + " of ")
        + Text.count(trainImages, "image", "images");
  }

  /** A network is flattered by what it was trained on: a part of the split has a part of that. */
  private static String untrained(JsonNode leakage, long trainImages) {
    long trainedOn = leakage.path("trained-on").asLong();
    return 2 * trainedOn >= trainImages
        ? ""
        : String.format(
            " Most of the near-duplicates in train were not among these %s, drawn by chance: networks trained on all may be flattered more.",
            Text.count(trainedOn));
  }
}
