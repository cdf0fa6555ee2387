package org.hammingbird.report;

import java.util.List;

/** What a study says to one of its questions, at the head of the page. Immutable. */
public final class Answer {
  private final Heading heading;
  private final List<String> sentences;

  Answer(Heading heading, List<String> sentences) {
    this.heading = heading;
    this.sentences = List.copyOf(sentences);
  }

  /** Of the part of the study that shows why. */
  public Heading heading() {
    return heading;
  }

  public List<String> sentences() {
    return sentences;
  }
}
