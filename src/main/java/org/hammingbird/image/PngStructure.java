package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * What the chunks of a PNG say: header, palette, and where the compressed data stand. The checksums
 * that Pillow checks are checked, those of all chunks up to the data, and of the data and the end
 * as well; nothing of the ancillary chunks is used.
 */
final class PngStructure {
  static final int GREY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GREY_ALPHA = 4;
  static final int RGBA = 6;

  private static final int SIGNATURE = 8;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int ANCILLARY = 0x20000000;

  /** No deflated data are longer than this many times their compressed length. */
  private static final long MOST_INFLATION = 1032;

  private final byte[] file;
  private int width;
  private int height;
  private int bits;
  private int kind;
  private boolean interlaced;
  private int paletteAt;
  private int paletteColors;

  /** Start and length of each chunk of data, in turn. */
  private int[] data = new int[8];

  private int dataChunks;
  private long dataBytes;

  private PngStructure(byte[] file) {
    this.file = file;
  }

  /**
   * @param file that begins with PNG's signature
   * @throws EOFException where the file ends before its end chunk
   */
  static PngStructure read(byte[] file) throws IOException {
    PngStructure structure = new PngStructure(file);
    structure.walk();
    return structure;
  }

  private void walk() throws IOException {
    if (intAt(SIGNATURE + 4) != IHDR) {
      throw new IOException("the first chunk is not IHDR");
    }
    int at = SIGNATURE;
    int type;
    do {
      int length = intAt(at);
      type = intAt(at + 4);
      if (length < 0 || length > file.length - at - 12) {
        throw new EOFException("the file ends inside a chunk");
      }
      if (dataChunks == 0 || (type & ANCILLARY) == 0) {
        checkSum(at + 4, length + 4);
      }
      chunk(type, at + 8, length);
      at += length + 12;
    } while (type != IEND);
    if (dataChunks == 0) {
      throw new IOException("no image data");
    }
    if (kind == PALETTE && paletteColors == 0) {
      throw new IOException("no palette");
    }
  }

  private void chunk(int type, int at, int length) throws IOException {
    if (type == IHDR) {
      header(at, length);
    } else if (type == PLTE && dataChunks == 0) {
      paletteAt = at;
      paletteColors = Math.min(length / 3, 256);
    } else if (type == IDAT) {
      if (2 * dataChunks == data.length) {
        data = Arrays.copyOf(data, 2 * data.length);
      }
      data[2 * dataChunks] = at;
      data[2 * dataChunks + 1] = length;
      dataChunks++;
      dataBytes += length;
    }
  }

  private void header(int at, int length) throws IOException {
    if (length < 13) {
      throw new IOException("a header of " + length + " bytes");
    }
    if (at != SIGNATURE + 8) {
      throw new IOException("two headers");
    }
    width = intAt(at);
    height = intAt(at + 4);
    bits = file[at + 8];
    kind = file[at + 9];
    interlaced = file[at + 12] != 0;
    if (!isKind() || file[at + 11] != 0) {
      throw new IOException(
          String.format("a header of kind %d with %d bits, filter %d", kind, bits, file[at + 11]));
    }
  }

  private boolean isKind() {
    boolean whole = bits == 8 || bits == 16;
    switch (kind) {
      case GREY:
        return whole || bits == 1 || bits == 2 || bits == 4;
      case PALETTE:
        return bits == 1 || bits == 2 || bits == 4 || bits == 8;
      case RGB:
      case GREY_ALPHA:
      case RGBA:
        return whole;
      default:
        return false;
    }
  }

  private void checkSum(int from, int length) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(file, from, length);
    if ((int) sum.getValue() != intAt(from + length)) {
      throw new IOException("the checksum of a chunk does not match");
    }
  }

  private int intAt(int at) throws EOFException {
    if (at > file.length - 4) {
      throw new EOFException("the file ends before its last chunk");
    }
    return (file[at] & 0xFF) << 24
        | (file[at + 1] & 0xFF) << 16
        | (file[at + 2] & 0xFF) << 8
        | file[at + 3] & 0xFF;
  }

  /**
   * Refuses data that cannot be enough for the image, before memory is taken for its pixels.
   *
   * @throws EOFException where they are not
   */
  void checkLength() throws EOFException {
    long needed = (long) height * width * bitsOfPixel() / 8;
    if (needed > dataBytes * MOST_INFLATION) {
      throw new EOFException(
          String.format("%d bytes of data for %dx%d pixels", dataBytes, width, height));
    }
  }

  /** Unsigned: up to 2³² - 1. */
  long width() {
    return width & 0xFFFFFFFFL;
  }

  /** Unsigned: up to 2³² - 1. */
  long height() {
    return height & 0xFFFFFFFFL;
  }

  /** Bits of a sample, or of an index into the palette: 1, 2, 4, 8 or 16. */
  int bits() {
    return bits;
  }

  /** {@link #GREY}, {@link #RGB}, {@link #PALETTE}, {@link #GREY_ALPHA} or {@link #RGBA}. */
  int kind() {
    return kind;
  }

  boolean interlaced() {
    return interlaced;
  }

  /** Bits of a pixel with all its samples. */
  int bitsOfPixel() {
    switch (kind) {
      case RGB:
        return 3 * bits;
      case GREY_ALPHA:
        return 2 * bits;
      case RGBA:
        return 4 * bits;
      default:
        return bits;
    }
  }

  /** 256 colours as 0xRRGGBB; black where the file has fewer, as in Pillow. */
  int[] palette() {
    int[] colors = new int[256];
    for (int i = 0; i < paletteColors; i++) {
      int at = paletteAt + 3 * i;
      colors[i] = (file[at] & 0xFF) << 16 | (file[at + 1] & 0xFF) << 8 | file[at + 2] & 0xFF;
    }
    return colors;
  }

  /** Number of chunks of compressed data. */
  int dataChunks() {
    return dataChunks;
  }

  /** Where the chunk's data start. */
  int dataStart(int chunk) {
    return data[2 * chunk];
  }

  int dataLength(int chunk) {
    return data[2 * chunk + 1];
  }
}
