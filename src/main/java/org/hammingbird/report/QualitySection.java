package org.hammingbird.report;

import java.util.List;

/** Images of low quality: how many for each reason, and the worst of them. */
public final class QualitySection {
  private static final String ID = "quality";
  private static final String TITLE = "Image quality";

  private QualitySection() {}

  public static Section missing() {
    return Section.missing(ID, TITLE, "quality");
  }

  /**
   * @param images of the collection
   * @param low those of low quality
   * @param rules rows of reason, measure, limit, images, share
   * @param worst the worst of each reason; may be without groups
   */
  public static Section of(long images, long low, List<List<String>> rules, Gallery worst) {
    Section section =
        Section.of(
                ID,
                TITLE,
                "Images whose measured quality lies beyond a limit, which is a setting. One image can have several reasons.")
            .withFinding(finding(images, low))
            .with(
                DataTable.of(
                        "Low quality by reason", "reason", "measure", "limit", "images", "share")
                    .withRows(rules));
    return worst.groups().isEmpty() ? section : section.with(worst);
  }

  private static String finding(long images, long low) {
    return low == 0
        ? "No image is of low quality."
        : String.format(
            "%s of %s (%s) %s of low quality.",
            Text.count(low),
            Text.count(images, "image", "images"),
            Text.percent(low, images),
            low == 1 ? "is" : "are");
  }
}
