package org.hammingbird.image;

import java.util.Arrays;

/**
 * Kernels on planes of floats, one each for red, green and blue, whose values stand for 0 (black)
 * to 1. They trust their arguments.
 */
final class Planes {
  /** Far below the smallest difference of two channels that are not equal. */
  private static final float LEAST = 1e-9f;

  private Planes() {}

  /**
   * Copies a square of an RGB raster into three planes one after another, 0 to 255 becoming 0 to 1;
   * black outside the raster.
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
   * The same where the raster goes on beyond its edges as in a mirror that stands on its outermost
   * pixels (without repeating them).
   *
   * @param x left column of the square, at least {@code 1 - rgb.width()}; the square ends less than
   *     the raster's width beyond it
   * @param y top row, likewise
   */
  static void cutMirrored(
      Raster rgb, int x, int y, int side, boolean mirrored, float[] out, int offset) {
    byte[] samples = rgb.samples();
    int area = side * side;
    int step = mirrored ? -1 : 1;
    for (int row = 0; row < side; row++) {
      int line = reflected(row + y, rgb.height()) * rgb.width();
      int to = offset + row * side + (mirrored ? side - 1 : 0);
      for (int column = 0; column < side; column++, to += step) {
        int in = (line + reflected(column + x, rgb.width())) * 3;
        out[to] = (samples[in] & 0xff) * (1 / 255f);
        out[to + area] = (samples[in + 1] & 0xff) * (1 / 255f);
        out[to + 2 * area] = (samples[in + 2] & 0xff) * (1 / 255f);
      }
    }
  }

  private static int reflected(int place, int length) {
    return place < 0 ? -place : place < length ? place : 2 * length - 2 - place;
  }

  /**
   * Turns the hue by a fraction of the circle, keeping value and saturation: each pixel's middle
   * channel moves along the hexagon of hues, as in TensorFlow's {@code adjust_hue}. The three
   * channels of equal length, and no branches: which channel is the highest differs from pixel to
   * pixel.
   *
   * @param turn -0.5 to 0.5
   */
  static void turnHue(float[] reds, float[] greens, float[] blues, float turn) {
    float[] highest = new float[reds.length];
    float[] ranges = new float[reds.length];
    float[] hues = new float[reds.length];
    // loops of few operations: the JVM makes vector instructions of no others
    for (int i = 0; i < reds.length; i++) {
      highest[i] = Math.max(reds[i], Math.max(greens[i], blues[i]));
      ranges[i] = highest[i] - Math.min(reds[i], Math.min(greens[i], blues[i]));
    }
    for (int i = 0; i < reds.length; i++) {
      // the distance from red in sixths of the circle: up to 1 where red is the highest channel, up
      // to 2 where it is the middle one, up to 3 where it is the lowest
      float range = Math.max(ranges[i], LEAST);
      float side = Math.abs(greens[i] - blues[i]) / range;
      float missing = (highest[i] - reds[i]) / range;
      hues[i] = Math.max(side + missing, 3 * missing - side);
    }
    for (int i = 0; i < reds.length; i++) {
      float greenish = (greens[i] - blues[i] + LEAST) * (1 / LEAST);
      hues[i] = hues[i] * Math.max(-1f, Math.min(1f, greenish)) + turn * 6;
    }
    channel(hues, 0, highest, ranges, reds);
    channel(hues, 2, highest, ranges, greens);
    channel(hues, -2, highest, ranges, blues);
  }

  /** Moves values away from their mean by a factor, then adds. */
  static void stretch(float[] plane, float factor, float addition) {
    float mean = mean(plane);
    float constant = mean - mean * factor + addition;
    for (int i = 0; i < plane.length; i++) {
      plane[i] = plane[i] * factor + constant;
    }
  }

  /**
   * Multiplies the saturation, at most to 1, keeping value and hue: channels move towards or away
   * from the pixel's highest one, as in TensorFlow's {@code adjust_saturation}. A pixel without a
   * channel above 0 becomes grey, which makes no difference once it is clipped.
   */
  static void saturate(float[] reds, float[] greens, float[] blues, float factor) {
    for (int i = 0; i < reds.length; i++) {
      float red = reds[i];
      float green = greens[i];
      float blue = blues[i];
      float highest = Math.max(red, Math.max(green, blue));
      float range = highest - Math.min(red, Math.min(green, blue));
      float applied = Math.max(0f, Math.min(factor, highest / Math.max(range, LEAST)));
      reds[i] = highest - (highest - red) * applied;
      greens[i] = highest - (highest - green) * applied;
      blues[i] = highest - (highest - blue) * applied;
    }
  }

  /** Limits values to 0 and 1 and writes them to a place. */
  static void clip(float[] plane, float[] out, int offset) {
    for (int i = 0; i < plane.length; i++) {
      out[offset + i] = Math.max(0f, Math.min(1f, plane[i]));
    }
  }

  /** In four sums side by side, each of which waits for itself only. */
  private static float mean(float[] plane) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i < plane.length - 3; i += 4) {
      first += plane[i];
      second += plane[i + 1];
      third += plane[i + 2];
      fourth += plane[i + 3];
    }
    for (; i < plane.length; i++) {
      first += plane[i];
    }
    return (float) ((first + second + third + fourth) / plane.length);
  }

  /**
   * Gives a channel the values that hues have in it: the highest as far as 1 from the channel's own
   * place on the circle of 6, the lowest from 2 on.
   */
  private static void channel(
      float[] hues, float place, float[] highest, float[] ranges, float[] plane) {
    for (int i = 0; i < plane.length; i++) {
      float away = Math.abs(hues[i] - place);
      float nearest = Math.min(away, Math.abs(6 - away));
      plane[i] = highest[i] - ranges[i] * Math.max(0f, Math.min(1f, nearest - 1));
    }
  }
}
