package org.hammingbird.image;

import java.io.Serializable;
import java.util.Objects;

/** How images are decoded, and how large they may be. Immutable. */
public final class DecodeSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The limit of Pillow, above which it suspects a decompression bomb. */
  public static final long DEFAULT_MAX_PIXELS = 178_956_970;

  public static final int DEFAULT_MAX_SECONDS = 20;
  public static final int MOST_SECONDS = 3600;
  public static final long MOST_PIXELS_AT_ONCE = 1_000_000_000_000L;

  /** Four samples a pixel must fit into one array. */
  public static final long MOST_PIXELS = Integer.MAX_VALUE / 4;

  private static final DecodeSettings DEFAULTS =
      new DecodeSettings(
          DEFAULT_MAX_PIXELS, DecodeRoute.AUTO, DEFAULT_MAX_SECONDS, DEFAULT_MAX_PIXELS);

  private final long maxPixels;
  private final DecodeRoute route;
  private final int maxSeconds;
  private final long maxPixelsAtOnce;

  private DecodeSettings(long maxPixels, DecodeRoute route, int maxSeconds, long maxPixelsAtOnce) {
    this.maxPixels = checked("limit of pixels", maxPixels, MOST_PIXELS);
    this.route = Objects.requireNonNull(route, "route");
    this.maxSeconds = (int) checked("limit of seconds", maxSeconds, MOST_SECONDS);
    this.maxPixelsAtOnce = checked("limit of pixels at once", maxPixelsAtOnce, MOST_PIXELS_AT_ONCE);
  }

  private static long checked(String what, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "Invalid " + what + ": " + value + " (must be 1 to " + most + ")");
    }
    return value;
  }

  /**
   * Up to {@value #DEFAULT_MAX_PIXELS} pixels, one image or all at once, {@value
   * #DEFAULT_MAX_SECONDS} seconds an image, libjpeg-turbo where it is there.
   */
  public static DecodeSettings defaults() {
    return DEFAULTS;
  }

  /**
   * @param pixels the largest width times height that is decoded, 1 to 536,870,911; a side above
   *     1,000,000 pixels is refused in any case
   */
  public DecodeSettings withMaxPixels(long pixels) {
    return new DecodeSettings(pixels, route, maxSeconds, maxPixelsAtOnce);
  }

  public DecodeSettings withRoute(DecodeRoute jpegRoute) {
    return new DecodeSettings(maxPixels, jpegRoute, maxSeconds, maxPixelsAtOnce);
  }

  /**
   * @param seconds that decoding one image may take, 1 to {@value #MOST_SECONDS}
   */
  public DecodeSettings withMaxSeconds(int seconds) {
    return new DecodeSettings(maxPixels, route, seconds, maxPixelsAtOnce);
  }

  /**
   * @param pixels that all decoders of a JVM with this setting hold at once, 1 to
   *     1,000,000,000,000; a larger image is decoded alone
   */
  public DecodeSettings withMaxPixelsAtOnce(long pixels) {
    return new DecodeSettings(maxPixels, route, maxSeconds, pixels);
  }

  /** The largest width times height that is decoded. */
  public long maxPixels() {
    return maxPixels;
  }

  /** Who decompresses JPEG. */
  public DecodeRoute route() {
    return route;
  }

  /** How long decoding one image may take. */
  public int maxSeconds() {
    return maxSeconds;
  }

  /** Pixels that all decoders of a JVM hold at once. */
  public long maxPixelsAtOnce() {
    return maxPixelsAtOnce;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof DecodeSettings)) {
      return false;
    }
    DecodeSettings that = (DecodeSettings) other;
    return maxPixels == that.maxPixels
        && route == that.route
        && maxSeconds == that.maxSeconds
        && maxPixelsAtOnce == that.maxPixelsAtOnce;
  }

  @Override
  public int hashCode() {
    return Objects.hash(maxPixels, route, maxSeconds, maxPixelsAtOnce);
  }
}
