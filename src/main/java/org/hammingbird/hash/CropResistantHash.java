package org.hammingbird.hash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hammingbird.image.Raster;

/**
 * imagehash's {@code crop_resistant_hash}: the image is divided into bright and dark segments, and
 * the box around each gets a difference hash of 64 bits. A part of the image shares the hashes of
 * the segments that it shows whole. After M. Steinebach, H. Liu, Y. Yannikos, "Efficient
 * Cropping-Resistant Robust Image Hashing", ARES 2014.
 */
public final class CropResistantHash {
  private static final int BITS = 64;

  private final List<ImageHash> hashes;

  private CropResistantHash(List<ImageHash> hashes) {
    this.hashes = Collections.unmodifiableList(hashes);
  }

  /**
   * Hashes an image by the reference's defaults: segments of more than 500 of 300x300 pixels.
   *
   * @param raster grey or colour, of any size; a segment of a tiny image that covers no whole pixel
   *     has a hash without bits
   */
  public static CropResistantHash of(Raster raster) {
    Objects.requireNonNull(raster, "raster");
    List<ImageHash> hashes = new ArrayList<>();
    for (Segments.Box box : Segments.of(raster)) {
      boolean empty = box.width() == 0 || box.height() == 0;
      hashes.add(empty ? ImageHash.of(0, BITS) : HashAlgorithm.DHASH64.hash(box.cut(raster)));
    }
    return new CropResistantHash(hashes);
  }

  /**
   * Reads what {@link #toString} or imagehash's {@code str} wrote.
   *
   * @param text hashes of 16 hexadecimal digits, separated by commas
   */
  public static CropResistantHash parse(String text) {
    return new CropResistantHash(
        Arrays.stream(text.split(",", -1))
            .map(hex -> ImageHash.parse(hex, BITS))
            .collect(Collectors.toList()));
  }

  /** One for each segment: the bright ones first, each kind in the order of its topmost pixels. */
  public List<ImageHash> hashes() {
    return hashes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CropResistantHash && hashes.equals(((CropResistantHash) other).hashes);
  }

  @Override
  public int hashCode() {
    return hashes.hashCode();
  }

  /** The hashes in hexadecimal, separated by commas, as imagehash prints them. */
  @Override
  public String toString() {
    return hashes.stream().map(ImageHash::hex).collect(Collectors.joining(","));
  }
}
