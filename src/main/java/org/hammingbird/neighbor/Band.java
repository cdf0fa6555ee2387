package org.hammingbird.neighbor;

import java.io.Serializable;

/**
 * A slice of the 64 bits: which bits, and the number that they make in a hash. The bits of a band
 * lie on a lattice over the 8x8 grid of the hash, (a y + x) mod m, since neighbouring bits of an
 * image's hash agree more often than distant ones, and a band of distant bits fills its buckets
 * more evenly.
 */
final class Band implements Serializable {
  private static final long serialVersionUID = 1;

  /** Row coefficient a for m bands, chosen for the largest distance between bits of one band. */
  private static final int[] ROW_STEP = {0, 0, 0, 1, 2, 2, 2, 3, 3};

  static final int MIN_BANDS = 3;
  static final int MAX_BANDS = ROW_STEP.length - 1;

  private final long mask;
  private final int bits;
  // for each byte of a hash, what each of its values adds to the band's value
  private final int[][] parts = new int[Long.BYTES][256];

  private Band(long mask) {
    this.mask = mask;
    this.bits = Long.bitCount(mask);
    int place = 0;
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((mask >>> bit & 1) == 1) {
        for (int value = 0; value < 256; value++) {
          parts[bit >>> 3][value] |= (value >>> (bit & 7) & 1) << place;
        }
        place++;
      }
    }
  }

  /** A band without bits: every hash falls into its one bucket. */
  static Band empty() {
    return new Band(0);
  }

  /** The bands of a partition of the 64 bits into {@code count} parts of nearly equal size. */
  static Band[] lattice(int count) {
    if (count < MIN_BANDS || count > MAX_BANDS) {
      throw new IllegalArgumentException("Invalid number of bands: " + count);
    }
    long[] masks = new long[count];
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        masks[(ROW_STEP[count] * y + x) % count] |= 1L << 63 - (8 * y + x);
      }
    }
    Band[] bands = new Band[count];
    for (int i = 0; i < count; i++) {
      bands[i] = new Band(masks[i]);
    }
    return bands;
  }

  long mask() {
    return mask;
  }

  /** Number of bits: bucket numbers are 0 to 2^bits - 1. */
  int bits() {
    return bits;
  }

  /** The band's bits of a hash, pushed together. */
  int bucket(long hash) {
    return parts[0][(int) hash & 255]
        | parts[1][(int) (hash >>> 8) & 255]
        | parts[2][(int) (hash >>> 16) & 255]
        | parts[3][(int) (hash >>> 24) & 255]
        | parts[4][(int) (hash >>> 32) & 255]
        | parts[5][(int) (hash >>> 40) & 255]
        | parts[6][(int) (hash >>> 48) & 255]
        | parts[7][(int) (hash >>> 56)];
  }

  /** How many hashes fall into each bucket. */
  int[] histogram(long[] hashes) {
    int[] counts = new int[1 << bits];
    for (long hash : hashes) {
      counts[bucket(hash)]++;
    }
    return counts;
  }
}
