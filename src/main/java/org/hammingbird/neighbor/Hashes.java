package org.hammingbird.neighbor;

import java.io.Serializable;

/**
 * An array of hashes of 64 or 256 bits: 1 or 4 longs each, one hash after the other. Its bits stand
 * for an 8x8 or 16x16 grid row by row, the first one the most significant of the first long.
 */
public final class Hashes implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] values;
  private final int words;

  private Hashes(long[] values, int words) {
    this.values = values;
    this.words = words;
  }

  /**
   * Hashes of 64 bits.
   *
   * @param values kept, not copied
   */
  public static Hashes of(long[] values) {
    return of(values, 1);
  }

  /**
   * Hashes of 64 or 256 bits.
   *
   * @param values kept, not copied
   * @param words longs of a hash, 1 or 4
   */
  public static Hashes of(long[] values, int words) {
    if (words != 1 && words != 4) {
      throw new IllegalArgumentException(
          "Invalid hash: " + words * Long.SIZE + " bits (must be 64 or 256)");
    }
    if (values.length % words != 0) {
      throw new IllegalArgumentException(
          "Invalid hashes: " + values.length + " longs for hashes of " + words);
    }
    return new Hashes(values, words);
  }

  /** Number of hashes. */
  public int size() {
    return values.length / words;
  }

  /** Longs of a hash. */
  public int words() {
    return words;
  }

  /** Bits of a hash: the largest possible distance. */
  public int bits() {
    return words * Long.SIZE;
  }

  /** One long of a hash; not checked. */
  long word(int index, int word) {
    return values[index * words + word];
  }

  /** All longs. Not a copy. */
  long[] values() {
    return values;
  }

  /** Differing bits of two hashes. */
  public int distance(int one, int other) {
    return distance(one, this, other);
  }

  /** Differing bits of a hash and one of others, of as many bits. */
  public int distance(int one, Hashes others, int other) {
    int distance = 0;
    for (int word = 0; word < words; word++) {
      distance += Long.bitCount(word(one, word) ^ others.word(other, word));
    }
    return distance;
  }

  /** The hashes at these places. */
  public Hashes at(int[] places) {
    long[] chosen = new long[places.length * words];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(values, places[i] * words, chosen, i * words, words);
    }
    return new Hashes(chosen, words);
  }

  void checkRadius(int radius) {
    if (radius < 0 || radius > bits()) {
      throw new IllegalArgumentException(
          "Invalid radius: " + radius + " (must be 0 to " + bits() + ")");
    }
  }
}
