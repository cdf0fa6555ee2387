package org.hammingbird.spark.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.hammingbird.image.ImageRejectedException;

/**
 * Where the entries of a zip or a tar stand. Of a zip only the directory at its end is read, of a
 * tar the headers. Where two entries have a name, the later counts, as in unpacking.
 */
public final class ArchiveDirectory {
  private final long modified;
  private final Map<String, EntryPlace> places;

  private ArchiveDirectory(long modified, Map<String, EntryPlace> places) {
    this.modified = modified;
    this.places = places;
  }

  /**
   * Reads the directory of an archive.
   *
   * @param wanted the names of entries to keep in memory
   * @throws ImageRejectedException where the file is not what its name says
   */
  static ArchiveDirectory read(FSDataInputStream in, FileStatus status, Predicate<String> wanted)
      throws IOException, ImageRejectedException {
    Collected collected = new Collected(wanted);
    String name = status.getPath().getName().toLowerCase(Locale.ROOT);
    collected.limit(
        name.endsWith(".tar")
            ? TarHeaders.read(in, status.getLen(), collected)
            : ZipDirectory.read(in, status.getLen(), collected));
    return new ArchiveDirectory(status.getModificationTime(), collected.places);
  }

  /** When the archive was last changed, in milliseconds since 1970. */
  public long modified() {
    return modified;
  }

  /** The wanted entries that it has, by name. */
  public Map<String, EntryPlace> places() {
    return Collections.unmodifiableMap(places);
  }

  private static final class Collected implements BiConsumer<String, EntryPlace> {
    private final Predicate<String> wanted;
    private final Map<String, EntryPlace> places = new LinkedHashMap<>();
    private long[] offsets = new long[1024];
    private int entries;

    private Collected(Predicate<String> wanted) {
      this.wanted = wanted;
    }

    @Override
    public void accept(String name, EntryPlace place) {
      if (entries == offsets.length) {
        offsets = Arrays.copyOf(offsets, Math.addExact(entries, entries));
      }
      offsets[entries++] = place.offset();
      if (wanted.test(name)) {
        places.put(name, place);
      }
    }

    /** Lets each entry end where the next begins, the last at {@code end}. */
    private void limit(long end) {
      Arrays.sort(offsets, 0, entries);
      places.replaceAll((name, place) -> place.before(Math.min(end, following(place.offset()))));
    }

    private long following(long offset) {
      int at = Arrays.binarySearch(offsets, 0, entries, offset);
      while (at < entries && offsets[at] == offset) {
        at++;
      }
      return at < entries ? offsets[at] : Long.MAX_VALUE;
    }
  }
}
