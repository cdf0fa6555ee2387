package org.hammingbird.neighbor;

/**
 * Which part of an image lies on which pixel of another: for each axis a scale about the centre and
 * a shift in pixels. Pixel x of the other image shows what this image has at {@code scale (x -
 * centre) + shift + centre}.
 */
final class Placement {
  private static final int SIDE = Verification.SIDE;
  static final float CENTRE = (SIDE - 1) / 2f;

  /** Shares of a pixel that a place may lie outside, by rounding, and still count as inside. */
  private static final double SLACK = 1e-4;

  private final Axis across = new Axis();
  private final Axis down = new Axis();
  private final float[] row = new float[SIDE];

  /** First row that the image covers. */
  int top() {
    return down.from;
  }

  /** The row after the last that it covers. */
  int bottom() {
    return down.to;
  }

  /** First column that it covers. */
  int start() {
    return across.from;
  }

  /** The column after the last. */
  int end() {
    return across.to;
  }

  /** Pixels that it covers. */
  int area() {
    return (down.to - down.from) * (across.to - across.from);
  }

  /** Takes back a change of scale and shift that the image was found to have. */
  void undo(double scaleAcross, double shiftAcross, double scaleDown, double shiftDown) {
    across.undo(scaleAcross, shiftAcross);
    down.undo(scaleDown, shiftDown);
  }

  /** The image as it lies there, bilinear between its pixels; only what it covers is written. */
  void apply(float[] image, float[] out) {
    for (int y = down.from; y < down.to; y++) {
      int above = down.before[y] * SIDE;
      float below = down.share[y];
      for (int x = 0; x < SIDE; x++) {
        row[x] = image[above + x] + below * (image[above + SIDE + x] - image[above + x]);
      }
      for (int x = across.from; x < across.to; x++) {
        int left = across.before[x];
        out[y * SIDE + x] = row[left] + across.share[x] * (row[left + 1] - row[left]);
      }
    }
  }

  /** One direction: where each pixel's value comes from. */
  private static final class Axis {
    private final int[] before = new int[SIDE];
    private final float[] share = new float[SIDE];
    private double scale = 1;
    private double shift;
    private int from;
    private int to;

    Axis() {
      locate();
    }

    void undo(double byScale, double byShift) {
      scale /= 1 + byScale;
      shift -= scale * byShift;
      locate();
    }

    private void locate() {
      from = SIDE;
      to = SIDE;
      for (int x = 0; x < SIDE; x++) {
        double at = scale * (x - CENTRE) + shift + CENTRE;
        boolean inside = at > -SLACK && at < SIDE - 1 + SLACK;
        if (inside) {
          before[x] = (int) Math.max(0, Math.min(SIDE - 2, Math.floor(at)));
          share[x] = (float) (at - before[x]);
          from = Math.min(from, x);
        } else if (from < SIDE) {
          to = x;
          return;
        }
      }
    }
  }
}
