package org.hammingbird.neighbor;

import java.io.Serializable;

/**
 * Pushes the bits of a long that a mask chooses together at its low end, as {@code Long.compress}
 * of Java 19 does: by six steps, each of which moves some bits by a power of two (Hacker's Delight,
 * 2nd edition, 7-4). Nothing in a step depends on the value, so the loop over many becomes vector
 * instructions.
 */
final class BitGather implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int STEPS = 6;

  private final long mask;
  private final long[] moves = new long[STEPS];

  BitGather(long mask) {
    this.mask = mask;
    long left = mask;
    long gaps = ~mask << 1;
    for (int step = 0; step < STEPS; step++) {
      long odd = parityBelow(gaps);
      long moved = odd & left;
      moves[step] = moved;
      left = (left ^ moved) | moved >>> (1 << step);
      gaps &= ~odd;
    }
  }

  /** At each bit, whether an odd number of bits is set from there down. */
  private static long parityBelow(long bits) {
    long parity = bits;
    for (int shift = 1; shift < Long.SIZE; shift <<= 1) {
      parity ^= parity << shift;
    }
    return parity;
  }

  /** The bits that are chosen. */
  long mask() {
    return mask;
  }

  /** The chosen bits of a value, the lowest at bit 0. */
  long of(long value) {
    long bits = value & mask;
    for (int step = 0; step < STEPS; step++) {
      long moved = bits & moves[step];
      bits = (bits ^ moved) | moved >>> (1 << step);
    }
    return bits;
  }

  /** The same of each of the first {@code count} values, in their places. */
  void all(long[] values, int count) {
    long chosen = mask;
    for (int i = 0; i < count; i++) {
      values[i] &= chosen;
    }
    for (int step = 0; step < STEPS; step++) {
      move(values, count, moves[step], 1 << step);
    }
  }

  private static void move(long[] values, int count, long moving, int by) {
    for (int i = 0; i < count; i++) {
      long moved = values[i] & moving;
      values[i] = (values[i] ^ moved) | moved >>> by;
    }
  }
}
