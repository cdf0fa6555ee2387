package org.hammingbird.report;

/** One image in a gallery. */
public final class Picture {
  private final String id;
  private final String label;
  private final String split;
  private final String note;
  private final String uri;

  /**
   * @param note a few words under the picture, such as why it is kept; may be empty
   * @param jpeg the thumbnail's file, or null where the image cannot be shown
   */
  public Picture(String id, String label, String split, String note, byte[] jpeg) {
    this.id = Text.clipped(id, 40);
    this.label = Text.clipped(label, 40);
    this.split = Text.clipped(split, 20);
    this.note = Text.clipped(note);
    this.uri =
        jpeg == null
            ? ""
            : "data:image/jpeg;base64," + java.util.Base64.getEncoder().encodeToString(jpeg);
  }

  public String id() {
    return id;
  }

  public String label() {
    return label;
  }

  public String split() {
    return split;
  }

  public String note() {
    return note;
  }

  /** A data URI; empty where there is nothing to show. */
  public String uri() {
    return uri;
  }
}
