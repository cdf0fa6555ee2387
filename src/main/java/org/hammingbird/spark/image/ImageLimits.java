package org.hammingbird.spark.image;

import com.typesafe.config.Config;
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
   * Reads and checks the group.
   *
   * @param settings rooted at {@code hammingbird}
   * @throws UserException where a value is out of its range
   */
  public static ImageLimits from(Config settings) {
    List<String> roots = settings.getStringList("images.roots");
    if (roots.isEmpty()) {
      throw new UserException(
          "images.roots is empty: name the folders or URIs under which images may be opened");
    }
    long maxBytes = settings.getLong("images.max-bytes");
    if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 8) {
      throw new UserException(
          "Invalid images.max-bytes: "
              + maxBytes
              + " (must be 1 to "
              + (Integer.MAX_VALUE - 8)
              + ")");
    }
    long maxPixels = settings.getLong("images.max-pixels");
    if (maxPixels < 1 || maxPixels > Integer.MAX_VALUE / 3) {
      throw new UserException(
          "Invalid images.max-pixels: "
              + maxPixels
              + " (must be 1 to "
              + Integer.MAX_VALUE / 3
              + ")");
    }
    return new ImageLimits(roots, (int) maxBytes, maxPixels);
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
