package org.hammingbird.neighbor;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sorts keys as unsigned numbers and moves their positions along; equal keys keep their order.
 * First by the highest byte, into pieces that mostly stay in a cache, then each piece from its
 * lowest byte up: a third of the time of passes over the whole. The pieces are sorted in parallel,
 * by the common pool. Takes 12 bytes a key more.
 */
final class RadixSort {
  private static final int DIGIT_BITS = 8;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int HIGHEST = Long.SIZE - DIGIT_BITS;

  /** Pieces that are sorted by insertion, since counting their digits would take longer. */
  private static final int FEW = 64;

  private final long[] keys;
  private final int[] positions;
  private final long[] otherKeys;
  private final int[] otherPositions;

  private RadixSort(long[] keys, int[] positions) {
    this.keys = keys;
    this.positions = positions;
    this.otherKeys = new long[keys.length];
    this.otherPositions = new int[keys.length];
  }

  /** Sorts in place; as many positions as keys. */
  static void sort(long[] keys, int[] positions) {
    new RadixSort(keys, positions).sort();
  }

  private void sort() {
    int[] ends = new int[DIGITS];
    pass(keys, positions, otherKeys, otherPositions, 0, keys.length, HIGHEST, ends);
    IntStream.range(0, DIGITS)
        .parallel()
        .forEach(piece -> sort(piece == 0 ? 0 : ends[piece - 1], ends[piece]));
  }

  /** Seven passes, from the other arrays into those that were given. */
  private void sort(int from, int to) {
    if (to - from < FEW) {
      insert(from, to);
      return;
    }
    int[] next = new int[DIGITS];
    for (int shift = 0; shift < HIGHEST; shift += 2 * DIGIT_BITS) {
      pass(otherKeys, otherPositions, keys, positions, from, to, shift, next);
      if (shift + DIGIT_BITS < HIGHEST) {
        pass(keys, positions, otherKeys, otherPositions, from, to, shift + DIGIT_BITS, next);
      }
    }
  }

  /**
   * Moves what stands in a range to its places by one digit.
   *
   * @param next receives where each digit ends
   */
  private static void pass(
      long[] keys,
      int[] positions,
      long[] toKeys,
      int[] toPositions,
      int from,
      int to,
      int shift,
      int[] next) {
    Arrays.fill(next, 0);
    for (int i = from; i < to; i++) {
      next[(int) (keys[i] >>> shift) & DIGITS - 1]++;
    }
    int start = from;
    for (int digit = 0; digit < DIGITS; digit++) {
      int count = next[digit];
      next[digit] = start;
      start += count;
    }
    for (int i = from; i < to; i++) {
      int place = next[(int) (keys[i] >>> shift) & DIGITS - 1]++;
      toKeys[place] = keys[i];
      toPositions[place] = positions[i];
    }
  }

  /** From the other arrays into those that were given. */
  private void insert(int from, int to) {
    for (int i = from; i < to; i++) {
      long key = otherKeys[i];
      int place = i;
      while (place > from && Long.compareUnsigned(keys[place - 1], key) > 0) {
        keys[place] = keys[place - 1];
        positions[place] = positions[place - 1];
        place--;
      }
      keys[place] = key;
      positions[place] = otherPositions[i];
    }
  }
}
