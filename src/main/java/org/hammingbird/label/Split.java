package org.hammingbird.label;

import java.util.Locale;
import java.util.Optional;

/** The part of a collection that an image belongs to. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** The name in tables and settings: {@code train}, {@code validation} or {@code test}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The split that a text names, or empty: letters of either case, blanks around it and the common
   * other names (training, val, valid, dev, testing) are understood.
   */
  public static Optional<Split> parse(String text) {
    if (text == null) {
      return Optional.empty();
    }
    switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "train":
      case "training":
        return Optional.of(TRAIN);
      case "validation":
      case "val":
      case "valid":
      case "dev":
        return Optional.of(VALIDATION);
      case "test":
      case "testing":
        return Optional.of(TEST);
      default:
        return Optional.empty();
    }
  }
}
