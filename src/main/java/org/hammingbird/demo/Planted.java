package org.hammingbird.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hammingbird.UserException;

/**
 * What was planted in a sample collection, by image id; kept beside it as {@code planted.csv} with
 * the columns {@code what,id,other,detail}. Immutable.
 */
public final class Planted {
  static final String FILE = "planted.csv";
  private static final String HEADER = "what,id,other,detail";

  private final long images;
  private final int classes;
  private final Map<IdPair, String> pairs;
  private final Map<Long, Long> leaks;
  private final Set<IdPair> conflicts;
  private final Map<Long, String> rejects;
  private final Map<Long, String> flaws;

  private Planted(Builder from) {
    images = from.images;
    classes = from.classes;
    pairs = Collections.unmodifiableMap(new TreeMap<>(from.pairs));
    leaks = Collections.unmodifiableMap(new TreeMap<>(from.leaks));
    conflicts = Collections.unmodifiableSet(new TreeSet<>(from.conflicts));
    rejects = Collections.unmodifiableMap(new TreeMap<>(from.rejects));
    flaws = Collections.unmodifiableMap(new TreeMap<>(from.flaws));
  }

  /** Rows of the label file, broken ones among them. */
  public long images() {
    return images;
  }

  public int classes() {
    return classes;
  }

  /** All near-duplicate pairs, each with how one was made of the other. */
  public Map<IdPair, String> pairs() {
    return pairs;
  }

  /** Test images that are near-duplicates of a training image, each with that image. */
  public Map<Long, Long> leaks() {
    return leaks;
  }

  /** Those of the pairs whose labels differ. */
  public Set<IdPair> conflicts() {
    return conflicts;
  }

  /** Files that cannot be read, each with the cause with which it must be rejected. */
  public Map<Long, String> rejects() {
    return rejects;
  }

  /** Images of low quality, each with what is wrong: blurred, dark, noisy, over-compressed. */
  public Map<Long, String> flaws() {
    return flaws;
  }

  void write(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    lines.add("collection," + images + "," + classes + ",");
    pairs.forEach((pair, how) -> lines.add("pair," + pair.left() + "," + pair.right() + "," + how));
    leaks.forEach((test, train) -> lines.add("leak," + test + "," + train + ","));
    conflicts.forEach(pair -> lines.add("conflict," + pair.left() + "," + pair.right() + ","));
    rejects.forEach((id, cause) -> lines.add("reject," + id + ",," + cause));
    flaws.forEach((id, flaw) -> lines.add("flaw," + id + ",," + flaw));
    Files.write(folder.resolve(FILE), lines);
  }

  /** Reads {@code planted.csv} of a drawn collection. */
  public static Planted read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    List<String> lines = Files.readAllLines(file);
    Builder builder = new Builder();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      try {
        builder.row(cells[0], Long.parseLong(cells[1]), cells[2], cells[3]);
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
        throw new UserException(
            String.format(
                "Line %d of %s is not one that the demo wrote (%s): remove the folder and run the"
                    + " demo again",
                i + 1, file, lines.get(i)));
      }
    }
    return builder.build();
  }

  /** Collects what is planted; not for use by several threads. */
  static final class Builder {
    private long images;
    private int classes;
    private final Map<IdPair, String> pairs = new TreeMap<>();
    private final Map<Long, Long> leaks = new TreeMap<>();
    private final Set<IdPair> conflicts = new TreeSet<>();
    private final Map<Long, String> rejects = new TreeMap<>();
    private final Map<Long, String> flaws = new TreeMap<>();

    Builder collection(long howMany, int ofClasses) {
      images = howMany;
      classes = ofClasses;
      return this;
    }

    Builder pair(long one, long other, String how) {
      pairs.put(IdPair.of(one, other), how);
      return this;
    }

    Builder leak(long test, long train) {
      leaks.put(test, train);
      return this;
    }

    Builder conflict(long one, long other) {
      conflicts.add(IdPair.of(one, other));
      return this;
    }

    Builder reject(long id, String cause) {
      rejects.put(id, cause);
      return this;
    }

    Builder flaw(long id, String flaw) {
      flaws.put(id, flaw);
      return this;
    }

    private void row(String what, long id, String other, String detail) {
      switch (what) {
        case "collection":
          collection(id, Integer.parseInt(other));
          break;
        case "pair":
          pair(id, Long.parseLong(other), detail);
          break;
        case "leak":
          leak(id, Long.parseLong(other));
          break;
        case "conflict":
          conflict(id, Long.parseLong(other));
          break;
        case "reject":
          reject(id, detail);
          break;
        case "flaw":
          flaw(id, detail);
          break;
        default:
          throw new IllegalArgumentException(what);
      }
    }

    Planted build() {
      return new Planted(this);
    }
  }
}
