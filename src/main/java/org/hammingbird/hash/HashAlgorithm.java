package org.hammingbird.hash;

import java.util.Objects;
import org.hammingbird.image.LanczosResampler;
import org.hammingbird.image.Raster;

/**
 * The hashes that are computed and stored, each named after its algorithm and its number of bits.
 * The bits are those of Python's imagehash 4.3 for the same pixels, so what a name means never
 * changes: another algorithm or size is another constant and another column.
 */
public enum HashAlgorithm {
  /** {@code imagehash.average_hash(image)}: each of 8x8 pixels against their mean. */
  AHASH64("ahash64", "average hash", new AverageHash(8)),
  /** {@code imagehash.phash(image)}: the lowest 8x8 of a 32x32 DCT against their median. */
  PHASH64("phash64", "perceptual hash", new PerceptualHash(8)),
  /** {@code imagehash.dhash(image)}: each of 8x8 pixels against its right neighbour. */
  DHASH64("dhash64", "difference hash", new DifferenceHash(8));

  private final String column;
  private final String title;
  private final HashKernel kernel;

  HashAlgorithm(String column, String title, HashKernel kernel) {
    this.column = column;
    this.title = title;
    this.kernel = kernel;
  }

  /** Name of the column in the {@code hashes} table, and of the algorithm in settings. */
  public String column() {
    return column;
  }

  /** Name for people, in lower case. */
  public String title() {
    return title;
  }

  /** Number of bits of a hash: the largest possible distance. */
  public int bits() {
    return kernel.bits();
  }

  /**
   * The algorithm of a column's name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static HashAlgorithm of(String column) {
    for (HashAlgorithm algorithm : values()) {
      if (algorithm.column.equals(column)) {
        return algorithm;
      }
    }
    throw new IllegalArgumentException(
        "Invalid hash algorithm: \"" + column + "\" (must be ahash64, phash64 or dhash64)");
  }

  /**
   * Hashes an image. For several hashes of one image {@link #hashAll} is faster, since they share
   * the luma and the way over the pixels.
   *
   * @param raster grey, or colour, whose luma is taken; any size
   * @return the bits, row by row, the first the most significant
   */
  public long hash(Raster raster) {
    return hashAll(raster, this)[0];
  }

  /**
   * Hashes an image by several algorithms.
   *
   * @param raster grey, or colour, whose luma is taken once; any size
   * @return a hash for each algorithm, in their order
   */
  public static long[] hashAll(Raster raster, HashAlgorithm... algorithms) {
    Objects.requireNonNull(raster, "raster");
    int[] widths = new int[algorithms.length];
    int[] heights = new int[algorithms.length];
    for (int i = 0; i < algorithms.length; i++) {
      widths[i] = algorithms[i].kernel.width();
      heights[i] = algorithms[i].kernel.height();
    }
    Raster[] small = LanczosResampler.resizeLuma(raster, widths, heights);
    long[] hashes = new long[algorithms.length];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = algorithms[i].kernel.hash(small[i].samples())[0];
    }
    return hashes;
  }
}
