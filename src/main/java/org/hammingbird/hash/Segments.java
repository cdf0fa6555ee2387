package org.hammingbird.hash;

import java.util.ArrayList;
import java.util.List;
import org.hammingbird.image.LanczosResampler;
import org.hammingbird.image.Raster;

/**
 * The bright and dark segments of an image: connected pixels, on the same side of medium grey, of
 * its luma at 300x300, blurred and freed of specks. They are found as imagehash finds them, with
 * its early end: it counts the frame around the image among the pixels that it has dealt with, and
 * leaves the last dark ones out.
 */
final class Segments {
  private static final int SIDE = 300;
  private static final int AREA = SIDE * SIDE;
  private static final int FRAME = 4 * SIDE;
  private static final int LARGEST_SPECK = 500;
  private static final int DARK_UP_TO = 128;

  private final boolean[] bright;
  private final boolean[] seen = new boolean[AREA];
  private final int[] open = new int[AREA];
  private final List<Box> boxes = new ArrayList<>();
  private final int width;
  private final int height;
  private int counted = FRAME;

  private Segments(Raster raster) {
    width = raster.width();
    height = raster.height();
    bright = majority(blurredBright(raster));
  }

  /** The boxes around the segments; the whole image where there are none. */
  static List<Box> of(Raster raster) {
    Segments segments = new Segments(raster);
    for (int i = 0; i < AREA; i++) {
      if (segments.bright[i] && !segments.seen[i]) {
        segments.grow(i);
      }
    }
    for (int i = 0; i < AREA && segments.counted < AREA; i++) {
      if (!segments.seen[i]) {
        segments.grow(i);
      }
    }
    if (segments.boxes.isEmpty()) {
      segments.boxes.add(new Box(0, 0, raster.width(), raster.height()));
    }
    return segments.boxes;
  }

  private static boolean[] blurredBright(Raster raster) {
    int[] side = {SIDE};
    byte[] luma = LanczosResampler.resizeLuma(raster, side, side)[0].samples();
    int[][] columns = new int[SIDE][SIDE];
    for (int i = 0; i < AREA; i++) {
      columns[i % SIDE][i / SIDE] = luma[i] & 0xFF;
    }
    int[][] rows = GaussianBlur.alongLines(transposed(GaussianBlur.alongLines(columns)));
    boolean[] bright = new boolean[AREA];
    for (int i = 0; i < AREA; i++) {
      bright[i] = rows[i / SIDE][i % SIDE] > DARK_UP_TO;
    }
    return bright;
  }

  private static int[][] transposed(int[][] lines) {
    int[][] result = new int[SIDE][SIDE];
    for (int i = 0; i < AREA; i++) {
      result[i % SIDE][i / SIDE] = lines[i / SIDE][i % SIDE];
    }
    return result;
  }

  /** What Pillow's median filter of 3x3 would leave bright: where 5 of the 9 pixels are. */
  private static boolean[] majority(boolean[] bright) {
    boolean[] result = new boolean[AREA];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int votes = 0;
        for (int v = y - 1; v <= y + 1; v++) {
          int row = Math.max(0, Math.min(SIDE - 1, v)) * SIDE;
          for (int u = x - 1; u <= x + 1; u++) {
            votes += bright[row + Math.max(0, Math.min(SIDE - 1, u))] ? 1 : 0;
          }
        }
        result[y * SIDE + x] = votes >= 5;
      }
    }
    return result;
  }

  /** Takes the segment of a pixel that has not been seen. */
  private void grow(int start) {
    int top = SIDE;
    int bottom = -1;
    int left = SIDE;
    int right = -1;
    int size = 0;
    int waiting = 0;
    seen[start] = true;
    open[waiting++] = start;
    while (waiting > 0) {
      int pixel = open[--waiting];
      int x = pixel % SIDE;
      int y = pixel / SIDE;
      size++;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      waiting = x > 0 ? reach(pixel - 1, pixel, waiting) : waiting;
      waiting = x < SIDE - 1 ? reach(pixel + 1, pixel, waiting) : waiting;
      waiting = y > 0 ? reach(pixel - SIDE, pixel, waiting) : waiting;
      waiting = y < SIDE - 1 ? reach(pixel + SIDE, pixel, waiting) : waiting;
    }
    // the reference forgets to count a segment of a single pixel
    counted += size > 1 ? size : 0;
    if (size > LARGEST_SPECK) {
      boxes.add(box(left, top, right + 1, bottom + 1));
    }
  }

  private int reach(int neighbour, int pixel, int waiting) {
    if (seen[neighbour] || bright[neighbour] != bright[pixel]) {
      return waiting;
    }
    seen[neighbour] = true;
    open[waiting] = neighbour;
    return waiting + 1;
  }

  /** A box in the image itself: its sides are rounded to the nearest pixel, half to even. */
  private Box box(int left, int top, int right, int bottom) {
    double across = (double) width / SIDE;
    double down = (double) height / SIDE;
    return new Box(
        (int) Math.rint(left * across),
        (int) Math.rint(top * down),
        (int) Math.rint(right * across),
        (int) Math.rint(bottom * down));
  }

  /** A rectangle of an image. */
  static final class Box {
    private final int left;
    private final int top;
    private final int right;
    private final int bottom;

    /**
     * @param right column after the last
     * @param bottom row after the last
     */
    Box(int left, int top, int right, int bottom) {
      this.left = left;
      this.top = top;
      this.right = right;
      this.bottom = bottom;
    }

    int width() {
      return right - left;
    }

    int height() {
      return bottom - top;
    }

    /** What the box holds, where that is not empty. */
    Raster cut(Raster raster) {
      int channels = raster.channels();
      int row = width() * channels;
      byte[] samples = new byte[row * height()];
      for (int y = 0; y < height(); y++) {
        int from = ((top + y) * raster.width() + left) * channels;
        System.arraycopy(raster.samples(), from, samples, y * row, row);
      }
      return new Raster(width(), height(), channels, samples);
    }
  }
}
