package org.hammingbird.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A row of large numbers, each with what it counts. Immutable. */
public final class Figures implements Block {
  private final List<Figure> figures;

  private Figures(List<Figure> figures) {
    this.figures = Collections.unmodifiableList(figures);
  }

  public static Figures none() {
    return new Figures(new ArrayList<>());
  }

  /** These figures and one more. */
  public Figures with(String value, String label, String note) {
    List<Figure> more = new ArrayList<>(figures);
    more.add(new Figure(value, label, note));
    return new Figures(more);
  }

  @Override
  public String kind() {
    return "figures";
  }

  public List<Figure> figures() {
    return figures;
  }

  /** One number. */
  public static final class Figure {
    private final String value;
    private final String label;
    private final String note;

    Figure(String value, String label, String note) {
      this.value = value;
      this.label = label;
      this.note = note;
    }

    public String value() {
      return value;
    }

    public String label() {
      return label;
    }

    /** A second line in small type; may be empty. */
    public String note() {
      return note;
    }
  }
}
