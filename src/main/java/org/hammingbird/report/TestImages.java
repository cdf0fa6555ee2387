package org.hammingbird.report;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The test images that a study showed to its networks: those of the test split, or a sample of
 * them, and then sentences on "all" or "none" are said of these alone. Immutable.
 */
final class TestImages {
  private final long shown;
  private final boolean sampled;
  private final long all;

  private TestImages(long shown, long all) {
    this.shown = shown;
    this.sampled = shown < all;
    this.all = all;
  }

  /**
   * @param findings of a study; earlier ones do not count the split
   */
  static TestImages of(JsonNode findings) {
    return new TestImages(
        findings.path("test-images").asLong(), findings.path("test-images-in-all").asLong());
  }

  /** What was shown to every network, with the verb before it. */
  String shown() {
    if (shown == 0) {
      return "shown the same test images";
    }
    return "shown the same "
        + Text.count(shown, "test image", "test images")
        + (sampled ? ", a seeded sample of " + Text.count(all) : "");
  }

  /** The subject of a sentence that denies. */
  String none() {
    return sampled ? "None of the " + count() + " shown" : "No test image";
  }

  /** The subject of a sentence on all of them. */
  String all() {
    return sampled ? "All " + count() + " shown" : "All test images";
  }

  /** Some of them. */
  String some(String adjective, long images) {
    return sampled
        ? String.format("the %s %s ones of the %s shown", Text.count(images), adjective, count())
        : Text.count(images, adjective + " test image", adjective + " test images");
  }

  private String count() {
    return Text.count(shown, "test image", "test images");
  }
}
