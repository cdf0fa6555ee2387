package org.hammingbird.neighbor;

/** Two images that look alike: unordered, so the lower id stands left. */
public final class NearDuplicatePair {
  private final long left;
  private final long right;
  private final int distance;
  private final double similarity;

  /**
   * A pair of two different images, in either order.
   *
   * @param distance differing bits, 0 to 64
   * @param similarity as {@link Verification} measures it, -1 to 1
   */
  public NearDuplicatePair(long one, long other, int distance, double similarity) {
    if (one == other) {
      throw new IllegalArgumentException("Cannot pair image " + one + " with itself");
    }
    if (distance < 0 || distance > Long.SIZE) {
      throw new IllegalArgumentException("Invalid distance: " + distance + " (must be 0 to 64)");
    }
    this.left = Math.min(one, other);
    this.right = Math.max(one, other);
    this.distance = distance;
    this.similarity = similarity;
  }

  /** The lower id. */
  public long left() {
    return left;
  }

  /** The higher id. */
  public long right() {
    return right;
  }

  /** Differing bits of the hash that brought them together. */
  public int distance() {
    return distance;
  }

  /** Correlation of their grey gradients, -1 to 1. */
  public double similarity() {
    return similarity;
  }
}
