package org.hammingbird.spark.image;

import java.util.Objects;

/**
 * An item whose file is an archive's entry.
 *
 * @param <T> what the file is fetched for
 */
public final class PackedItem<T> {
  private final T item;
  private final String archive;
  private final long modified;
  private final EntryPlace place;

  /**
   * @param archive its address
   * @param modified when it was last changed, in milliseconds since 1970
   */
  public PackedItem(T item, String archive, long modified, EntryPlace place) {
    this.item = Objects.requireNonNull(item);
    this.archive = Objects.requireNonNull(archive);
    this.modified = modified;
    this.place = Objects.requireNonNull(place);
  }

  T item() {
    return item;
  }

  String archive() {
    return archive;
  }

  long modified() {
    return modified;
  }

  EntryPlace place() {
    return place;
  }
}
