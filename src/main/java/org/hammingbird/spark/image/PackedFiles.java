package org.hammingbird.spark.image;

import java.util.Iterator;
import org.hammingbird.image.ImageRejectedException;

/** Entries of archives, read in parts rather than one by one. */
final class PackedFiles<T> implements FetchedFiles<T> {
  private final FetchAhead<ArchivePart<T>, byte[]> parts;
  private Iterator<PackedItem<T>> items;
  private FetchAhead.Fetched<ArchivePart<T>, byte[]> part;

  /**
   * @param items those of an archive together, by their offsets; each readable
   */
  PackedFiles(Iterator<PackedItem<T>> items, ImageFetcher fetcher, int inFlight) {
    parts =
        new FetchAhead<>(
            ArchivePart.of(items),
            (part, room) -> {
              room.take(part.length());
              return fetcher.part(part.archive(), part.begin(), part.length());
            },
            inFlight);
  }

  @Override
  public boolean hasNext() {
    return items != null && items.hasNext() || parts.hasNext();
  }

  @Override
  public Fetched<T> next() {
    if (items == null || !items.hasNext()) {
      part = parts.next();
      items = part.item().items().iterator();
    }
    return new Entry<>(items.next(), part);
  }

  @Override
  public void close() {
    parts.close();
  }

  private static final class Entry<T> implements Fetched<T> {
    private final PackedItem<T> item;
    private final FetchAhead.Fetched<ArchivePart<T>, byte[]> part;

    private Entry(PackedItem<T> item, FetchAhead.Fetched<ArchivePart<T>, byte[]> part) {
      this.item = item;
      this.part = part;
    }

    @Override
    public T item() {
      return item.item();
    }

    @Override
    public FetchedFile file() throws ImageRejectedException {
      int at = Math.toIntExact(item.place().offset() - part.item().begin());
      return new FetchedFile(item.place().content(part.result(), at), item.modified());
    }
  }
}
