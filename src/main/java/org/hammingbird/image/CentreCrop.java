package org.hammingbird.image;

/** Cuts the square in the middle of an image; what lies outside a smaller image is black. */
public final class CentreCrop {
  private final int side;

  /**
   * @param side of the square in pixels, at least 1
   */
  public CentreCrop(int side) {
    if (side < 1) {
      throw new IllegalArgumentException("Invalid side: " + side + " (must be at least 1)");
    }
    this.side = side;
  }

  /**
   * The square as three planes (red, green, blue) of {@code side * side} values in [0, 1].
   *
   * @param rgb three channels
   * @param offset where in {@code out} they begin
   */
  public void apply(Raster rgb, float[] out, int offset) {
    int x = (rgb.width() - side) / 2;
    int y = (rgb.height() - side) / 2;
    Planes.cut(rgb, x, y, side, false, out, offset);
  }

  /**
   * The square as a raster of three channels.
   *
   * @param rgb three channels; returned itself where it is that square
   */
  public Raster apply(Raster rgb) {
    if (rgb.width() == side && rgb.height() == side) {
      return rgb;
    }
    int x = (rgb.width() - side) / 2;
    int y = (rgb.height() - side) / 2;
    int left = Math.max(0, -x);
    int right = Math.min(side, rgb.width() - x);
    byte[] out = new byte[side * side * 3];
    for (int row = Math.max(0, -y); row < Math.min(side, rgb.height() - y); row++) {
      System.arraycopy(
          rgb.samples(),
          ((row + y) * rgb.width() + left + x) * 3,
          out,
          (row * side + left) * 3,
          (right - left) * 3);
    }
    return new Raster(side, side, 3, out);
  }
}
