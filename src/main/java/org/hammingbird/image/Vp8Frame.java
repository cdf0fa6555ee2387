package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * The key frame that a lossy WebP is (RFC 6386). Prediction and residuals for the whole frame, then
 * the loop filter over it: only unfiltered pixels predict others. The three planes hold whole
 * macroblocks of 16x16 pixels, with a border above and to the left.
 */
final class Vp8Frame {
  private static final int HEADER = 10;

  /** Pixels beyond the frame: 127 above, 129 to the left. */
  private static final byte ABOVE = 127;

  private static final byte LEFT = (byte) 129;

  /** The band of each coefficient's place, and of the one behind the last. */
  private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};

  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

  /** Probabilities of the further bits of large coefficients, by category from the third on. */
  private static final int[][] CATEGORIES = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  private static final int TOKENS = 11;
  private static final int CONTEXTS = 3 * TOKENS;
  private static final int TYPES = 8 * CONTEXTS;

  private final byte[] file;
  private final int from;
  private final int end;
  private final int width;
  private final int height;
  private final int across;
  private final int down;

  private final Vp8Filter filter;
  private final int[] probabilities = Vp8Tables.COEFFICIENTS.clone();
  private final int[] segmentProbabilities = {255, 255, 255};
  private final int[][] steps = new int[4][];
  private boolean segmentMap;
  private boolean skips;
  private int skipProbability;

  /** Luma, and the two of chroma. */
  private final byte[][] planes = new byte[3][];

  private final int[] strides = new int[3];

  /** Modes of the subblocks above, and to the left. */
  private final int[] modesAbove;

  private final int[] modesLeft = new int[4];
  private final int[] modes = new int[16];

  /** Whether the blocks above had coefficients: of a macroblock 4 of luma, 2 and 2, and its DC. */
  private final int[] filledAbove;

  private final int[] filledLeft = new int[9];

  private final short[] coefficients = new short[25 * 16];
  private final boolean[] filled = new boolean[24];
  private final int[] edge = new int[13];
  private final int[] scratch = new int[16];

  /**
   * @param from first byte of the frame
   * @param end behind its last
   */
  private Vp8Frame(byte[] file, int from, int end) throws IOException {
    this.file = file;
    this.from = from;
    this.end = end;
    if (end - from < HEADER) {
      throw new EOFException("the frame ends in its header");
    }
    int bits = byteAt(0) | byteAt(1) << 8 | byteAt(2) << 16;
    boolean named = byteAt(3) == 0x9D && byteAt(4) == 1 && byteAt(5) == 0x2A;
    if ((bits & 1) != 0 || (bits >> 1 & 7) > 3 || (bits >> 4 & 1) == 0 || !named) {
      throw new IOException("no key frame of VP8");
    }
    width = (byteAt(6) | byteAt(7) << 8) & 0x3FFF;
    height = (byteAt(8) | byteAt(9) << 8) & 0x3FFF;
    across = (width + 15) >> 4;
    down = (height + 15) >> 4;
    filter = new Vp8Filter();
    modesAbove = new int[4 * across];
    filledAbove = new int[9 * across];
  }

  /** Reads the size. */
  static Vp8Frame open(byte[] file, int from, int end) throws IOException {
    return new Vp8Frame(file, from, end);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  private int byteAt(int offset) {
    return file[from + offset] & 0xFF;
  }

  /** Called once. */
  Raster decode() throws IOException {
    int firstLength = (byteAt(0) | byteAt(1) << 8 | byteAt(2) << 16) >> 5;
    int first = from + HEADER;
    if (firstLength > end - first) {
      throw new EOFException("the frame ends in its first partition");
    }
    Vp8Bits bits = new Vp8Bits(file, first, first + firstLength);
    bits.number(2);
    Vp8Bits[] partitions = header(bits, first + firstLength);
    allocate();
    filter.begin(across, down);
    for (int y = 0; y < down; y++) {
      row(y, bits, partitions[y & partitions.length - 1]);
    }
    filter.run(planes, strides);
    return Vp8Colors.toRgb(planes, strides, width, height);
  }

  private Vp8Bits[] header(Vp8Bits bits, int rest) throws IOException {
    int[] quantizers = new int[4];
    boolean segments = bits.flag();
    boolean absolute = true;
    if (segments) {
      segmentMap = bits.flag();
      if (bits.flag()) {
        absolute = bits.flag();
        for (int i = 0; i < 4; i++) {
          quantizers[i] = bits.optionalSigned(7);
        }
        for (int i = 0; i < 4; i++) {
          filter.segmentLevel(i, bits.optionalSigned(6));
        }
      }
      for (int i = 0; segmentMap && i < 3; i++) {
        segmentProbabilities[i] = bits.flag() ? bits.number(8) : 255;
      }
    }
    filter.read(bits, segments, absolute);
    Vp8Bits[] partitions = partitions(1 << bits.number(2), rest);
    readSteps(bits, segments, absolute, quantizers);
    // whether the probabilities are kept for further frames
    bits.flag();
    for (int i = 0; i < probabilities.length; i++) {
      if (bits.bit(Vp8Tables.COEFFICIENT_UPDATES[i]) == 1) {
        probabilities[i] = bits.number(8);
      }
    }
    skips = bits.flag();
    skipProbability = skips ? bits.number(8) : 0;
    if (bits.exhausted()) {
      throw new EOFException("the frame ends in its first partition");
    }
    return partitions;
  }

  private Vp8Bits[] partitions(int count, int rest) throws EOFException {
    int at = rest + 3 * (count - 1);
    if (at >= end) {
      throw new EOFException("the frame ends before its coefficients");
    }
    Vp8Bits[] partitions = new Vp8Bits[count];
    for (int i = 0; i < count; i++) {
      if (i == count - 1 && at >= end) {
        throw new EOFException("the frame ends before its coefficients");
      }
      int length = end - at;
      if (i < count - 1) {
        int size = rest + 3 * i - from;
        length = Math.min(length, byteAt(size) | byteAt(size + 1) << 8 | byteAt(size + 2) << 16);
      }
      partitions[i] = new Vp8Bits(file, at, at + length);
      at += length;
    }
    return partitions;
  }

  /** Quantizer steps of each segment: DC and AC of luma, of luma's DCs, of chroma. */
  private void readSteps(Vp8Bits bits, boolean segments, boolean absolute, int[] quantizers) {
    int base = bits.number(7);
    int lumaDc = bits.optionalSigned(4);
    int dcDc = bits.optionalSigned(4);
    int dcAc = bits.optionalSigned(4);
    int chromaDc = bits.optionalSigned(4);
    int chromaAc = bits.optionalSigned(4);
    for (int i = 0; i < 4; i++) {
      int q = !segments ? base : absolute ? quantizers[i] : base + quantizers[i];
      steps[i] =
          new int[] {
            step(Vp8Tables.DC_STEPS, q + lumaDc, 127),
            step(Vp8Tables.AC_STEPS, q, 127),
            2 * step(Vp8Tables.DC_STEPS, q + dcDc, 127),
            Math.max(8, step(Vp8Tables.AC_STEPS, q + dcAc, 127) * 155 / 100),
            step(Vp8Tables.DC_STEPS, q + chromaDc, 117),
            step(Vp8Tables.AC_STEPS, q + chromaAc, 127)
          };
    }
  }

  private static int step(int[] table, int index, int most) {
    return table[Math.max(0, Math.min(index, most))];
  }

  private void allocate() {
    for (int i = 0; i < 3; i++) {
      int side = i == 0 ? 16 : 8;
      int stride = across * side + 1;
      byte[] plane = new byte[stride * (down * side + 1)];
      Arrays.fill(plane, 0, stride, ABOVE);
      for (int y = 1; y <= down * side; y++) {
        plane[y * stride] = LEFT;
      }
      planes[i] = plane;
      strides[i] = stride;
    }
  }

  /** Index of a macroblock's first pixel in a plane. */
  private int start(int plane, int x, int y) {
    int side = plane == 0 ? 16 : 8;
    return (y * side + 1) * strides[plane] + x * side + 1;
  }

  private void row(int y, Vp8Bits bits, Vp8Bits tokens) throws EOFException {
    Arrays.fill(modesLeft, Vp8Prediction.DC);
    Arrays.fill(filledLeft, 0);
    for (int x = 0; x < across; x++) {
      macroblock(x, y, bits, tokens);
      if (bits.exhausted() || tokens.exhausted()) {
        throw new EOFException("the frame ends before its last block");
      }
    }
  }

  private void macroblock(int x, int y, Vp8Bits bits, Vp8Bits tokens) {
    int segment = 0;
    if (segmentMap) {
      segment =
          bits.bit(segmentProbabilities[0]) == 0
              ? bits.bit(segmentProbabilities[1])
              : 2 + bits.bit(segmentProbabilities[2]);
    }
    boolean skip = skips && bits.bit(skipProbability) == 1;
    boolean whole = bits.bit(145) == 1;
    int mode = whole ? wholeMode(bits, x) : Vp8Prediction.DC;
    if (!whole) {
      subblockModes(bits, x);
    }
    int chroma = chromaMode(bits);
    boolean empty = true;
    Arrays.fill(filled, false);
    if (skip) {
      clear(filledAbove, 9 * x, whole);
      clear(filledLeft, 0, whole);
    } else {
      empty = residuals(tokens, x, whole, steps[segment]);
    }
    filter.set(x, y, segment, !whole, !empty);
    luma(x, y, whole, mode);
    for (int plane = 1; plane < 3; plane++) {
      int at = start(plane, x, y);
      Vp8Prediction.block(chroma, planes[plane], at, strides[plane], 8, y > 0, x > 0);
      for (int i = 0; i < 4; i++) {
        int block = 12 + 4 * plane + i;
        add(block, planes[plane], at + (i >> 1) * 4 * strides[plane] + (i & 1) * 4, strides[plane]);
      }
    }
  }

  private int wholeMode(Vp8Bits bits, int x) {
    int mode =
        bits.bit(156) == 1
            ? bits.bit(128) == 1 ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL
            : bits.bit(163) == 1 ? Vp8Prediction.VERTICAL : Vp8Prediction.DC;
    Arrays.fill(modesAbove, 4 * x, 4 * x + 4, mode);
    Arrays.fill(modesLeft, mode);
    return mode;
  }

  private void subblockModes(Vp8Bits bits, int x) {
    for (int i = 0; i < 16; i++) {
      int column = 4 * x + (i & 3);
      int mode = subblockMode(bits, 9 * (10 * modesAbove[column] + modesLeft[i >> 2]));
      modesAbove[column] = mode;
      modesLeft[i >> 2] = mode;
      modes[i] = mode;
    }
  }

  /** The tree of section 11.2. */
  private static int subblockMode(Vp8Bits bits, int p) {
    int[] table = Vp8Tables.SUBBLOCK_MODES;
    if (bits.bit(table[p]) == 0) {
      return Vp8Prediction.DC;
    }
    if (bits.bit(table[p + 1]) == 0) {
      return Vp8Prediction.TRUE_MOTION;
    }
    if (bits.bit(table[p + 2]) == 0) {
      return Vp8Prediction.VERTICAL;
    }
    if (bits.bit(table[p + 3]) == 0) {
      if (bits.bit(table[p + 4]) == 0) {
        return Vp8Prediction.HORIZONTAL;
      }
      return bits.bit(table[p + 5]) == 0 ? Vp8Prediction.RIGHT_DOWN : Vp8Prediction.VERTICAL_RIGHT;
    }
    if (bits.bit(table[p + 6]) == 0) {
      return Vp8Prediction.LEFT_DOWN;
    }
    if (bits.bit(table[p + 7]) == 0) {
      return Vp8Prediction.VERTICAL_LEFT;
    }
    return bits.bit(table[p + 8]) == 0
        ? Vp8Prediction.HORIZONTAL_DOWN
        : Vp8Prediction.HORIZONTAL_UP;
  }

  private static int chromaMode(Vp8Bits bits) {
    if (bits.bit(142) == 0) {
      return Vp8Prediction.DC;
    }
    if (bits.bit(114) == 0) {
      return Vp8Prediction.VERTICAL;
    }
    return bits.bit(183) == 1 ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL;
  }

  /** The flag of the DCs stays where a macroblock has none of its own. */
  private static void clear(int[] flags, int from, boolean whole) {
    Arrays.fill(flags, from, from + (whole ? 9 : 8), 0);
  }

  /** Whether there is nothing but zeros. */
  private boolean residuals(Vp8Bits tokens, int x, boolean whole, int[] step) {
    Arrays.fill(coefficients, (short) 0);
    int first = 0;
    int type = 3;
    int above = 9 * x;
    if (whole) {
      int context = filledAbove[above + 8] + filledLeft[8];
      int count = block(tokens, 1, context, 0, step[2], step[3], 24 * 16);
      filledAbove[above + 8] = filledLeft[8] = count > 0 ? 1 : 0;
      spreadDcs();
      first = 1;
      type = 0;
    }
    boolean empty = true;
    for (int block = 0; block < 24; block++) {
      boolean luma = block < 16;
      int column = luma ? block & 3 : (block - 16 >> 2) * 2 + 4 + (block & 1);
      int row = luma ? block >> 2 : (block - 16 >> 2) * 2 + 4 + (block >> 1 & 1);
      int context = filledAbove[above + column] + filledLeft[row];
      int begin = luma ? first : 0;
      int count =
          luma
              ? block(tokens, type, context, begin, step[0], step[1], 16 * block)
              : block(tokens, 2, context, 0, step[4], step[5], 16 * block);
      filledAbove[above + column] = filledLeft[row] = count > begin ? 1 : 0;
      filled[block] = count > 1 || coefficients[16 * block] != 0;
      empty &= !filled[block];
    }
    return empty;
  }

  /** Reads a block's coefficients; returns the place behind the last one. */
  private int block(Vp8Bits tokens, int type, int context, int first, int dc, int ac, int at) {
    int n = first;
    int p = type * TYPES + BANDS[n] * CONTEXTS + context * TOKENS;
    while (n < 16) {
      if (tokens.bit(probabilities[p]) == 0) {
        return n;
      }
      while (tokens.bit(probabilities[p + 1]) == 0) {
        n++;
        if (n == 16) {
          return 16;
        }
        p = type * TYPES + BANDS[n] * CONTEXTS;
      }
      int value = tokens.bit(probabilities[p + 2]) == 0 ? 1 : large(tokens, p);
      int next = value == 1 ? 1 : 2;
      int signed = tokens.bit(128) == 1 ? -value : value;
      coefficients[at + ZIGZAG[n]] = (short) (signed * (n == 0 ? dc : ac));
      n++;
      p = type * TYPES + BANDS[n] * CONTEXTS + next * TOKENS;
    }
    return 16;
  }

  private int large(Vp8Bits tokens, int p) {
    if (tokens.bit(probabilities[p + 3]) == 0) {
      return tokens.bit(probabilities[p + 4]) == 0 ? 2 : 3 + tokens.bit(probabilities[p + 5]);
    }
    if (tokens.bit(probabilities[p + 6]) == 0) {
      if (tokens.bit(probabilities[p + 7]) == 0) {
        return 5 + tokens.bit(159);
      }
      int high = 2 * tokens.bit(165);
      return 7 + high + tokens.bit(145);
    }
    int high = tokens.bit(probabilities[p + 8]);
    int category = 2 * high + tokens.bit(probabilities[p + 9 + high]);
    int extra = 0;
    for (int probability : CATEGORIES[category]) {
      extra = 2 * extra + tokens.bit(probability);
    }
    return 3 + (8 << category) + extra;
  }

  /** The inverse Walsh-Hadamard transform (section 14.3) of the 16 DCs. */
  private void spreadDcs() {
    int in = 24 * 16;
    for (int i = 0; i < 4; i++) {
      int a = coefficients[in + i] + coefficients[in + 12 + i];
      int b = coefficients[in + 4 + i] + coefficients[in + 8 + i];
      int c = coefficients[in + 4 + i] - coefficients[in + 8 + i];
      int d = coefficients[in + i] - coefficients[in + 12 + i];
      scratch[i] = a + b;
      scratch[4 + i] = d + c;
      scratch[8 + i] = a - b;
      scratch[12 + i] = d - c;
    }
    for (int i = 0; i < 4; i++) {
      int a = scratch[4 * i] + 3 + scratch[4 * i + 3];
      int b = scratch[4 * i + 1] + scratch[4 * i + 2];
      int c = scratch[4 * i + 1] - scratch[4 * i + 2];
      int d = scratch[4 * i] + 3 - scratch[4 * i + 3];
      coefficients[64 * i] = (short) (a + b >> 3);
      coefficients[64 * i + 16] = (short) (d + c >> 3);
      coefficients[64 * i + 32] = (short) (a - b >> 3);
      coefficients[64 * i + 48] = (short) (d - c >> 3);
    }
  }

  private void luma(int x, int y, boolean whole, int mode) {
    byte[] plane = planes[0];
    int stride = strides[0];
    int at = start(0, x, y);
    if (whole) {
      Vp8Prediction.block(mode, plane, at, stride, 16, y > 0, x > 0);
    } else {
      aboveRight(at, x, y);
    }
    for (int i = 0; i < 16; i++) {
      int block = at + (i >> 2) * 4 * stride + (i & 3) * 4;
      if (!whole) {
        readEdge(block, i);
        Vp8Prediction.subblock(modes[i], edge, plane, block, stride);
      }
      add(i, plane, block, stride);
    }
  }

  /**
   * The four pixels right of those above the macroblock, which its last column uses in all rows.
   */
  private void aboveRight(int at, int x, int y) {
    byte[] plane = planes[0];
    int above = at - strides[0] + 16;
    for (int i = 0; i < 4; i++) {
      if (y == 0) {
        scratch[i] = ABOVE;
      } else {
        // beyond the frame the last pixel goes on
        scratch[i] = plane[x < across - 1 ? above + i : above - 1] & 0xFF;
      }
    }
  }

  private void readEdge(int at, int block) {
    byte[] plane = planes[0];
    int stride = strides[0];
    for (int i = 0; i < 4; i++) {
      edge[3 - i] = plane[at + i * stride - 1] & 0xFF;
    }
    for (int i = 0; i < 5; i++) {
      edge[Vp8Prediction.CORNER + i] = plane[at - stride - 1 + i] & 0xFF;
    }
    for (int i = 0; i < 4; i++) {
      edge[9 + i] = (block & 3) == 3 ? scratch[i] : plane[at - stride + 4 + i] & 0xFF;
    }
  }

  /** Adds the inverse DCT (section 14.4) of a block's coefficients to its prediction. */
  private void add(int block, byte[] plane, int at, int stride) {
    if (!filled[block]) {
      return;
    }
    int in = 16 * block;
    int[] columns = new int[16];
    for (int i = 0; i < 4; i++) {
      int a = coefficients[in + i] + coefficients[in + 8 + i];
      int b = coefficients[in + i] - coefficients[in + 8 + i];
      int c = sine(coefficients[in + 4 + i]) - cosine(coefficients[in + 12 + i]);
      int d = cosine(coefficients[in + 4 + i]) + sine(coefficients[in + 12 + i]);
      columns[i] = a + d;
      columns[4 + i] = b + c;
      columns[8 + i] = b - c;
      columns[12 + i] = a - d;
    }
    for (int y = 0; y < 4; y++) {
      int a = columns[4 * y] + 4 + columns[4 * y + 2];
      int b = columns[4 * y] + 4 - columns[4 * y + 2];
      int c = sine(columns[4 * y + 1]) - cosine(columns[4 * y + 3]);
      int d = cosine(columns[4 * y + 1]) + sine(columns[4 * y + 3]);
      int o = at + y * stride;
      plane[o] = sum(plane[o], a + d);
      plane[o + 1] = sum(plane[o + 1], b + c);
      plane[o + 2] = sum(plane[o + 2], b - c);
      plane[o + 3] = sum(plane[o + 3], a - d);
    }
  }

  private static byte sum(byte prediction, int residual) {
    return Vp8Prediction.clip((prediction & 0xFF) + (residual >> 3));
  }

  /** Times sqrt(2) cos(pi / 8), in 16 bits behind the point. */
  private static int cosine(int value) {
    return value + (value * 20091 >> 16);
  }

  /** Times sqrt(2) sin(pi / 8), in 16 bits behind the point. */
  private static int sine(int value) {
    return value * 35468 >> 16;
  }
}
