package org.hammingbird.hash;

/**
 * A perceptual hash of 64 bits, in the order of Python's imagehash: row by row, the first bit the
 * most significant.
 */
public final class ImageHash {
  private static final int DIGITS = 16;

  private final long bits;

  public ImageHash(long bits) {
    this.bits = bits;
  }

  /**
   * Reads what {@link #hex()} or imagehash's {@code str} wrote.
   *
   * @param hex exactly 16 hexadecimal digits
   */
  public static ImageHash parse(String hex) {
    if (!hex.matches("[0-9a-fA-F]{" + DIGITS + "}")) {
      throw new IllegalArgumentException(
          "Invalid hash: \"" + hex + "\" (must be " + DIGITS + " hexadecimal digits)");
    }
    return new ImageHash(Long.parseUnsignedLong(hex, 16));
  }

  public long bits() {
    return bits;
  }

  /** 16 lower-case hexadecimal digits, as imagehash prints them. */
  public String hex() {
    String digits = Long.toHexString(bits);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** Number of differing bits: 0 to 64. */
  public int distance(ImageHash other) {
    return Hamming.distance(bits, other.bits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageHash && bits == ((ImageHash) other).bits;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(bits);
  }

  @Override
  public String toString() {
    return hex();
  }
}
