package org.hammingbird.neighbor;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The nearest few of a stream of hashes of 64 bits to each of some queries, equally near ones by
 * id. What was found in parts is put together by adding the parts' results.
 */
public final class NearestHashes {
  /** Receives what was found. */
  @FunctionalInterface
  public interface Receiver {
    /** Takes one hash's id, with the position of the query that it is near. */
    void accept(int query, long id, int distance);
  }

  private final long[] queries;
  private final int most;
  // greatest distance that is still of use, by query
  private final int[] limits;
  private final List<TreeSet<Near>> nearest = new ArrayList<>();

  /**
   * Begins without hashes.
   *
   * @param most hashes kept of each query, at least 1
   * @param radius greatest distance, 0 to 64
   */
  public NearestHashes(long[] queries, int most, int radius) {
    Hashes.of(queries).checkRadius(radius);
    if (most < 1) {
      throw new IllegalArgumentException("Invalid number of neighbours: " + most);
    }
    this.queries = queries;
    this.most = most;
    this.limits = new int[queries.length];
    for (int i = 0; i < queries.length; i++) {
      limits[i] = radius;
      nearest.add(new TreeSet<>());
    }
  }

  /** Meets one hash. */
  public void add(long id, long hash) {
    for (int query = 0; query < queries.length; query++) {
      int distance = Long.bitCount(queries[query] ^ hash);
      if (distance <= limits[query]) {
        add(query, id, distance);
      }
    }
  }

  /** Takes what was found elsewhere. */
  public void add(int query, long id, int distance) {
    TreeSet<Near> found = nearest.get(query);
    found.add(new Near(id, distance));
    if (found.size() > most) {
      found.pollLast();
    }
    if (found.size() == most) {
      limits[query] = Math.min(limits[query], found.last().distance);
    }
  }

  /** Reports what was found, query by query, the nearest first. */
  public void forEach(Receiver receiver) {
    for (int query = 0; query < queries.length; query++) {
      for (Near near : nearest.get(query)) {
        receiver.accept(query, near.id, near.distance);
      }
    }
  }

  private static final class Near implements Comparable<Near> {
    private final long id;
    private final int distance;

    Near(long id, int distance) {
      this.id = id;
      this.distance = distance;
    }

    @Override
    public int compareTo(Near other) {
      return distance == other.distance
          ? Long.compare(id, other.id)
          : Integer.compare(distance, other.distance);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Near && compareTo((Near) other) == 0;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(id);
    }
  }
}
