package org.hammingbird.neighbor;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A slice of the bits of a hash: which bits, and the number that they make. The bits of a band lie
 * on a lattice over the grid of the hash, (a y + x) mod m, since neighbouring bits of an image's
 * hash agree more often than distant ones, and a band of distant bits fills its buckets more
 * evenly.
 */
final class Band implements Serializable {
  private static final long serialVersionUID = 1;

  /** Most bits of a band: its buckets are counted in an array of 2^bits. */
  static final int MAX_BITS = 22;

  private static final int MIN_BITS = 8;

  /** Longs that stay in a first-level cache. */
  private static final int BLOCK = 1024;

  private final BitGather[] gathers;
  // where each word's bits begin in the number
  private final int[] places;
  private final int bits;

  private Band(long[] mask) {
    gathers = new BitGather[mask.length];
    places = new int[mask.length];
    int place = 0;
    for (int word = 0; word < mask.length; word++) {
      gathers[word] = new BitGather(mask[word]);
      places[word] = place;
      place += Long.bitCount(mask[word]);
    }
    bits = place;
  }

  /** A band without bits: every hash falls into its one bucket. */
  static Band empty(int words) {
    return new Band(new long[words]);
  }

  /** Least number of bands that hashes of so many bits are divided into. */
  static int minCount(int bits) {
    return (bits + MAX_BITS - 1) / MAX_BITS;
  }

  /** Greatest number of bands that hashes of so many bits are divided into. */
  static int maxCount(int bits) {
    return bits / MIN_BITS;
  }

  /** The bands of a partition of all bits into {@code count} parts of nearly equal size. */
  static List<Band> lattice(int words, int count) {
    int bits = words * Long.SIZE;
    if (count < minCount(bits) || count > maxCount(bits)) {
      throw new IllegalArgumentException("Invalid number of bands: " + count);
    }
    int side = (int) Math.sqrt(bits);
    int step = rowStep(side, count);
    long[][] masks = new long[count][words];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int bit = y * side + x;
        masks[(step * y + x) % count][bit / Long.SIZE] |= 1L << Long.SIZE - 1 - bit % Long.SIZE;
      }
    }
    List<Band> bands = new ArrayList<>();
    for (long[] mask : masks) {
      bands.add(new Band(mask));
    }
    return bands;
  }

  /**
   * The row coefficient a for which the bits of a band are farthest from one another, among those
   * for which no band is too large.
   */
  private static int rowStep(int side, int count) {
    int best = 1;
    int farthest = 0;
    for (int step = 1; step <= count / 2; step++) {
      int nearest = nearestOfLattice(side, count, step);
      if (nearest > farthest && largest(side, count, step) <= MAX_BITS) {
        farthest = nearest;
        best = step;
      }
    }
    return best;
  }

  private static int nearestOfLattice(int side, int count, int step) {
    int nearest = Integer.MAX_VALUE;
    for (int y = 0; y < side; y++) {
      for (int x = y == 0 ? 1 : 1 - side; x < side; x++) {
        if (Math.floorMod(step * y + x, count) == 0) {
          nearest = Math.min(nearest, y * y + x * x);
        }
      }
    }
    return nearest;
  }

  private static int largest(int side, int count, int step) {
    int[] sizes = new int[count];
    int largest = 0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        largest = Math.max(largest, ++sizes[(step * y + x) % count]);
      }
    }
    return largest;
  }

  /** Number of bits: bucket numbers are 0 to 2^bits - 1. */
  int bits() {
    return bits;
  }

  /** Bits of this band in which two hashes differ, given their difference. */
  int distance(long[] difference) {
    int distance = 0;
    for (int word = 0; word < gathers.length; word++) {
      distance += Long.bitCount(difference[word] & gathers[word].mask());
    }
    return distance;
  }

  /** The band's bits of a hash, pushed together. */
  int bucket(Hashes hashes, int index) {
    int bucket = 0;
    for (int word = 0; word < gathers.length; word++) {
      bucket |= part(word, hashes.word(index, word));
    }
    return bucket;
  }

  /** What one long of a hash adds to its bucket. */
  int part(int word, long value) {
    return (int) gathers[word].of(value) << places[word];
  }

  /** The buckets of all hashes. */
  int[] buckets(Hashes hashes) {
    int[] buckets = new int[hashes.size()];
    long[] block = new long[BLOCK];
    for (int from = 0; from < buckets.length; from += BLOCK) {
      int count = Math.min(BLOCK, buckets.length - from);
      for (int word = 0; word < gathers.length; word++) {
        for (int i = 0; i < count; i++) {
          block[i] = hashes.word(from + i, word);
        }
        gathers[word].all(block, count);
        for (int i = 0; i < count; i++) {
          buckets[from + i] |= (int) block[i] << places[word];
        }
      }
    }
    return buckets;
  }

  /** How many hashes fall into each bucket. */
  int[] histogram(Hashes hashes) {
    int[] counts = new int[1 << bits];
    for (int bucket : buckets(hashes)) {
      counts[bucket]++;
    }
    return counts;
  }
}
