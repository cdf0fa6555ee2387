package org.hammingbird.image;

/**
 * Turns the filtered rows of a PNG into samples of 8 bits, one row after the other, as Pillow has
 * them: alpha left out, palettes looked up, few bits spread over 0 to 255, 16-bit colours cut to
 * their upper byte, 16-bit grey without alpha clipped at 255.
 */
abstract class PngRows {
  private static final byte[] NO_ROW = {};

  private final int channels;

  /** The row before, unfiltered. */
  private byte[] above = NO_ROW;

  int width;
  private int at;

  private PngRows(int channels) {
    this.channels = channels;
  }

  static PngRows of(PngStructure structure) {
    int bytes = structure.bits() / 8;
    switch (structure.kind()) {
      case PngStructure.RGB:
        return new Colors(bytes, 3 * bytes);
      case PngStructure.RGBA:
        return new Colors(bytes, 4 * bytes);
      case PngStructure.GREY_ALPHA:
        return new Greys(2 * bytes);
      case PngStructure.PALETTE:
        return new Indices(structure.bits(), structure.palette());
      default:
        return structure.bits() == 8
            ? new Greys(1)
            : structure.bits() == 16 ? new ClippedGreys() : new FewBitGreys(structure.bits());
    }
  }

  /** 1 (grey) or 3 (red, green, blue). */
  final int channels() {
    return channels;
  }

  /** A new image, or a new pass of an interlaced one, follows. */
  void begin(int rowWidth, int rowBytes) {
    width = rowWidth;
    at = 0;
    above = NO_ROW;
  }

  /**
   * The next row.
   *
   * @param from where its filtered bytes start
   * @param samples of the whole image or pass
   */
  final void next(int filter, byte[] filtered, int from, byte[] samples) {
    int row = width * channels;
    boolean first = at == 0;
    if (first && above.length < row) {
      above = new byte[row];
    }
    unfilter(filter, filtered, from, samples, at, first ? above : samples, first ? 0 : at - row);
    at += row;
  }

  /** The row's samples to {@code samples} at {@code to}; those of the row before in {@code up}. */
  abstract void unfilter(
      int filter, byte[] filtered, int from, byte[] samples, int to, byte[] up, int upFrom);

  /** Red, green, blue; whatever follows them in a pixel is left out. */
  private static final class Colors extends PngRows {
    private final int sampleBytes;
    private final int pixelBytes;

    private Colors(int sampleBytes, int pixelBytes) {
      super(3);
      this.sampleBytes = sampleBytes;
      this.pixelBytes = pixelBytes;
    }

    @Override
    void unfilter(
        int filter, byte[] filtered, int from, byte[] samples, int to, byte[] up, int upFrom) {
      PngFilters.three(
          filter, filtered, from, sampleBytes, pixelBytes, samples, to, up, upFrom, width);
    }
  }

  /** The first byte of each pixel. */
  private static final class Greys extends PngRows {
    private final int pixelBytes;

    private Greys(int pixelBytes) {
      super(1);
      this.pixelBytes = pixelBytes;
    }

    @Override
    void unfilter(
        int filter, byte[] filtered, int from, byte[] samples, int to, byte[] up, int upFrom) {
      PngFilters.one(filter, filtered, from, pixelBytes, samples, to, 1, up, upFrom, width);
    }
  }

  /** Rows that are unfiltered aside, since their bytes are not yet samples. */
  private abstract static class Packed extends PngRows {
    private final int pixelBytes;
    private byte[] row = NO_ROW;
    private byte[] before = NO_ROW;

    /**
     * @param pixelBytes bytes of a pixel, 1 where it is less
     */
    private Packed(int channels, int pixelBytes) {
      super(channels);
      this.pixelBytes = pixelBytes;
    }

    @Override
    final void begin(int rowWidth, int rowBytes) {
      super.begin(rowWidth, rowBytes);
      row = new byte[rowBytes];
      before = new byte[rowBytes];
    }

    @Override
    final void unfilter(
        int filter, byte[] filtered, int from, byte[] samples, int to, byte[] up, int upFrom) {
      byte[] done = before;
      before = row;
      row = done;
      for (int b = 0; b < pixelBytes; b++) {
        PngFilters.one(
            filter,
            filtered,
            from + b,
            pixelBytes,
            row,
            b,
            pixelBytes,
            before,
            b,
            row.length / pixelBytes);
      }
      unpack(row, samples, to);
    }

    abstract void unpack(byte[] packed, byte[] samples, int to);
  }

  private static final class ClippedGreys extends Packed {
    private ClippedGreys() {
      super(1, 2);
    }

    @Override
    void unpack(byte[] packed, byte[] samples, int to) {
      for (int x = 0; x < width; x++) {
        samples[to + x] = packed[2 * x] == 0 ? packed[2 * x + 1] : (byte) 255;
      }
    }
  }

  private static final class FewBitGreys extends Packed {
    private final int bits;

    private FewBitGreys(int bits) {
      super(1, 1);
      this.bits = bits;
    }

    @Override
    void unpack(byte[] packed, byte[] samples, int to) {
      int most = (1 << bits) - 1;
      int scale = 255 / most;
      for (int x = 0; x < width; x++) {
        samples[to + x] = (byte) (value(packed, x, bits, most) * scale);
      }
    }
  }

  private static final class Indices extends Packed {
    private final int bits;
    private final int[] palette;

    private Indices(int bits, int[] palette) {
      super(3, 1);
      this.bits = bits;
      this.palette = palette;
    }

    @Override
    void unpack(byte[] packed, byte[] samples, int to) {
      int most = (1 << bits) - 1;
      int o = to;
      for (int x = 0; x < width; x++, o += 3) {
        int color = palette[value(packed, x, bits, most)];
        samples[o] = (byte) (color >> 16);
        samples[o + 1] = (byte) (color >> 8);
        samples[o + 2] = (byte) color;
      }
    }
  }

  private static int value(byte[] packed, int x, int bits, int most) {
    int bit = x * bits;
    return packed[bit >> 3] >> (8 - bits - (bit & 7)) & most;
  }
}
