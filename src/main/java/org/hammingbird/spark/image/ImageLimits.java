package org.hammingbird.spark.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hammingbird.UserException;
import org.hammingbird.image.DecodeSettings;

/** The settings of group {@code images}: what may be opened, and how large it may be. */
public final class ImageLimits {
  private final List<String> roots;
  private final int maxBytes;
  private final int fetchesInFlight;
  private final DecodeSettings decoding;

  private ImageLimits(
      List<String> roots, int maxBytes, int fetchesInFlight, DecodeSettings decoding) {
    this.roots = roots;
    this.maxBytes = maxBytes;
    this.fetchesInFlight = fetchesInFlight;
    this.decoding = decoding;
  }

  /**
   * Checks the group.
   *
   * @param roots folders or URIs under which images may be opened
   * @param maxBytes of a file
   * @param fetchesInFlight of a task at a time
   * @param decoding how their pixels are got
   * @throws UserException where a value is out of its range
   */
  public static ImageLimits of(
      List<String> roots, long maxBytes, int fetchesInFlight, DecodeSettings decoding) {
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
    return new ImageLimits(
        Collections.unmodifiableList(new ArrayList<>(roots)),
        (int) maxBytes,
        fetchesInFlight,
        decoding);
  }

  public List<String> roots() {
    return roots;
  }

  /** The longest file that is fetched, in bytes. */
  public int maxBytes() {
    return maxBytes;
  }

  /** How many files a task fetches at a time; 0: none ahead of their use. */
  public int fetchesInFlight() {
    return fetchesInFlight;
  }

  /** How images are decoded, and how large they may be. */
  public DecodeSettings decoding() {
    return decoding;
  }
}
