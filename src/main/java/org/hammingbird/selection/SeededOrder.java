package org.hammingbird.selection;

/**
 * An image's place in a random order that depends on the seed and its id only: images added later
 * leave the order of the others as it was.
 */
final class SeededOrder implements Comparable<SeededOrder> {
  private final long id;
  private final long key;

  SeededOrder(long id, long seed) {
    this.id = id;
    this.key = mix(id ^ mix(seed));
  }

  long id() {
    return id;
  }

  @Override
  public int compareTo(SeededOrder other) {
    int byKey = Long.compare(key, other.key);
    return byKey != 0 ? byKey : Long.compare(id, other.id);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): a bijection. */
  static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
