package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the first directory of a TIFF says of its image (TIFF 6.0 and its technical note 2), checked
 * before the plug-in sees the file: that takes memory for whatever the values, the tiles and the
 * JPEGs inside state.
 */
final class TiffStructure {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_LENGTHS = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int JPEG_TABLES = 347;

  /**
   * The tags that pixels depend on: those above, and fill order, planar configuration, options of
   * fax, predictor, palette, inks, sample format, and how luma and chroma are stored.
   */
  private static final Set<Integer> USED =
      Set.of(
          WIDTH,
          HEIGHT,
          BITS,
          COMPRESSION,
          PHOTOMETRIC,
          266,
          STRIP_OFFSETS,
          SAMPLES,
          ROWS_PER_STRIP,
          STRIP_LENGTHS,
          284,
          292,
          293,
          317,
          320,
          TILE_WIDTH,
          TILE_HEIGHT,
          TILE_OFFSETS,
          TILE_LENGTHS,
          332,
          334,
          EXTRA_SAMPLES,
          339,
          JPEG_TABLES,
          529,
          530,
          531,
          532);

  /** Bytes of a value of each type. */
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int CIE_LAB = 8;
  private static final int ITU_LAB = 10;
  private static final int ASSOCIATED_ALPHA = 1;

  /** As in Pillow. */
  private static final int MOST_SAMPLES = 6;

  private static final int MOST_BITS = 16;

  /**
   * Strips or tiles beyond one a pixel: the plug-in takes six times the memory of their offsets.
   */
  private static final int MOST_SPARE = 1 << 16;

  private static final int ENTRY = 12;

  private final byte[] file;
  private final ByteBuffer bytes;

  /** Where the entry of each tag stands, of those used. */
  private final Map<Integer, Integer> entries = new TreeMap<>();

  private long pixels;

  private TiffStructure(byte[] file) {
    this.file = file;
    this.bytes =
        ByteBuffer.wrap(file)
            .order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /**
   * @param file that begins as a TIFF
   * @throws EOFException where it ends before what it points at
   */
  static TiffStructure read(byte[] file) throws IOException, ImageRejectedException {
    TiffStructure structure = new TiffStructure(file);
    try {
      structure.directory();
      structure.check();
    } catch (IndexOutOfBoundsException e) {
      throw new EOFException("the file ends before what it points at");
    }
    return structure;
  }

  private void directory() throws IOException {
    int directory = at(bytes.getInt(4));
    int count = bytes.getShort(directory) & 0xFFFF;
    long valueBytes = 0;
    for (int i = 0; i < count; i++) {
      int entry = directory + 2 + ENTRY * i;
      int tag = bytes.getShort(entry) & 0xFFFF;
      if (USED.contains(tag) && typeBytes(entry) > 0 && entries.putIfAbsent(tag, entry) == null) {
        valueBytes += count(entry) * typeBytes(entry);
      }
    }
    if (valueBytes > file.length) {
      throw new IOException(
          String.format("values of %d bytes in a file of %d", valueBytes, file.length));
    }
  }

  private void check() throws IOException, ImageRejectedException {
    long compression = number(COMPRESSION, 1);
    long photometric = number(PHOTOMETRIC, 0);
    if (photometric >= CIE_LAB && photometric <= ITU_LAB) {
      throw unsupported("L*a*b* colours");
    }
    if (photometric == PALETTE && number(SAMPLES, 1) > 1) {
      throw unsupported("a palette with alpha");
    }
    if (compression == OLD_JPEG) {
      throw unsupported("JPEG inside it in the way before 1995");
    }
    if (number(SAMPLES, 1) > MOST_SAMPLES) {
      throw unsupported(number(SAMPLES, 1) + " samples a pixel");
    }
    for (long bits : numbers(BITS)) {
      if (bits > MOST_BITS) {
        throw unsupported("samples of " + bits + " bits");
      }
    }
    long tileWidth = number(TILE_WIDTH, width());
    long tileHeight = number(TILE_HEIGHT, Math.min(height(), number(ROWS_PER_STRIP, height())));
    pixels = Math.max(product(width(), height()), product(tileWidth, tileHeight));
    for (int tag : new int[] {STRIP_OFFSETS, STRIP_LENGTHS, TILE_OFFSETS, TILE_LENGTHS}) {
      if (entries.containsKey(tag) && count(entries.get(tag)) > MOST_SPARE + pixels) {
        throw new IOException(count(entries.get(tag)) + " strips or tiles");
      }
    }
    if (compression == JPEG) {
      jpegs(tileWidth, Math.max(tileHeight, number(ROWS_PER_STRIP, 0)));
    }
  }

  /** The plug-in's JPEG reader takes memory for all of a frame, however little of it is wanted. */
  private void jpegs(long mostWidth, long mostHeight) throws IOException, ImageRejectedException {
    boolean tiled = entries.containsKey(TILE_OFFSETS);
    long[] offsets = numbers(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
    long[] lengths = numbers(tiled ? TILE_LENGTHS : STRIP_LENGTHS);
    if (lengths.length < offsets.length || Arrays.stream(lengths).sum() > file.length) {
      throw new IOException("strips or tiles of a wrong length");
    }
    byte[] tables = jpegTables();
    for (int i = 0; i < offsets.length; i++) {
      JpegStructure jpeg =
          JpegStructure.read(joined(tables, at((int) offsets[i]), (int) lengths[i]));
      if (jpeg.width() > mostWidth || jpeg.height() > mostHeight) {
        throw new IOException(
            String.format(
                "a JPEG of %dx%d in a strip or tile of %dx%d",
                jpeg.width(), jpeg.height(), mostWidth, mostHeight));
      }
      pixels = Math.max(pixels, product(jpeg.width(), jpeg.height()));
    }
  }

  /** From their begin to before their end marker. */
  private byte[] jpegTables() {
    Integer entry = entries.get(JPEG_TABLES);
    if (entry == null || count(entry) < 4) {
      return new byte[0];
    }
    int from = valueAt(entry);
    return Arrays.copyOfRange(file, from, from + (int) count(entry) - 2);
  }

  /**
   * The JPEG of a strip as it would be by itself: with the tables before what follows its begin.
   */
  private byte[] joined(byte[] tables, int from, int length) throws IOException {
    if (length < 2 || length > file.length - from) {
      throw new EOFException("the file ends inside a JPEG");
    }
    if (tables.length == 0) {
      return Arrays.copyOfRange(file, from, from + length);
    }
    byte[] joined = Arrays.copyOf(tables, tables.length + length - 2);
    System.arraycopy(file, from + 2, joined, tables.length, length - 2);
    return joined;
  }

  private static ImageRejectedException unsupported(String what) {
    return new ImageRejectedException(
        RejectCause.UNSUPPORTED_FORMAT, "TIFF of a kind that is not read: " + what);
  }

  /** Of numbers below 2³², or the largest there is. */
  private static long product(long width, long height) {
    return height > 0 && width > Long.MAX_VALUE / height ? Long.MAX_VALUE : width * height;
  }

  private int at(int offset) throws EOFException {
    if (Integer.toUnsignedLong(offset) >= file.length) {
      throw new EOFException("the file ends before what it points at");
    }
    return offset;
  }

  private int type(int entry) {
    return bytes.getShort(entry + 2) & 0xFFFF;
  }

  /** 0 where the type is unknown. */
  private int typeBytes(int entry) {
    return type(entry) < TYPE_BYTES.length ? TYPE_BYTES[type(entry)] : 0;
  }

  private long count(int entry) {
    return Integer.toUnsignedLong(bytes.getInt(entry + 4));
  }

  private int valueAt(int entry) {
    // an offset beyond the file fails where it is used
    return count(entry) * typeBytes(entry) <= 4 ? entry + 8 : bytes.getInt(entry + 8);
  }

  private long number(int tag, long otherwise) throws IOException {
    long[] numbers = numbers(tag);
    return numbers.length == 0 ? otherwise : numbers[0];
  }

  /** None where there is no such tag. */
  private long[] numbers(int tag) throws IOException {
    Integer entry = entries.get(tag);
    if (entry == null) {
      return new long[0];
    }
    // no longer than the file
    long[] numbers = new long[(int) count(entry)];
    int at = valueAt(entry);
    for (int i = 0; i < numbers.length; i++) {
      switch (type(entry)) {
        case BYTE:
          numbers[i] = bytes.get(at + i) & 0xFF;
          break;
        case SHORT:
          numbers[i] = bytes.getShort(at + 2 * i) & 0xFFFF;
          break;
        case LONG:
          numbers[i] = Integer.toUnsignedLong(bytes.getInt(at + 4 * i));
          break;
        default:
          throw new IOException("tag " + tag + " is no whole number");
      }
    }
    return numbers;
  }

  /** Unsigned: up to 2³² - 1; 0 where the file does not say. */
  long width() throws IOException {
    return number(WIDTH, 0);
  }

  /** Unsigned: up to 2³² - 1; 0 where the file does not say. */
  long height() throws IOException {
    return number(HEIGHT, 0);
  }

  /** Whether red, green and blue have been multiplied by the alpha that follows them. */
  boolean isMultipliedByAlpha() throws IOException {
    return number(PHOTOMETRIC, 0) == RGB
        && number(SAMPLES, 1) > 3
        && number(EXTRA_SAMPLES, 0) == ASSOCIATED_ALPHA;
  }

  /** Of the image, or of the largest of its tiles and JPEGs where that is more. */
  long pixels() {
    return pixels;
  }

  /**
   * The file with this directory alone, reduced to what pixels depend on: the plug-in would read
   * all directories, wherever they point, and the colour profile.
   */
  byte[] reduced() {
    int directory = file.length + (file.length & 1);
    byte[] reduced = Arrays.copyOf(file, directory + 2 + ENTRY * entries.size() + 4);
    ByteBuffer out = ByteBuffer.wrap(reduced).order(bytes.order());
    out.putInt(4, directory).putShort(directory, (short) entries.size());
    int to = directory + 2;
    for (int entry : entries.values()) {
      System.arraycopy(file, entry, reduced, to, ENTRY);
      to += ENTRY;
    }
    return reduced;
  }
}
