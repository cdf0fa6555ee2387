package org.hammingbird.image;

import java.util.Arrays;

/**
 * Kernels on three planes of floats: red, green and blue after one another, each {@code area}
 * values that stand for 0 (black) to 1. They trust their arguments.
 */
final class Planes {
  private Planes() {}

  /**
   * Copies a square of an RGB raster into planes, 0 to 255 becoming 0 to 1; black outside the
   * raster.
   *
   * @param x left column of the square, may be negative
   * @param y top row, may be negative
   */
  static void cut(Raster rgb, int x, int y, int side, boolean mirrored, float[] out, int offset) {
    byte[] samples = rgb.samples();
    int area = side * side;
    int left = Math.max(0, -x);
    int right = Math.min(side, rgb.width() - x);
    int top = Math.max(0, -y);
    int bottom = Math.min(side, rgb.height() - y);
    if (left > 0 || top > 0 || right < side || bottom < side) {
      Arrays.fill(out, offset, offset + 3 * area, 0f);
    }
    for (int row = top; row < bottom; row++) {
      int in = ((row + y) * rgb.width() + left + x) * 3;
      int line = offset + row * side;
      for (int column = left; column < right; column++) {
        int to = line + (mirrored ? side - 1 - column : column);
        out[to] = (samples[in++] & 0xff) * (1 / 255f);
        out[to + area] = (samples[in++] & 0xff) * (1 / 255f);
        out[to + 2 * area] = (samples[in++] & 0xff) * (1 / 255f);
      }
    }
  }

  /**
   * Turns the hue by a fraction of the circle, keeping value and saturation: each pixel's middle
   * channel moves along the hexagon of hues, as in TensorFlow's {@code adjust_hue}.
   */
  static void turnHue(float[] planes, int offset, int area, float turn) {
    for (int r = offset, end = offset + area; r < end; r++) {
      float red = planes[r];
      float green = planes[r + area];
      float blue = planes[r + 2 * area];
      float highest = Math.max(red, Math.max(green, blue));
      float range = highest - Math.min(red, Math.min(green, blue));
      if (range <= 0) {
        continue;
      }
      float sixth = sixth(red, green, blue, highest, range) + turn * 6;
      planes[r] = channel(sixth + 5, highest, range);
      planes[r + area] = channel(sixth + 3, highest, range);
      planes[r + 2 * area] = channel(sixth + 1, highest, range);
    }
  }

  /** Moves values away from their mean by a factor, then adds. */
  static void stretch(float[] plane, int offset, int area, float factor, float addition) {
    double sum = 0;
    for (int i = offset; i < offset + area; i++) {
      sum += plane[i];
    }
    float mean = (float) (sum / area);
    float constant = mean - mean * factor + addition;
    for (int i = offset; i < offset + area; i++) {
      plane[i] = plane[i] * factor + constant;
    }
  }

  /**
   * Multiplies the saturation, at most to 1, keeping value and hue: channels move towards or away
   * from the pixel's highest one, as in TensorFlow's {@code adjust_saturation}.
   */
  static void saturate(float[] planes, int offset, int area, float factor) {
    for (int r = offset, end = offset + area; r < end; r++) {
      float red = planes[r];
      float green = planes[r + area];
      float blue = planes[r + 2 * area];
      float highest = Math.max(red, Math.max(green, blue));
      float range = highest - Math.min(red, Math.min(green, blue));
      if (range <= 0 || highest <= 0) {
        continue;
      }
      float applied = Math.min(factor, highest / range);
      planes[r] = highest - (highest - red) * applied;
      planes[r + area] = highest - (highest - green) * applied;
      planes[r + 2 * area] = highest - (highest - blue) * applied;
    }
  }

  static void clip(float[] values, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = Math.max(0f, Math.min(1f, values[i]));
    }
  }

  /** The hue in sixths of the circle, -1 to 5. */
  private static float sixth(float red, float green, float blue, float highest, float range) {
    if (highest == red) {
      return (green - blue) / range;
    }
    return highest == green ? 2 + (blue - red) / range : 4 + (red - green) / range;
  }

  /** One channel of a hue: {@code 5, 3, 1} sixths further for red, green and blue. */
  private static float channel(float sixths, float highest, float range) {
    // a hue and its turn are less than two circles together: cheaper than a remainder, and as exact
    float k = sixths >= 6 ? sixths - 6 : sixths < 0 ? sixths + 6 : sixths;
    return highest - range * Math.max(0f, Math.min(1f, Math.min(k, 4 - k)));
  }
}
