package org.hammingbird.image;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The study's random changes of a training image, which it took over from TensorFlow's tutorial 06
 * of Hvass Laboratories: random crop, flip, hue, contrast, brightness and saturation in this order,
 * then clipped to [0, 1]. Immutable; the same seed gives the same pixels.
 */
public final class Augmentation implements Serializable {
  private static final long serialVersionUID = 1L;

  private final boolean flip;
  private final double hue;
  private final double lowestContrast;
  private final double highestContrast;
  private final double brightness;
  private final double lowestSaturation;
  private final double highestSaturation;
  private final boolean coloured;
  private final int padding;

  /**
   * @param flip whether half of the images are mirrored left to right
   * @param hue largest turn of the hue either way, as a fraction of the circle (0 to 0.5)
   * @param contrast lowest and highest factor of the distance from the channel's mean (0 or more)
   * @param brightness largest addition either way (0 to 1)
   * @param saturation lowest and highest factor of the saturation (0 or more)
   */
  public Augmentation(
      boolean flip, double hue, double[] contrast, double brightness, double[] saturation) {
    this(flip, hue, contrast, brightness, saturation, 0);
  }

  private Augmentation(
      boolean flip,
      double hue,
      double[] contrast,
      double brightness,
      double[] saturation,
      int padding) {
    checkRange("hue", hue, 0.5);
    checkRange("brightness", brightness, 1);
    checkFactors("contrast", contrast);
    checkFactors("saturation", saturation);
    this.flip = flip;
    this.hue = hue;
    this.lowestContrast = contrast[0];
    this.highestContrast = contrast[1];
    this.brightness = brightness;
    this.lowestSaturation = saturation[0];
    this.highestSaturation = saturation[1];
    this.coloured =
        hue > 0
            || brightness > 0
            || !Arrays.equals(contrast, new double[] {1, 1})
            || !Arrays.equals(saturation, new double[] {1, 1});
    this.padding = padding;
  }

  /** The study's: flip, hue 0.05, contrast 0.3 to 1, brightness 0.2, saturation 0 to 2. */
  public static Augmentation asInStudy() {
    return new Augmentation(true, 0.05, new double[] {0.3, 1}, 0.2, new double[] {0, 2});
  }

  /**
   * The same where the square may reach over the image's edges, beyond which its pixels are
   * mirrored: so an image that is no larger than the square is shifted as well.
   *
   * @param pixels how far, at least 0; of a smaller image less than its shorter side
   */
  public Augmentation withPadding(int pixels) {
    if (pixels < 0) {
      throw new IllegalArgumentException("Invalid padding: " + pixels + " (must not be negative)");
    }
    return new Augmentation(
        flip,
        hue,
        new double[] {lowestContrast, highestContrast},
        brightness,
        new double[] {lowestSaturation, highestSaturation},
        pixels);
  }

  /** A seed for one image in one epoch, well mixed, so that no two epochs draw alike. */
  public static long seed(long seed, long epoch, long imageId) {
    return mix(mix(mix(seed) + epoch) + imageId);
  }

  /**
   * Cuts a square at random and changes it. What lies outside a smaller image is black.
   *
   * @param rgb three channels
   * @param side of the square, in pixels
   * @param seed see {@link #seed}
   * @param out receives three planes (red, green, blue) of {@code side * side} values in [0, 1]
   * @param offset where in {@code out} they begin
   */
  public void apply(Raster rgb, int side, long seed, float[] out, int offset) {
    SplittableRandom random = new SplittableRandom(seed);
    int shorter = Math.min(rgb.width(), rgb.height());
    int beyond = shorter < side ? 0 : Math.min(padding, shorter - 1);
    int x = corner(random, rgb.width() + 2 * beyond, side) - beyond;
    int y = corner(random, rgb.height() + 2 * beyond, side) - beyond;
    boolean mirrored = flip && random.nextBoolean();
    float turn = (float) between(random, -hue, hue);
    float contrast = (float) between(random, lowestContrast, highestContrast);
    float shift = (float) between(random, -brightness, brightness);
    float saturation = (float) between(random, lowestSaturation, highestSaturation);
    if (beyond == 0) {
      Planes.cut(rgb, x, y, side, mirrored, out, offset);
    } else {
      Planes.cutMirrored(rgb, x, y, side, mirrored, out, offset);
    }
    if (coloured) {
      colour(out, offset, side * side, turn, contrast, shift, saturation);
    }
  }

  /** Each plane in an array of its own: only so does the JVM compute with vector instructions. */
  private static void colour(
      float[] out,
      int offset,
      int area,
      float turn,
      float contrast,
      float shift,
      float saturation) {
    float[] reds = Arrays.copyOfRange(out, offset, offset + area);
    float[] greens = Arrays.copyOfRange(out, offset + area, offset + 2 * area);
    float[] blues = Arrays.copyOfRange(out, offset + 2 * area, offset + 3 * area);
    if (turn != 0) {
      Planes.turnHue(reds, greens, blues, turn);
    }
    Planes.stretch(reds, contrast, shift);
    Planes.stretch(greens, contrast, shift);
    Planes.stretch(blues, contrast, shift);
    if (saturation != 1) {
      Planes.saturate(reds, greens, blues, saturation);
    }
    Planes.clip(reds, out, offset);
    Planes.clip(greens, out, offset + area);
    Planes.clip(blues, out, offset + 2 * area);
  }

  /** A random corner where the image is larger than the square, else the one that centres it. */
  private static int corner(SplittableRandom random, int length, int side) {
    return length > side ? random.nextInt(length - side + 1) : (length - side) / 2;
  }

  private static double between(SplittableRandom random, double low, double high) {
    return low + random.nextDouble() * (high - low);
  }

  /** The finaliser of MurmurHash3's 64-bit variant (Stafford's Mix13 constants). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static void checkRange(String what, double value, double highest) {
    if (!(value >= 0 && value <= highest)) {
      throw new IllegalArgumentException(
          "Invalid " + what + ": " + value + " (must be 0 to " + highest + ")");
    }
  }

  private static void checkFactors(String what, double[] factors) {
    if (factors.length != 2 || !(factors[0] >= 0 && factors[1] >= factors[0])) {
      throw new IllegalArgumentException(
          "Invalid " + what + ": must be two factors, 0 or more, the lower first");
    }
  }
}
