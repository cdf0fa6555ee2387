package org.hammingbird.training;

/** What is changed of training images, anew in every epoch. */
public enum AugmentationKind {
  /** Nothing. */
  NONE("none"),
  /** The place of the square that is cut out, and left against right. */
  SHIFTS("shifts"),
  /** These, and hue, contrast, brightness and saturation, as the study does. */
  COLOURS("colours");

  private final String id;

  AugmentationKind(String id) {
    this.id = id;
  }

  /** The name in settings. */
  public String id() {
    return id;
  }
}
