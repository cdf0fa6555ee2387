package org.hammingbird.spark.image;

/** A file's bytes, and when it was last changed. */
public final class FetchedFile {
  private final byte[] content;
  private final long modified;

  FetchedFile(byte[] content, long modified) {
    this.content = content;
    this.modified = modified;
  }

  /** All bytes; not a copy. */
  public byte[] content() {
    return content;
  }

  /** Milliseconds since 1970. */
  public long modified() {
    return modified;
  }
}
