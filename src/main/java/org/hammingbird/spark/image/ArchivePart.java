package org.hammingbird.spark.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Entries of an archive that stand close together and are read at once.
 *
 * @param <T> what the entries are fetched for
 */
final class ArchivePart<T> {
  /** A part ends where it would be longer, but for an entry that is longer by itself. */
  static final long LONGEST = 4L << 20;

  /** What lies between two entries of a part is read and thrown away. */
  static final long WIDEST_GAP = 128L << 10;

  private final List<PackedItem<T>> items = new ArrayList<>();
  private final long begin;
  private long end;

  private ArchivePart(PackedItem<T> first) {
    items.add(first);
    begin = first.place().offset();
    end = begin + first.place().span();
  }

  /**
   * The items in parts, in their order.
   *
   * @param items those of an archive together, by their offsets; each readable
   */
  static <T> Iterator<ArchivePart<T>> of(Iterator<PackedItem<T>> items) {
    return new Iterator<ArchivePart<T>>() {
      private PackedItem<T> ahead = items.hasNext() ? items.next() : null;

      @Override
      public boolean hasNext() {
        return ahead != null;
      }

      @Override
      public ArchivePart<T> next() {
        if (ahead == null) {
          throw new NoSuchElementException();
        }
        ArchivePart<T> part = new ArchivePart<>(ahead);
        ahead = items.hasNext() ? items.next() : null;
        while (ahead != null && part.add(ahead)) {
          ahead = items.hasNext() ? items.next() : null;
        }
        return part;
      }
    };
  }

  private boolean add(PackedItem<T> next) {
    EntryPlace place = next.place();
    long longer = Math.max(end, place.offset() + place.span());
    boolean fits =
        next.archive().equals(archive())
            && place.offset() >= begin
            && place.offset() - end <= WIDEST_GAP
            && longer - begin <= LONGEST;
    if (fits) {
      items.add(next);
      end = longer;
    }
    return fits;
  }

  List<PackedItem<T>> items() {
    return Collections.unmodifiableList(items);
  }

  String archive() {
    return items.get(0).archive();
  }

  /** Where it begins in the archive. */
  long begin() {
    return begin;
  }

  /** Its bytes. */
  int length() {
    return Math.toIntExact(end - begin);
  }
}
