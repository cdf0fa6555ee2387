package org.hammingbird.image;

/**
 * Why an image could not be hashed: the closed vocabulary of the {@code rejects} table's column
 * {@code cause}. The decoder gives those that lie in the file; those of fetching it (not found,
 * forbidden, unreadable; timeout comes from both) are given by whoever fetches.
 */
public enum RejectCause {
  /** There is no file at the address. */
  NOT_FOUND("not-found"),
  /** The address lies outside the allowed roots, or the storage refused access. */
  FORBIDDEN("forbidden"),
  /** The file has no bytes. */
  EMPTY("empty"),
  /** Not one of the formats that are read, or a variant of one that is not. */
  UNSUPPORTED_FORMAT("unsupported-format"),
  /** The file ends before its image does. */
  TRUNCATED("truncated"),
  /** The file contradicts its own format. */
  CORRUPT("corrupt"),
  /** More pixels, or a longer file, than the limit allows or there is memory for. */
  TOO_LARGE("too-large"),
  /** Fetching or decoding took longer than allowed, or waiting for what was given up. */
  TIMEOUT("timeout"),
  /** Fetching failed in another way. */
  UNREADABLE("unreadable");

  private final String id;

  RejectCause(String id) {
    this.id = id;
  }

  /** As stored: lower case, words joined by hyphens. */
  public String id() {
    return id;
  }
}
