package org.hammingbird.hash;

/**
 * Hue and saturation as Pillow's {@code convert("HSV")} computes them: 0 to 255, cut off below the
 * point, in its mixture of float32 and float64.
 */
final class Hsv {
  private Hsv() {}

  /** 0 (grey) to 255. */
  static int saturation(int red, int green, int blue) {
    int highest = Math.max(red, Math.max(green, blue));
    int range = highest - Math.min(red, Math.min(green, blue));
    return range == 0 ? 0 : (int) ((float) range / highest * 255.0);
  }

  /** 0 (red) by way of 85 (green) and 170 (blue) to 255; 0 for grey. */
  static int hue(int red, int green, int blue) {
    int highest = Math.max(red, Math.max(green, blue));
    float range = highest - Math.min(red, Math.min(green, blue));
    if (range == 0) {
      return 0;
    }
    float redLack = (highest - red) / range;
    float greenLack = (highest - green) / range;
    float blueLack = (highest - blue) / range;
    float sixths;
    if (red == highest) {
      sixths = blueLack - greenLack;
    } else if (green == highest) {
      sixths = (float) (2.0 + redLack - blueLack);
    } else {
      sixths = (float) (4.0 + greenLack - redLack);
    }
    // what remains of it after a whole turn, at most two: exact, and faster than the operator
    double turns = sixths / 6.0 + 1.0;
    float turn = (float) (turns < 1 ? turns : turns - 1);
    return Math.min(255, (int) (turn * 255.0));
  }
}
