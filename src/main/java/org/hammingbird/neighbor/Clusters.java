package org.hammingbird.neighbor;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Connected components of pairs, by union-find. A cluster's id is its lowest member, whatever the
 * order of the pairs. Members can be further apart than the radius, by chaining.
 */
public final class Clusters implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] members;
  private final int[] roots;

  private Clusters(long[] members, int[] roots) {
    this.members = members;
    this.roots = roots;
  }

  /**
   * The components of edges between images.
   *
   * @param left one end of each edge
   * @param right the other ends, equally many
   */
  public static Clusters of(long[] left, long[] right) {
    if (left.length != right.length) {
      throw new IllegalArgumentException(
          "Cannot join " + left.length + " ends with " + right.length);
    }
    long[] ends = Arrays.copyOf(left, 2 * left.length);
    System.arraycopy(right, 0, ends, left.length, right.length);
    long[] members = distinct(ends);
    int[] parents = new int[members.length];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = i;
    }
    for (int i = 0; i < left.length; i++) {
      unite(parents, Arrays.binarySearch(members, left[i]), Arrays.binarySearch(members, right[i]));
    }
    for (int i = 0; i < parents.length; i++) {
      parents[i] = root(parents, i);
    }
    return new Clusters(members, parents);
  }

  /** Number of images that have at least one edge. */
  public int size() {
    return members.length;
  }

  /** The image at a place, 0 to {@code size() - 1}; ids ascend. */
  public long member(int index) {
    return members[index];
  }

  /** The cluster of the image at a place: the lowest id in it. */
  public long cluster(int index) {
    return members[roots[index]];
  }

  private static long[] distinct(long[] values) {
    Arrays.sort(values);
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (i == 0 || values[i] != values[i - 1]) {
        values[count++] = values[i];
      }
    }
    return Arrays.copyOf(values, count);
  }

  private static void unite(int[] parents, int a, int b) {
    int rootA = root(parents, a);
    int rootB = root(parents, b);
    // the lowest index is the lowest id, and it names the cluster
    parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  private static int root(int[] parents, int index) {
    int at = index;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}
