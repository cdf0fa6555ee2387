package org.hammingbird.neighbor;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** By what the best image of a cluster is chosen. */
public enum KeeperKey {
  /** Width times height of the original: the larger. */
  AREA("area", "area", "largest area", "smaller area", "pixels"),
  /** Size of the original file: the larger. */
  BYTES("bytes", "file size", "largest file", "smaller file", "bytes"),
  /** The quality measure of this name: the higher; the same with the next five. */
  SHARPNESS("sharpness", true),
  CONTRAST("contrast", true),
  ENTROPY("entropy", true),
  SATURATION("saturation", true),
  JPEG_TRACE("jpeg_trace", true),
  /** An image that is no JPEG counts as better than any. */
  JPEG_QUALITY("jpeg_quality", true),
  /** The quality measure of this name: the lower; the same with the next. */
  NOISE("noise", false),
  BLOCKINESS("blockiness", false);

  private final String id;
  private final String title;
  private final String best;
  private final String worse;
  private final String unit;
  private final boolean higherIsBetter;

  KeeperKey(String id, String title, String best, String worse, String unit) {
    this.id = id;
    this.title = title;
    this.best = best;
    this.worse = worse;
    this.unit = " " + unit;
    this.higherIsBetter = true;
  }

  KeeperKey(String measure, boolean higherIsBetter) {
    this.id = measure;
    this.title = measure;
    this.best = (higherIsBetter ? "highest " : "lowest ") + measure;
    this.worse = (higherIsBetter ? "lower " : "higher ") + measure;
    this.unit = "";
    this.higherIsBetter = higherIsBetter;
  }

  /** As settings name it; of a measure, the column of {@code hashes} too. */
  public String id() {
    return id;
  }

  /** As reasons name it. */
  public String title() {
    return title;
  }

  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /**
   * The key of a name.
   *
   * @throws IllegalArgumentException where there is none; the message lists those there are
   */
  public static KeeperKey of(String id) {
    return Arrays.stream(values())
        .filter(key -> key.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(ids()));
  }

  private static String ids() {
    return Arrays.stream(values()).map(KeeperKey::id).collect(Collectors.joining(", "));
  }

  /** Such as "largest area, 4096 pixels". */
  String best(double value) {
    return best + ", " + number(value) + unit;
  }

  /** Such as "smaller area, 1024 of 4096 pixels". */
  String worse(double value, double keepers) {
    return worse + ", " + number(value) + " of " + number(keepers) + unit;
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return "no JPEG";
    }
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
