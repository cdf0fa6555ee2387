package org.hammingbird.report;

import java.util.Objects;

/** A paragraph of plain text. */
public final class Note implements Block {
  private final String text;

  public Note(String text) {
    this.text = Objects.requireNonNull(text);
  }

  @Override
  public String kind() {
    return "note";
  }

  public String text() {
    return text;
  }
}
