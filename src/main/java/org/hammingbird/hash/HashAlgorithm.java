package org.hammingbird.hash;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hammingbird.image.Raster;

/**
 * The hashes that can be computed and stored, each named after its algorithm and its number of
 * bits. The bits are those of the reference for the same pixels (Python's imagehash 4.3, and for
 * PDQ Meta's own code), so what a name means never changes: another algorithm or size is another
 * constant and another column.
 */
public enum HashAlgorithm {
  /** {@code imagehash.average_hash(image)}: each of 8x8 pixels against their mean. */
  AHASH64("ahash64", "average hash", new AverageHash(8)),
  /** {@code imagehash.phash(image)}: the lowest 8x8 of a 32x32 DCT against their median. */
  PHASH64("phash64", "perceptual hash", new PerceptualHash(8)),
  /** {@code imagehash.phash_simple(image)}: the lowest 8 along 8 of 32 rows against their mean. */
  PHASH_SIMPLE64("phash_simple64", "simple perceptual hash", new SimplePerceptualHash(8)),
  /** {@code imagehash.dhash(image)}: each of 8x8 pixels against its right neighbour. */
  DHASH64("dhash64", "difference hash", new DifferenceHash(8)),
  /** {@code imagehash.dhash_vertical(image)}: each of 8x8 pixels against the one below. */
  DHASH_VERTICAL64("dhash_vertical64", "vertical difference hash", new VerticalDifferenceHash(8)),
  /** {@code imagehash.whash(image)}: the lowest 8x8 of a Haar transform against their median. */
  WHASH64("whash64", "wavelet hash", new WaveletHash(8)),
  /** {@code imagehash.average_hash(image, 16)}. */
  AHASH256("ahash256", "average hash of 256 bits", new AverageHash(16)),
  /** {@code imagehash.phash(image, 16)}. */
  PHASH256("phash256", "perceptual hash of 256 bits", new PerceptualHash(16)),
  /** {@code imagehash.phash_simple(image, 16)}. */
  PHASH_SIMPLE256(
      "phash_simple256", "simple perceptual hash of 256 bits", new SimplePerceptualHash(16)),
  /** {@code imagehash.dhash(image, 16)}. */
  DHASH256("dhash256", "difference hash of 256 bits", new DifferenceHash(16)),
  /** {@code imagehash.dhash_vertical(image, 16)}. */
  DHASH_VERTICAL256(
      "dhash_vertical256", "vertical difference hash of 256 bits", new VerticalDifferenceHash(16)),
  /** {@code imagehash.whash(image, 16)}. */
  WHASH256("whash256", "wavelet hash of 256 bits", new WaveletHash(16)),
  /** {@code imagehash.colorhash(image)}: 42 bits for the shares of black, grey and hues. */
  COLORHASH("colorhash", "colour hash", new ColorHash()),
  /** Meta's PDQ, without its quality: see {@link Pdq}. */
  PDQ256("pdq256", "PDQ", new PdqKernel());

  /** Raised when the bits that a hash has of the same pixels change: those stored are no more. */
  public static final int VERSION = 1;

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
        "Invalid hash algorithm: \"" + column + "\" (must be one of " + names() + ")");
  }

  private static String names() {
    return Arrays.stream(values()).map(HashAlgorithm::column).collect(Collectors.joining(", "));
  }

  /**
   * Hashes an image. For several hashes of one image {@link #hashAll} is faster, since they share
   * the luma and the way over the pixels.
   *
   * @param raster grey or colour, of any size
   */
  public ImageHash hash(Raster raster) {
    return new ImageHash(bits(), kernel.hash(Objects.requireNonNull(raster, "raster")));
  }

  /**
   * Hashes an image by several algorithms. Those that work on the luma share one way over the
   * pixels.
   *
   * @param raster grey or colour, of any size
   * @return a hash for each algorithm, in their order
   */
  public static ImageHash[] hashAll(Raster raster, HashAlgorithm... algorithms) {
    Objects.requireNonNull(raster, "raster");
    HashKernel[] kernels = new HashKernel[algorithms.length];
    for (int i = 0; i < kernels.length; i++) {
      kernels[i] = algorithms[i].kernel;
    }
    long[][] words = SharedLumas.hash(raster, kernels);
    ImageHash[] hashes = new ImageHash[kernels.length];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = new ImageHash(kernels[i].bits(), words[i]);
    }
    return hashes;
  }
}
