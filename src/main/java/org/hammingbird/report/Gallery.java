package org.hammingbird.report;

import java.util.List;
import java.util.Objects;

/** Groups of pictures that belong together: a cluster of near-duplicates, a leaked pair. */
public final class Gallery implements Block {
  private final String title;
  private final String note;
  private final List<Group> groups;

  /**
   * @param note what is shown of how many, and how it was chosen
   */
  public Gallery(String title, String note, List<Group> groups) {
    this.title = Objects.requireNonNull(title);
    this.note = Objects.requireNonNull(note);
    this.groups = List.copyOf(groups);
  }

  @Override
  public String kind() {
    return "gallery";
  }

  public String title() {
    return title;
  }

  public String note() {
    return note;
  }

  public List<Group> groups() {
    return groups;
  }

  /** This gallery with its first groups alone, where it has more, and a note that says so. */
  Gallery first(int most) {
    return groups.size() <= most
        ? this
        : new Gallery(
            title,
            String.format(
                "%s Of these %s shown, or the page would be too large.",
                note, most == 0 ? "none is" : "the first " + Text.count(most, "is", "are")),
            groups.subList(0, most));
  }

  /** Pictures side by side with one caption. */
  public static final class Group {
    private final String caption;
    private final String detail;
    private final List<Picture> pictures;

    /**
     * @param detail in small type, such as the distance
     */
    public Group(String caption, String detail, List<Picture> pictures) {
      this.caption = Text.clipped(caption);
      this.detail = Text.clipped(detail);
      this.pictures = List.copyOf(pictures);
    }

    public String caption() {
      return caption;
    }

    public String detail() {
      return detail;
    }

    public List<Picture> pictures() {
      return pictures;
    }
  }
}
