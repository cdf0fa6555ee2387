package org.hammingbird.demo;

/** Two images by id, the lower first. */
public final class IdPair implements Comparable<IdPair> {
  private final long left;
  private final long right;

  private IdPair(long left, long right) {
    this.left = left;
    this.right = right;
  }

  /** The order of the two does not matter; they must differ. */
  public static IdPair of(long one, long other) {
    if (one == other) {
      throw new IllegalArgumentException("an image is no pair with itself: " + one);
    }
    return new IdPair(Math.min(one, other), Math.max(one, other));
  }

  public long left() {
    return left;
  }

  public long right() {
    return right;
  }

  @Override
  public int compareTo(IdPair other) {
    int byLeft = Long.compare(left, other.left);
    return byLeft != 0 ? byLeft : Long.compare(right, other.right);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdPair && compareTo((IdPair) other) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * left + right);
  }

  @Override
  public String toString() {
    return left + "-" + right;
  }
}
