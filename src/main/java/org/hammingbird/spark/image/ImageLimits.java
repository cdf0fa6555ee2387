package org.hammingbird.spark.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hammingbird.UserException;

/** The settings of group {@code images}: what may be opened, and how large it may be. */
public final class ImageLimits {
  private final List<String> roots;
  private final int maxBytes;
  private final long maxPixels;

  private ImageLimits(List<String> roots, int maxBytes, long maxPixels) {
    this.roots = roots;
    this.maxBytes = maxBytes;
    this.maxPixels = maxPixels;
  }

  /**
   * Checks the group.
   *
   * @param roots folders or URIs under which images may be opened
   * @param maxBytes of a file
   * @param maxPixels of an image
   * @throws UserException where a value is out of its range
   */
  public static ImageLimits of(List<String> roots, long maxBytes, long maxPixels) {
    if (roots.isEmpty()) {
      throw new UserException(
          "images.roots is empty: name the folders or URIs under which images may be opened");
    }
    if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 8) {
      throw new UserException(
          "Invalid images.max-bytes: "
              + maxBytes
              + " (must be 1 to "
              + (Integer.MAX_VALUE - 8)
              + ")");
    }
    if (maxPixels < 1 || maxPixels > Integer.MAX_VALUE / 3) {
      throw new UserException(
          "Invalid images.max-pixels: "
              + maxPixels
              + " (must be 1 to "
              + Integer.MAX_VALUE / 3
              + ")");
    }
    return new ImageLimits(
        Collections.unmodifiableList(new ArrayList<>(roots)), (int) maxBytes, maxPixels);
  }

  public List<String> roots() {
    return roots;
  }

  /** The longest file that is fetched, in bytes. */
  public int maxBytes() {
    return maxBytes;
  }

  /** The largest image that is decoded, in pixels. */
  public long maxPixels() {
    return maxPixels;
  }
}
