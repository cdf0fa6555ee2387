package org.hammingbird.report;

import java.util.List;

/** Near-duplicates: how many, which, and whether they cross the splits or disagree in label. */
public final class NeighborSection {
  private static final String ID = "neighbors";
  private static final String TITLE = "Near-duplicates";

  private NeighborSection() {}

  public static Section missing() {
    return Section.missing(ID, TITLE, "neighbors");
  }

  /**
   * @param rule how pairs were found, a sentence; may be empty
   * @param galleries of clusters, leaked pairs and label conflicts
   */
  public static Section of(Counts counts, String rule, List<Gallery> galleries) {
    Section section =
        Section.of(
            ID,
            TITLE,
            "Images that are nearly the same picture. "
                + rule
                + (rule.isEmpty() ? "" : " ")
                + "One of each cluster is kept: the one with the largest area, then the largest file, then the lowest id.");
    section = section.withFinding(found(counts));
    if (counts.testImages > 0) {
      section = section.withFinding(leaked(counts));
    }
    if (counts.conflicts > 0) {
      section =
          section.withFinding(
              Text.count(counts.conflicts, "pair", "pairs")
                  + " of near-duplicates "
                  + (counts.conflicts == 1 ? "carries" : "carry")
                  + " different labels: at least one of the two is likely to be wrong.");
    }
    section =
        section.with(
            Figures.none()
                .with(Text.count(counts.pairs), "pairs", "")
                .with(Text.count(counts.clusters), "clusters", "")
                .with(
                    Text.count(counts.clustered - counts.clusters),
                    "could be dropped",
                    Text.percent(counts.clustered - counts.clusters, counts.images))
                .with(
                    Text.count(counts.leaked),
                    "leaked test images",
                    Text.percent(counts.leaked, counts.testImages))
                .with(Text.count(counts.conflicts), "label conflicts", ""));
    for (Gallery gallery : galleries) {
      if (!gallery.groups().isEmpty()) {
        section = section.with(gallery);
      }
    }
    return section;
  }

  private static String found(Counts counts) {
    if (counts.clusters == 0) {
      return "No image has a near-duplicate.";
    }
    return String.format(
        "%s (%s) have a near-duplicate; if each cluster is one picture, %s can be dropped: look at the clusters first.",
        Text.count(counts.clustered, "image", "images"),
        Text.percent(counts.clustered, counts.images),
        Text.count(counts.clustered - counts.clusters));
  }

  private static String leaked(Counts counts) {
    if (counts.leaked == 0) {
      return "No test image has a near-duplicate in train.";
    }
    return String.format(
        "%s of %s (%s) %s a near-duplicate in train: accuracy on %s says little.",
        Text.count(counts.leaked),
        Text.count(counts.testImages, "test image", "test images"),
        Text.percent(counts.leaked, counts.testImages),
        counts.leaked == 1 ? "has" : "have",
        counts.leaked == 1 ? "it" : "these");
  }

  /** How many of each. Immutable. */
  public static final class Counts {
    private final long images;
    private final long testImages;
    private final long pairs;
    private final long clusters;
    private final long clustered;
    private final long leaked;
    private final long conflicts;

    private Counts(long[] counts) {
      this.images = counts[0];
      this.testImages = counts[1];
      this.pairs = counts[2];
      this.clusters = counts[3];
      this.clustered = counts[4];
      this.leaked = counts[5];
      this.conflicts = counts[6];
    }

    /** Images, those of them in test; the findings are 0. */
    public static Counts of(long images, long testImages) {
      return new Counts(new long[] {images, testImages, 0, 0, 0, 0, 0});
    }

    /** With pairs, clusters and the images in them. */
    public Counts clusters(long newPairs, long newClusters, long newClustered) {
      return new Counts(
          new long[] {images, testImages, newPairs, newClusters, newClustered, leaked, conflicts});
    }

    /** With distinct test images that leaked, and pairs of different labels. */
    public Counts trouble(long newLeaked, long newConflicts) {
      return new Counts(
          new long[] {images, testImages, pairs, clusters, clustered, newLeaked, newConflicts});
    }
  }
}
