package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;

/** A study's part on leakage: do near-duplicates in train flatter the accuracy? */
final class StudyLeakage {
  private StudyLeakage() {}

  /**
   * @param trainImages of the train split
   */
  static Section in(Section section, JsonNode leakage, long trainImages) {
    long leaked = leakage.path("leaked").asLong();
    if (leaked == 0) {
      return section.withFinding("No test image has a near-duplicate in train.");
    }
    if (leaked == leakage.path("test-images").asLong()) {
      return section.withFinding(
          String.format(
              "All %s have near-duplicates in train: there are none without to compare accuracy with.",
              Text.count(leaked, "test image", "test images")));
    }
    if (!leakage.has("difference")) {
      return section;
    }
    return section
        .withFinding(finding(leakage, leaked, trainImages))
        .with(
            Figures.none()
                .with(StudyText.percent(leakage, "accuracy"), "accuracy on all test images", "")
                .with(
                    StudyText.percent(leakage, "accuracy-unleaked"),
                    "without the leaked ones",
                    StudyText.interval(leakage, "difference", 2))
                .with(
                    Text.percent(StudyText.number(leakage, "accuracy-leaked")),
                    "on the leaked ones alone",
                    StudyText.percentInterval(leakage, "accuracy-leaked")));
  }

  private static String finding(JsonNode leakage, long leaked, long trainImages) {
    double all = StudyText.number(leakage, "accuracy");
    double unleaked = StudyText.number(leakage, "accuracy-unleaked");
    double difference = leakage.path("difference").asDouble();
    int decimals = StudyText.decimals(all, unleaked);
    String removing =
        "Removing " + Text.count(leaked, "leaked test image", "leaked test images") + " ";
    if (all == unleaked) {
      return removing
          + String.format(
              "leaves the accuracy of %s at %s%s.",
              networks(leakage, trainImages),
              StudyText.percent(all, decimals),
              StudyText.bracketed(leakage, "difference", decimals))
          + untrained(leakage, trainImages);
    }
    return removing
        + String.format(
            "%s the accuracy of %s by %s%s, from %s to %s%s.",
            difference < 0 ? "lowers" : "raises",
            networks(leakage, trainImages),
            Text.decimal(100 * Math.abs(difference), decimals) + " points",
            StudyText.bracketed(leakage, "difference", decimals),
            StudyText.percent(all, decimals),
            StudyText.percent(unleaked, decimals),
            StudyText.unsure(leakage, "difference"))
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
