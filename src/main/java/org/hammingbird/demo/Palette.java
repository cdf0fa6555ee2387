package org.hammingbird.demo;

import java.awt.Color;

/** Colours and what is done with them: all static, none with a state. */
final class Palette {
  static final Color WHITE = new Color(250, 249, 244);
  static final Color INK = new Color(38, 34, 40);

  private Palette() {}

  /** Hue in degrees (any value, taken modulo 360), saturation and brightness 0 to 1 (clamped). */
  static Color of(double hue, double saturation, double brightness) {
    return Color.getHSBColor(
        (float) (hue / 360), (float) clamp(saturation), (float) clamp(brightness));
  }

  /** {@code share} 0 gives {@code from}, 1 gives {@code to}; opacity is mixed too. */
  static Color mix(Color from, Color to, double share) {
    return new Color(
        between(from.getRed(), to.getRed(), share),
        between(from.getGreen(), to.getGreen(), share),
        between(from.getBlue(), to.getBlue(), share),
        between(from.getAlpha(), to.getAlpha(), share));
  }

  static Color lighter(Color color, double share) {
    return mix(color, new Color(255, 255, 245, color.getAlpha()), share);
  }

  static Color darker(Color color, double share) {
    return mix(color, new Color(14, 12, 34, color.getAlpha()), share);
  }

  /** The same colour with an opacity of 0 to 1. */
  static Color sheer(Color color, double opacity) {
    return new Color(
        color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * clamp(opacity)));
  }

  private static int between(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * clamp(share));
  }

  private static double clamp(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
