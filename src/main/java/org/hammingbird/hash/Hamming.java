package org.hammingbird.hash;

/** Distances between hashes of 64 bits. */
public final class Hamming {
  private static final long LOW_BIT_OF_EACH_DIGIT = 0x1111111111111111L;

  private Hamming() {}

  /** Number of bits that differ: 0 to 64. */
  public static int distance(long left, long right) {
    return Long.bitCount(left ^ right);
  }

  /**
   * Number of places where the two hashes differ when written as 16 hexadecimal digits: 0 to 16.
   * The study that this job began with counted these; bits say more.
   */
  public static int hexDigits(long left, long right) {
    long differing = left ^ right;
    differing |= differing >>> 2;
    differing |= differing >>> 1;
    return Long.bitCount(differing & LOW_BIT_OF_EACH_DIGIT);
  }
}
