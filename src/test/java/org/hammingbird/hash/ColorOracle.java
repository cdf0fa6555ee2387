package org.hammingbird.hash;

import org.hammingbird.image.Raster;

/** The colour hash written down plainly, with masks and edges of bins. */
final class ColorOracle {
  private ColorOracle() {}

  static String hash(Raster raster) {
    byte[] luma = HashOracle.luma(raster).samples();
    byte[] rgb = raster.toRgb().samples();
    double[] shares = new double[14];
    double colored = 0;
    for (int i = 0; i < luma.length; i++) {
      int[] hs = hueAndSaturation(rgb[3 * i] & 255, rgb[3 * i + 1] & 255, rgb[3 * i + 2] & 255);
      boolean black = (luma[i] & 255) < 32;
      boolean grey = hs[1] < 85;
      shares[0] += black ? 1.0 / luma.length : 0;
      shares[1] += !black && grey ? 1.0 / luma.length : 0;
      if (black || grey) {
        continue;
      }
      colored++;
      for (int bin = 0; bin < 6; bin++) {
        boolean last = bin == 5;
        if (hs[0] >= bin * 42.5 && (hs[0] < (bin + 1) * 42.5 || last)) {
          shares[2 + bin] += hs[1] < 170 ? 1 : 0;
          shares[8 + bin] += hs[1] > 170 ? 1 : 0;
        }
      }
    }
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < shares.length; i++) {
      double share = i < 2 ? shares[i] + 1e-9 : shares[i] / Math.max(1, colored);
      int value = Math.min(7, (int) (share * 8));
      for (int bit = 0; bit < 3; bit++) {
        int shifted = value / (1 << (2 - bit));
        bits.append(shifted % (1 << (3 - bit)) > 0 ? '1' : '0');
      }
    }
    return HashOracle.hex(bits);
  }

  /** As Python's colorsys, in Pillow's precision. */
  private static int[] hueAndSaturation(int r, int g, int b) {
    int most = Math.max(r, Math.max(g, b));
    int least = Math.min(r, Math.min(g, b));
    if (most == least) {
      return new int[2];
    }
    float chroma = most - least;
    double[] away = {(most - r) / chroma, (most - g) / chroma, (most - b) / chroma};
    double sixths;
    if (r == most) {
      sixths = (float) away[2] - (float) away[1];
    } else if (g == most) {
      sixths = 2 + away[0] - away[2];
    } else {
      sixths = 4 + away[1] - away[0];
    }
    double turn = (float) sixths / 6.0 + 1;
    int hue = (int) ((float) (turn - Math.floor(turn)) * 255.0);
    return new int[] {hue, (int) (chroma / most * 255.0)};
  }
}
