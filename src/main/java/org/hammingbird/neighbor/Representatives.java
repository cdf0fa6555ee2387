package org.hammingbird.neighbor;

import java.io.Serializable;

/**
 * Which images are joined, and which are represented by another one: of more than so many with
 * equal hashes (blank pages, mostly) the first stands for all, and the others are paired with it
 * alone. A fifth of a million images with one hash are then 200,000 pairs rather than 20 billion.
 */
public final class Representatives implements Serializable {
  private static final long serialVersionUID = 1;

  /** Stands for an image outside of a sample. */
  private static final int NOBODY = -1;

  // null where every image stands for itself
  private final int[] representatives;
  private final int size;
  private final long equalPairs;
  private final int largest;

  private Representatives(int[] representatives, int size, long equalPairs, int largest) {
    this.representatives = representatives;
    this.size = size;
    this.equalPairs = equalPairs;
    this.largest = largest;
  }

  /**
   * Finds the large groups.
   *
   * @param mostEqual most images with equal hashes that are all paired with one another
   */
  public static Representatives of(Hashes hashes, int mostEqual) {
    DistinctHashes distinct = DistinctHashes.of(hashes);
    int[] representatives = null;
    long pairs = 0;
    for (int group = 0; group < distinct.size(); group++) {
      int[] members = distinct.members(group);
      long count = members.length;
      if (count <= mostEqual) {
        pairs += count * (count - 1) / 2;
        continue;
      }
      pairs += count - 1;
      if (representatives == null) {
        representatives = places(hashes.size());
      }
      for (int member : members) {
        representatives[member] = members[0];
      }
    }
    return new Representatives(representatives, hashes.size(), pairs, distinct.largestGroup());
  }

  private static int[] places(int size) {
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = i;
    }
    return places;
  }

  /**
   * Some of the images, for an estimate: those that stand for themselves still do.
   *
   * @param places ascending
   */
  Representatives at(int[] places) {
    if (representatives == null) {
      return new Representatives(null, places.length, equalPairs, largest);
    }
    int[] some = new int[places.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = stands(places[i]) ? i : NOBODY;
    }
    return new Representatives(some, places.length, equalPairs, largest);
  }

  /** The place of the image that stands for this one: its own, mostly. */
  public int of(int place) {
    return representatives == null ? place : representatives[place];
  }

  /** Whether an image stands for itself. */
  public boolean stands(int place) {
    return of(place) == place;
  }

  /** The places of the images that stand for themselves, ascending. */
  public int[] standing() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += stands(i) ? 1 : 0;
    }
    int[] standing = new int[count];
    count = 0;
    for (int i = 0; i < size; i++) {
      if (stands(i)) {
        standing[count++] = i;
      }
    }
    return standing;
  }

  /** Number of images that another one stands for. */
  public int represented() {
    return size - standing().length;
  }

  /** Number of pairs of images with equal hashes, those with representatives among them. */
  public long equalPairs() {
    return equalPairs;
  }

  /** Images that share the commonest hash. */
  public int largest() {
    return largest;
  }
}
