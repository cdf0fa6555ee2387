package org.hammingbird.selection;

import java.util.Arrays;

/** Images to choose from, of one class or of all: ids in ascending order and a hash of each. */
public final class Stratum {
  private final long[] ids;
  private final long[] hashes;

  /**
   * A stratum; the arrays are kept, not copied.
   *
   * @param ids ascending, each once
   * @param hashes equally many
   */
  public Stratum(long[] ids, long[] hashes) {
    if (ids.length != hashes.length) {
      throw new IllegalArgumentException(
          "Cannot pair " + ids.length + " ids with " + hashes.length + " hashes");
    }
    for (int i = 1; i < ids.length; i++) {
      if (ids[i - 1] >= ids[i]) {
        throw new IllegalArgumentException("Ids do not ascend: " + ids[i] + " after " + ids[i - 1]);
      }
    }
    this.ids = ids;
    this.hashes = hashes;
  }

  public int size() {
    return ids.length;
  }

  public long id(int index) {
    return ids[index];
  }

  /** 64 bits. */
  public long hash(int index) {
    return hashes[index];
  }

  /** Refuses to choose fewer images than none or more than there are. */
  void requireBudget(int budget) {
    if (budget < 0 || budget > size()) {
      throw new IllegalArgumentException(
          "Invalid budget: " + budget + " (must be 0 to " + size() + ")");
    }
  }

  /** The hashes of images of the stratum, in the order of their ids here. */
  long[] hashes(long[] ofIds) {
    long[] ordered = new long[ofIds.length];
    for (int i = 0; i < ofIds.length; i++) {
      ordered[i] = hashes[Arrays.binarySearch(ids, ofIds[i])];
    }
    return ordered;
  }
}
