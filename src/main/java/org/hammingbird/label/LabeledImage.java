package org.hammingbird.label;

import java.util.Objects;

/** One image of a labelled collection: its id, what it shows, its split, and where its file is. */
public final class LabeledImage {
  private final long id;
  private final String label;
  private final Split split;
  private final String address;

  /**
   * @param label not blank
   * @param address a URI, or a path relative to {@code images.base}
   */
  public LabeledImage(long id, String label, Split split, String address) {
    if (label.trim().isEmpty()) {
      throw new IllegalArgumentException("Image " + id + " has a blank label");
    }
    this.id = id;
    this.label = label;
    this.split = Objects.requireNonNull(split, "split");
    this.address = Objects.requireNonNull(address, "address");
  }

  public long id() {
    return id;
  }

  public String label() {
    return label;
  }

  public Split split() {
    return split;
  }

  public String address() {
    return address;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof LabeledImage)) {
      return false;
    }
    LabeledImage that = (LabeledImage) other;
    return id == that.id
        && label.equals(that.label)
        && split == that.split
        && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, label, split, address);
  }

  @Override
  public String toString() {
    return id + " " + label + " " + split.id() + " " + address;
  }
}
