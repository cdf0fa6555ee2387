package org.hammingbird.image;

import java.util.Arrays;

/**
 * VP8's prediction of blocks from the pixels above and to the left (RFC 6386, section 12), within a
 * plane that has a border: a column before the first and a row above it.
 */
final class Vp8Prediction {
  static final int DC = 0;
  static final int TRUE_MOTION = 1;
  static final int VERTICAL = 2;
  static final int HORIZONTAL = 3;
  static final int RIGHT_DOWN = 4;
  static final int VERTICAL_RIGHT = 5;
  static final int LEFT_DOWN = 6;
  static final int VERTICAL_LEFT = 7;
  static final int HORIZONTAL_DOWN = 8;
  static final int HORIZONTAL_UP = 9;

  /** Place of the corner above and to the left in an edge of a subblock. */
  static final int CORNER = 4;

  private Vp8Prediction() {}

  /**
   * A whole block of luma (side 16) or chroma (8).
   *
   * @param at of its first pixel
   * @param above whether there are pixels above, not just the border
   * @param left whether there are pixels to the left
   */
  static void block(
      int mode, byte[] plane, int at, int stride, int side, boolean above, boolean left) {
    if (mode == TRUE_MOTION) {
      trueMotion(plane, at, stride, side);
      return;
    }
    int mean = mode == DC ? mean(plane, at, stride, side, above, left) : 0;
    for (int y = 0; y < side; y++) {
      int row = at + y * stride;
      if (mode == VERTICAL) {
        System.arraycopy(plane, at - stride, plane, row, side);
      } else {
        byte fill = mode == HORIZONTAL ? plane[row - 1] : (byte) mean;
        Arrays.fill(plane, row, row + side, fill);
      }
    }
  }

  private static int mean(byte[] plane, int at, int stride, int side, boolean above, boolean left) {
    if (!above && !left) {
      return 128;
    }
    int sum = 0;
    for (int i = 0; i < side; i++) {
      sum += above ? plane[at - stride + i] & 0xFF : 0;
      sum += left ? plane[at + i * stride - 1] & 0xFF : 0;
    }
    int count = above && left ? 2 * side : side;
    return (sum + count / 2) / count;
  }

  private static void trueMotion(byte[] plane, int at, int stride, int side) {
    int corner = plane[at - stride - 1] & 0xFF;
    for (int y = 0; y < side; y++) {
      int row = at + y * stride;
      int base = (plane[row - 1] & 0xFF) - corner;
      for (int x = 0; x < side; x++) {
        plane[row + x] = clip(base + (plane[at - stride + x] & 0xFF));
      }
    }
  }

  /**
   * A subblock of 4x4 pixels.
   *
   * @param e the 13 pixels of its edge: four to the left, from the lowest, the corner, and eight
   *     above from the left
   */
  static void subblock(int mode, int[] e, byte[] plane, int at, int stride) {
    switch (mode) {
      case DC:
        dc(e, plane, at, stride);
        break;
      case TRUE_MOTION:
        trueMotion(plane, at, stride, 4);
        break;
      case VERTICAL:
        for (int x = 0; x < 4; x++) {
          fillColumn(plane, at + x, stride, smooth(e, CORNER + 1 + x));
        }
        break;
      case HORIZONTAL:
        for (int y = 0; y < 4; y++) {
          // the lowest has no neighbour below: it counts twice
          int value = y < 3 ? smooth(e, 3 - y) : (e[1] + 3 * e[0] + 2) >> 2;
          Arrays.fill(plane, at + y * stride, at + y * stride + 4, (byte) value);
        }
        break;
      case RIGHT_DOWN:
        for (int i = 0; i < 16; i++) {
          put(plane, at, stride, i, smooth(e, CORNER - (i >> 2) + (i & 3)));
        }
        break;
      case LEFT_DOWN:
        for (int i = 0; i < 15; i++) {
          put(plane, at, stride, i, smooth(e, CORNER + 2 + (i >> 2) + (i & 3)));
        }
        put(plane, at, stride, 15, (e[11] + 3 * e[12] + 2) >> 2);
        break;
      case VERTICAL_RIGHT:
        verticalRight(e, plane, at, stride);
        break;
      case VERTICAL_LEFT:
        verticalLeft(e, plane, at, stride);
        break;
      case HORIZONTAL_DOWN:
        horizontalDown(e, plane, at, stride);
        break;
      default:
        horizontalUp(e, plane, at, stride);
    }
  }

  private static void dc(int[] e, byte[] plane, int at, int stride) {
    int sum = 4;
    for (int i = 0; i < 4; i++) {
      sum += e[i] + e[CORNER + 1 + i];
    }
    for (int y = 0; y < 4; y++) {
      Arrays.fill(plane, at + y * stride, at + y * stride + 4, (byte) (sum >> 3));
    }
  }

  private static void verticalRight(int[] e, byte[] plane, int at, int stride) {
    for (int x = 0; x < 4; x++) {
      put(plane, at, stride, x, mean(e, CORNER + x));
      put(plane, at, stride, 4 + x, smooth(e, CORNER + x));
    }
    for (int x = 1; x < 4; x++) {
      put(plane, at, stride, 8 + x, mean(e, CORNER + x - 1));
      put(plane, at, stride, 12 + x, smooth(e, CORNER + x - 1));
    }
    put(plane, at, stride, 8, smooth(e, 3));
    put(plane, at, stride, 12, smooth(e, 2));
  }

  private static void verticalLeft(int[] e, byte[] plane, int at, int stride) {
    for (int x = 0; x < 4; x++) {
      put(plane, at, stride, x, mean(e, CORNER + 1 + x));
      put(plane, at, stride, 4 + x, smooth(e, CORNER + 2 + x));
    }
    for (int x = 0; x < 3; x++) {
      put(plane, at, stride, 8 + x, mean(e, CORNER + 2 + x));
      put(plane, at, stride, 12 + x, smooth(e, CORNER + 3 + x));
    }
    put(plane, at, stride, 11, smooth(e, CORNER + 6));
    put(plane, at, stride, 15, smooth(e, CORNER + 7));
  }

  private static void horizontalDown(int[] e, byte[] plane, int at, int stride) {
    for (int y = 0; y < 4; y++) {
      put(plane, at, stride, 4 * y, mean(e, 3 - y));
      put(plane, at, stride, 4 * y + 1, smooth(e, CORNER - y));
    }
    for (int y = 1; y < 4; y++) {
      put(plane, at, stride, 4 * y + 2, mean(e, 4 - y));
      put(plane, at, stride, 4 * y + 3, smooth(e, CORNER + 1 - y));
    }
    put(plane, at, stride, 2, smooth(e, CORNER + 1));
    put(plane, at, stride, 3, smooth(e, CORNER + 2));
  }

  private static void horizontalUp(int[] e, byte[] plane, int at, int stride) {
    // the lowest pixel to the left goes on below
    int last = e[0];
    int[] down = {e[3], e[2], e[1], last, last, last, last, last};
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        int i = Math.min(y + (x >> 1), 5);
        int value =
            (x & 1) == 0
                ? (down[i] + down[i + 1] + 1) >> 1
                : (down[i] + 2 * down[i + 1] + down[i + 2] + 2) >> 2;
        put(plane, at, stride, 4 * y + x, value);
      }
    }
  }

  private static int mean(int[] e, int i) {
    return (e[i] + e[i + 1] + 1) >> 1;
  }

  private static int smooth(int[] e, int i) {
    return (e[i - 1] + 2 * e[i] + e[i + 1] + 2) >> 2;
  }

  private static void put(byte[] plane, int at, int stride, int pixel, int value) {
    plane[at + (pixel >> 2) * stride + (pixel & 3)] = (byte) value;
  }

  private static void fillColumn(byte[] plane, int at, int stride, int value) {
    for (int y = 0; y < 4; y++) {
      plane[at + y * stride] = (byte) value;
    }
  }

  static byte clip(int value) {
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }
}
