package org.hammingbird.neighbor;

import java.util.Random;

/** Sets of hashes for tests: easy, skewed and adversarial ones. */
final class HashSets {
  private HashSets() {}

  static final int KINDS = 9;

  /** A set of one of the kinds 0 to {@link #KINDS} - 1. */
  static long[] draw(int kind, int size, Random random) {
    long[] hashes = new long[size];
    for (int i = 0; i < size; i++) {
      hashes[i] = draw(kind, i, hashes, random);
    }
    return hashes;
  }

  private static long draw(int kind, int i, long[] before, Random random) {
    switch (kind) {
      case 0:
        return random.nextLong();
      case 1:
        return 0;
      case 2:
        return 0xffffffff00000000L;
      case 3: // one bit apart
        return 1L << random.nextInt(64);
      case 4: // a random walk
        return i == 0 ? random.nextLong() : flip(before[i - 1], random.nextInt(4), random);
      case 5: // half of them in one bucket of the first bands
        return i % 2 == 0 ? random.nextLong() & 0xff00L : random.nextLong();
      case 6: // few bits in use
        return random.nextLong() & random.nextLong() & random.nextLong() & random.nextLong();
      case 7: // blocks of equal rows, like hashes of gradients
        return (random.nextInt(256) & 0xffL) * 0x0101010101010101L;
      default: // copies, near copies and complements
        long base = i == 0 ? random.nextLong() : before[random.nextInt(i)];
        int choice = random.nextInt(4);
        return choice == 0 ? base : choice == 1 ? ~base : flip(base, random.nextInt(12), random);
    }
  }

  /** A set of hashes of 256 bits, each made of four of a kind. */
  static Hashes wide(int kind, int size, Random random) {
    long[][] columns = new long[4][];
    for (int word = 0; word < columns.length; word++) {
      columns[word] = draw(kind, size, random);
    }
    long[] values = new long[4 * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns[i % 4][i / 4];
    }
    return Hashes.of(values, 4);
  }

  static long flip(long hash, int flips, Random random) {
    long result = hash;
    for (int i = 0; i < flips; i++) {
      result ^= 1L << random.nextInt(64);
    }
    return result;
  }

  /**
   * Hashes as skewed as those of real images: few centres, each seen through noise that
   * neighbouring bits share, and some near-copies.
   */
  static long[] realistic(int size, long seed) {
    Random random = new Random(seed);
    long[] centres = new long[size / 50 + 1];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = smooth(random);
    }
    long[] hashes = new long[size];
    for (int i = 0; i < size; i++) {
      boolean copy = i > 0 && random.nextInt(100) < 3;
      hashes[i] =
          copy
              ? flip(hashes[random.nextInt(i)], random.nextInt(6), random)
              : centres[random.nextInt(centres.length)] ^ smooth(random) & smooth(random);
    }
    return hashes;
  }

  private static long smooth(Random random) {
    long hash = 0;
    int bit = random.nextInt(2);
    for (int i = 0; i < 64; i++) {
      bit = random.nextInt(10) < 3 ? 1 - bit : bit;
      hash = hash << 1 | bit;
    }
    return hash;
  }
}
