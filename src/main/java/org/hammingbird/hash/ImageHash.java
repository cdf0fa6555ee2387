package org.hammingbird.hash;

import java.util.Arrays;

/**
 * A perceptual hash of a fixed number of bits, in the order of its reference (Python's imagehash:
 * row by row): the first bit is the most significant of the number that the bits make, and where
 * they do not fill the last digit, byte or word, it is the highest bits that are zero.
 */
public final class ImageHash {
  private final int bits;
  private final long[] words;

  /**
   * @param words as {@link BitWriter} makes them; not copied
   */
  ImageHash(int bits, long[] words) {
    this.bits = bits;
    this.words = words;
  }

  /**
   * A hash that fits a {@code long}.
   *
   * @param value the bits, the last one the least significant
   * @param bits how many there are, 1 to 64; those above are zero
   */
  public static ImageHash of(long value, int bits) {
    if (bits < 1 || bits > Long.SIZE || bits < Long.SIZE && value >>> bits != 0) {
      throw new IllegalArgumentException(
          "Invalid hash: " + Long.toHexString(value) + " of " + bits + " bits");
    }
    return new ImageHash(bits, new long[] {value});
  }

  /**
   * A hash of what {@link #toBytes} gave.
   *
   * @param bits how many there are, at least 1
   */
  public static ImageHash of(byte[] bytes, int bits) {
    if (bits < 1 || bytes.length != bytes(bits)) {
      throw new IllegalArgumentException(
          "Invalid hash: " + bytes.length + " bytes for " + bits + " bits");
    }
    int unused = bytes.length * Byte.SIZE - bits;
    if ((bytes[0] & 0xFF) >>> (Byte.SIZE - unused) != 0) {
      throw new IllegalArgumentException(
          "Invalid hash: its bytes hold more than " + bits + " bits");
    }
    long[] words = new long[words(bits)];
    for (int i = 0; i < bytes.length; i++) {
      int place = bytes.length - 1 - i;
      words[words.length - 1 - place / Long.BYTES] |=
          (bytes[i] & 0xFFL) << (place % Long.BYTES * Byte.SIZE);
    }
    return new ImageHash(bits, words);
  }

  /**
   * Reads what {@link #hex()} or imagehash's {@code str} wrote.
   *
   * @param hex exactly as many hexadecimal digits as that many bits need
   * @param bits at least 1
   */
  public static ImageHash parse(String hex, int bits) {
    int digits = (Math.max(1, bits) + 3) / 4;
    byte[] bytes = new byte[bytes(Math.max(1, bits))];
    boolean valid = bits > 0 && hex.length() == digits;
    for (int i = 0; valid && i < digits; i++) {
      char letter = hex.charAt(i);
      int digit = letter < 128 ? Character.digit(letter, 16) : -1;
      int place = digits - 1 - i;
      valid = digit >= 0 && digit >>> Math.min(4, bits - 4 * place) == 0;
      bytes[bytes.length - 1 - place / 2] |= (byte) (digit << (4 * (place % 2)));
    }
    if (!valid) {
      throw new IllegalArgumentException(
          String.format(
              "Invalid hash: \"%s\" (must be %d hexadecimal digits for %d bits)",
              hex, digits, bits));
    }
    return of(bytes, bits);
  }

  /** How many bits there are. */
  public int bits() {
    return bits;
  }

  /**
   * The bits as a number, the last one the least significant.
   *
   * @throws IllegalStateException where there are more than 64
   */
  public long toLong() {
    if (bits > Long.SIZE) {
      throw new IllegalStateException("A hash of " + bits + " bits does not fit a long");
    }
    return words[0];
  }

  /** The bits as a big-endian number of {@code ceil(bits / 8)} bytes: a copy. */
  public byte[] toBytes() {
    byte[] bytes = new byte[bytes(bits)];
    for (int i = 0; i < bytes.length; i++) {
      int place = bytes.length - 1 - i;
      bytes[i] =
          (byte)
              (words[words.length - 1 - place / Long.BYTES] >>> (place % Long.BYTES * Byte.SIZE));
    }
    return bytes;
  }

  /** {@code ceil(bits / 4)} lower-case hexadecimal digits, as imagehash prints them. */
  public String hex() {
    int digits = (bits + 3) / 4;
    char[] hex = new char[digits];
    for (int i = 0; i < digits; i++) {
      int place = digits - 1 - i;
      long word = words[words.length - 1 - place / 16];
      hex[i] = Character.forDigit((int) (word >>> (place % 16 * 4)) & 0xF, 16);
    }
    return new String(hex);
  }

  /**
   * Number of differing bits: 0 to {@link #bits}.
   *
   * @throws IllegalArgumentException where the other hash has another number of bits
   */
  public int distance(ImageHash other) {
    if (bits != other.bits) {
      throw new IllegalArgumentException(
          "Cannot compare a hash of " + bits + " bits with one of " + other.bits);
    }
    int distance = 0;
    for (int i = 0; i < words.length; i++) {
      distance += Long.bitCount(words[i] ^ other.words[i]);
    }
    return distance;
  }

  private static int bytes(int bits) {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  private static int words(int bits) {
    return (bits + Long.SIZE - 1) / Long.SIZE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageHash
        && bits == ((ImageHash) other).bits
        && Arrays.equals(words, ((ImageHash) other).words);
  }

  @Override
  public int hashCode() {
    return 31 * bits + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return hex();
  }
}
