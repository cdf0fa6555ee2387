package org.hammingbird.neighbor;

import java.util.Comparator;

/**
 * Which image of a cluster is kept: the one with the largest area, then the largest file, then the
 * lowest id. Deterministic, and each choice has a reason that a person can read.
 */
public final class KeeperPolicy {
  /** The best first. */
  public static final Comparator<Candidate> RANKING =
      Comparator.comparingLong(Candidate::area)
          .thenComparingLong(Candidate::bytes)
          .reversed()
          .thenComparingLong(Candidate::id);

  private KeeperPolicy() {}

  /** Why an image was kept, next to the second best of its cluster. */
  public static String keptBecause(Candidate keeper, Candidate second) {
    if (keeper.area() != second.area()) {
      return "kept: largest area, " + keeper.area() + " pixels";
    }
    if (keeper.bytes() != second.bytes()) {
      return "kept: area equal, largest file, " + keeper.bytes() + " bytes";
    }
    return "kept: area and file size equal, lowest id";
  }

  /** Why an image was not kept, next to the keeper of its cluster. */
  public static String droppedBecause(Candidate dropped, Candidate keeper) {
    String like = "like " + keeper.id() + ": ";
    if (dropped.area() != keeper.area()) {
      return like + "smaller area, " + dropped.area() + " of " + keeper.area() + " pixels";
    }
    if (dropped.bytes() != keeper.bytes()) {
      return like + "smaller file, " + dropped.bytes() + " of " + keeper.bytes() + " bytes";
    }
    return like + "area and file size equal, higher id";
  }

  /** What the policy looks at. */
  public static final class Candidate {
    private final long id;
    private final long area;
    private final long bytes;

    public Candidate(long id, long area, long bytes) {
      this.id = id;
      this.area = area;
      this.bytes = bytes;
    }

    public long id() {
      return id;
    }

    /** Width times height of the original, pixels. */
    public long area() {
      return area;
    }

    /** Size of the original file. */
    public long bytes() {
      return bytes;
    }
  }
}
