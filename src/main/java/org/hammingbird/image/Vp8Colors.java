package org.hammingbird.image;

/**
 * VP8's luma and chroma planes to red, green, blue, as libwebp does it: chroma is interpolated
 * between the four nearest samples, 9, 3, 3 and 1 parts of each, and the colours are computed in 14
 * bits. (The rounding is libwebp's, so that the samples are Pillow's.)
 */
final class Vp8Colors {
  private Vp8Colors() {}

  /**
   * @param planes luma and two of chroma, each with one row above and one column to the left
   */
  static Raster toRgb(byte[][] planes, int[] strides, int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    int rows = (height + 1) / 2;
    int[] u = new int[width];
    int[] v = new int[width];
    for (int y = 0; y < height; y++) {
      int near = y >> 1;
      int far = Math.max(0, Math.min((y & 1) == 0 ? near - 1 : near + 1, rows - 1));
      interpolate(planes[1], 1 + (near + 1) * strides[1], 1 + (far + 1) * strides[1], u);
      interpolate(planes[2], 1 + (near + 1) * strides[2], 1 + (far + 1) * strides[2], v);
      row(planes[0], 1 + (y + 1) * strides[0], u, v, rgb, y * width * 3);
    }
    return new Raster(width, height, 3, rgb);
  }

  /**
   * One row of chroma at full width.
   *
   * @param near where the nearer row of samples starts
   * @param far where the other one starts
   */
  private static void interpolate(byte[] plane, int near, int far, int[] row) {
    int width = row.length;
    row[0] = edge(plane[near] & 0xFF, plane[far] & 0xFF);
    int last = (width - 1) >> 1;
    for (int x = 1; x <= last; x++) {
      int nearLeft = plane[near + x - 1] & 0xFF;
      int nearRight = plane[near + x] & 0xFF;
      int farLeft = plane[far + x - 1] & 0xFF;
      int farRight = plane[far + x] & 0xFF;
      int sum = nearLeft + nearRight + farLeft + farRight + 8;
      int rising = (sum + 2 * (nearRight + farLeft)) >> 3;
      int falling = (sum + 2 * (nearLeft + farRight)) >> 3;
      row[2 * x - 1] = (rising + nearLeft) >> 1;
      row[2 * x] = (falling + nearRight) >> 1;
    }
    if ((width & 1) == 0) {
      row[width - 1] = edge(plane[near + last] & 0xFF, plane[far + last] & 0xFF);
    }
  }

  private static int edge(int near, int far) {
    return (3 * near + far + 2) >> 2;
  }

  private static void row(byte[] luma, int from, int[] us, int[] vs, byte[] rgb, int to) {
    int o = to;
    for (int x = 0; x < us.length; x++, o += 3) {
      int y = (luma[from + x] & 0xFF) * 19077 >> 8;
      int u = us[x];
      int v = vs[x];
      rgb[o] = clip(y + (v * 26149 >> 8) - 14234);
      rgb[o + 1] = clip(y - (u * 6419 >> 8) - (v * 13320 >> 8) + 8708);
      rgb[o + 2] = clip(y + (u * 33050 >> 8) - 17685);
    }
  }

  private static byte clip(int value) {
    return Vp8Prediction.clip(value >> 6);
  }
}
