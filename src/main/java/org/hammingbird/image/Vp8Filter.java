package org.hammingbird.image;

/** VP8's loop filter (RFC 6386, section 15) over the edges of macroblocks and subblocks. */
final class Vp8Filter {
  private static final int STRONGEST = 63;

  private final int[] segmentLevels = new int[4];

  /** Level and inner limit by segment, first of macroblocks predicted whole, then the others. */
  private final int[] levels = new int[8];

  private final int[] insides = new int[8];
  private boolean off;
  private boolean simple;
  private int across;

  /** Of each macroblock: its place in these, and 8 more where its subblocks are filtered too. */
  private byte[] kinds = {};

  /**
   * @param level of the segment, or what is added to the frame's
   */
  void segmentLevel(int segment, int level) {
    segmentLevels[segment] = level;
  }

  /** The filter's part of the frame's header. */
  void read(Vp8Bits bits, boolean segments, boolean absolute) {
    simple = bits.flag();
    int frameLevel = bits.number(6);
    int sharpness = bits.number(3);
    int[] deltas = new int[8];
    boolean useDeltas = bits.flag();
    if (useDeltas && bits.flag()) {
      for (int i = 0; i < deltas.length; i++) {
        deltas[i] = bits.optionalSigned(6);
      }
    }
    off = frameLevel == 0;
    for (int i = 0; i < levels.length; i++) {
      int level = frameLevel;
      if (segments) {
        level = segmentLevels[i & 3] + (absolute ? 0 : frameLevel);
      }
      if (useDeltas) {
        // of key frames, and of macroblocks predicted by subblocks
        level += deltas[0] + (i < 4 ? 0 : deltas[4]);
      }
      levels[i] = Math.max(0, Math.min(level, STRONGEST));
      insides[i] = inside(levels[i], sharpness);
    }
  }

  private static int inside(int level, int sharpness) {
    int inside = level;
    if (sharpness > 0) {
      inside = Math.min(inside >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
    }
    return Math.max(1, inside);
  }

  void begin(int macroblocksAcross, int macroblocksDown) {
    across = macroblocksAcross;
    kinds = new byte[macroblocksAcross * macroblocksDown];
  }

  /**
   * @param bySubblocks whether it was predicted so
   * @param filled whether it has coefficients
   */
  void set(int x, int y, int segment, boolean bySubblocks, boolean filled) {
    int kind = segment + (bySubblocks ? 4 : 0) + (bySubblocks || filled ? 8 : 0);
    kinds[y * across + x] = (byte) kind;
  }

  /** Filters the frame, one macroblock after the other. */
  void run(byte[][] planes, int[] strides) {
    if (off) {
      return;
    }
    for (int i = 0; i < kinds.length; i++) {
      int level = levels[kinds[i] & 7];
      if (level > 0) {
        macroblock(planes, strides, i % across, i / across, level, kinds[i]);
      }
    }
  }

  private void macroblock(byte[][] planes, int[] strides, int x, int y, int level, int kind) {
    int inside = insides[kind & 7];
    int limit = 2 * level + inside;
    int sharp = level >= 40 ? 2 : level >= 15 ? 1 : 0;
    boolean inner = (kind & 8) != 0;
    for (int p = 0; p < (simple ? 1 : 3); p++) {
      int side = p == 0 ? 16 : 8;
      int stride = strides[p];
      int at = (y * side + 1) * stride + x * side + 1;
      if (x > 0) {
        edge(planes[p], at, 1, stride, side, limit + 4, inside, sharp, true);
      }
      for (int i = 4; inner && i < side; i += 4) {
        edge(planes[p], at + i, 1, stride, side, limit, inside, sharp, false);
      }
      if (y > 0) {
        edge(planes[p], at, stride, 1, side, limit + 4, inside, sharp, true);
      }
      for (int i = 4; inner && i < side; i += 4) {
        edge(planes[p], at + i * stride, stride, 1, side, limit, inside, sharp, false);
      }
    }
  }

  /**
   * @param step from a pixel to the next across the edge
   * @param along from a pixel to the next along the edge
   * @param outer whether it is an edge of macroblocks
   */
  private void edge(
      byte[] plane,
      int at,
      int step,
      int along,
      int length,
      int limit,
      int inside,
      int sharp,
      boolean outer) {
    for (int i = 0; i < length; i++) {
      int q = at + i * along;
      int p1 = plane[q - 2 * step] & 0xFF;
      int p0 = plane[q - step] & 0xFF;
      int q0 = plane[q] & 0xFF;
      int q1 = plane[q + step] & 0xFF;
      if (4 * Math.abs(p0 - q0) + Math.abs(p1 - q1) > 2 * limit + 1) {
        continue;
      }
      if (simple) {
        two(plane, q, step, p1, p0, q0, q1);
        continue;
      }
      int p3 = plane[q - 4 * step] & 0xFF;
      int p2 = plane[q - 3 * step] & 0xFF;
      int q2 = plane[q + 2 * step] & 0xFF;
      int q3 = plane[q + 3 * step] & 0xFF;
      if (Math.abs(p3 - p2) > inside
          || Math.abs(p2 - p1) > inside
          || Math.abs(p1 - p0) > inside
          || Math.abs(q3 - q2) > inside
          || Math.abs(q2 - q1) > inside
          || Math.abs(q1 - q0) > inside) {
        continue;
      }
      if (Math.abs(p1 - p0) > sharp || Math.abs(q1 - q0) > sharp) {
        two(plane, q, step, p1, p0, q0, q1);
      } else if (outer) {
        six(plane, q, step, p2, p1, p0, q0, q1, q2);
      } else {
        four(plane, q, step, p1, p0, q0, q1);
      }
    }
  }

  private static void two(byte[] plane, int q, int step, int p1, int p0, int q0, int q1) {
    int a = 3 * (q0 - p0) + signed(p1 - q1);
    plane[q - step] = Vp8Prediction.clip(p0 + (signed(a + 3) >> 3));
    plane[q] = Vp8Prediction.clip(q0 - (signed(a + 4) >> 3));
  }

  private static void four(byte[] plane, int q, int step, int p1, int p0, int q0, int q1) {
    int a = 3 * (q0 - p0);
    int near = signed(a + 4) >> 3;
    int far = (near + 1) >> 1;
    plane[q - 2 * step] = Vp8Prediction.clip(p1 + far);
    plane[q - step] = Vp8Prediction.clip(p0 + (signed(a + 3) >> 3));
    plane[q] = Vp8Prediction.clip(q0 - near);
    plane[q + step] = Vp8Prediction.clip(q1 - far);
  }

  private static void six(
      byte[] plane, int q, int step, int p2, int p1, int p0, int q0, int q1, int q2) {
    int a = signed(3 * (q0 - p0) + signed(p1 - q1));
    int near = (27 * a + 63) >> 7;
    int middle = (18 * a + 63) >> 7;
    int far = (9 * a + 63) >> 7;
    plane[q - 3 * step] = Vp8Prediction.clip(p2 + far);
    plane[q - 2 * step] = Vp8Prediction.clip(p1 + middle);
    plane[q - step] = Vp8Prediction.clip(p0 + near);
    plane[q] = Vp8Prediction.clip(q0 - near);
    plane[q + step] = Vp8Prediction.clip(q1 - middle);
    plane[q + 2 * step] = Vp8Prediction.clip(q2 - far);
  }

  private static int signed(int value) {
    return Math.max(-128, Math.min(value, 127));
  }
}
