package org.hammingbird.report;

import java.util.Objects;

/** What was found, a whole sentence, and which question it answers. Immutable. */
final class Finding {
  /** Questions that a stage answers by itself and a study again, of its own networks. */
  enum Topic {
    DISTANCES,
    DEGRADED,
    QUALITY,
    /** Of one section alone. */
    OTHER
  }

  private final String sentence;
  private final Topic topic;
  private final String part;

  /**
   * @param part id of the heading below which it was found; empty where there is none
   */
  Finding(String sentence, Topic topic, String part) {
    this.sentence = Objects.requireNonNull(sentence);
    this.topic = Objects.requireNonNull(topic);
    this.part = Objects.requireNonNull(part);
  }

  String sentence() {
    return sentence;
  }

  Topic topic() {
    return topic;
  }

  String part() {
    return part;
  }
}
