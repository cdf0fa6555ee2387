package org.hammingbird.report;

import java.util.Objects;

/** Where a part of a long section begins: what follows answers one question. */
public final class Heading implements Block {
  private final String id;
  private final String title;

  /**
   * @param id for links within the page: of this heading alone, without spaces
   */
  public Heading(String id, String title) {
    this.id = Objects.requireNonNull(id);
    this.title = Objects.requireNonNull(title);
  }

  @Override
  public String kind() {
    return "heading";
  }

  public String id() {
    return id;
  }

  public String title() {
    return title;
  }
}
