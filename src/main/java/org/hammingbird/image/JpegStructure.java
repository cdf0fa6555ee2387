package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What the markers of a JPEG say: size, components, whether these are luma and chroma, and whether
 * the file is whole. (ITU-T T.81, annex B; colour by the rules of libjpeg's {@code
 * default_decompress_parms}.)
 */
final class JpegStructure {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SOF0 = 0xC0;
  private static final int SOF2 = 0xC2;
  private static final int SOF15 = 0xCF;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int DQT = 0xDB;
  private static final int DAC = 0xCC;
  private static final int RST0 = 0xD0;
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;
  private static final int TEM = 0x01;
  private static final int NO_TRANSFORM = -1;

  /** Each scan of a progressive file goes over the whole image: some kilobytes could take hours. */
  private static final int MOST_SCANS = 500;

  private final byte[] file;
  private int at = 2;
  private int width;
  private int height;
  private int components;
  private int firstIds;
  private boolean jfif;
  private int adobeTransform = NO_TRANSFORM;
  private int scans;
  private int frameAt;
  private boolean progressive;
  private int quantizations;
  private int huffmans;
  private boolean ownTables = true;

  private JpegStructure(byte[] file) {
    this.file = file;
  }

  /**
   * @throws EOFException where the file ends before its end marker
   */
  static JpegStructure read(byte[] file) throws IOException, ImageRejectedException {
    JpegStructure structure = new JpegStructure(file);
    structure.walk();
    return structure;
  }

  private void walk() throws IOException, ImageRejectedException {
    for (int marker = nextMarker(); marker != EOI; marker = nextMarker()) {
      boolean alone = marker == TEM || marker >= RST0 && marker <= SOI;
      if (!alone) {
        int end = at + length();
        segment(marker, at + 2, end);
        at = end;
      }
    }
    if (scans == 0) {
      throw new IOException("no image before the end marker");
    }
  }

  /** Skips entropy-coded data, stuffed zeros and junk, as libjpeg does. */
  private int nextMarker() throws EOFException {
    while (true) {
      at = nextFf(at);
      while (byteAt(at) == 0xFF) {
        at++;
      }
      int marker = byteAt(at++);
      if (marker != 0) {
        return marker;
      }
    }
  }

  /** The next 0xFF, eight bytes at a time: nearly all of a file is data without any. */
  private int nextFf(int from) throws EOFException {
    int i = from;
    while (i <= file.length - Long.BYTES) {
      long flipped = ~(long) LONGS.get(file, i);
      // the lowest zero byte of the complement has its highest bit set, and none below it
      long zeros = (flipped - 0x0101010101010101L) & ~flipped & 0x8080808080808080L;
      if (zeros != 0) {
        return i + (Long.numberOfTrailingZeros(zeros) >> 3);
      }
      i += Long.BYTES;
    }
    while (byteAt(i) != 0xFF) {
      i++;
    }
    return i;
  }

  private int length() throws IOException {
    int length = shortAt(at);
    if (length < 2) {
      throw new IOException("a segment of " + length + " bytes");
    }
    return length;
  }

  private void segment(int marker, int from, int end) throws IOException, ImageRejectedException {
    if (marker == SOS) {
      scan(from, end);
    } else if (marker == DQT) {
      quantizationTables(from, end);
    } else if (marker == DHT) {
      huffmanTables(from, end);
    } else if (marker == APP0) {
      jfif |= starts(from, end, "JFIF\0");
    } else if (marker == APP14 && end - from >= 12 && starts(from, end, "Adobe")) {
      adobeTransform = byteAt(from + 11);
    } else if (marker >= SOF0
        && marker <= SOF15
        && marker != DHT
        && marker != JPG
        && marker != DAC) {
      frame(marker, from);
    }
  }

  private void quantizationTables(int from, int end) throws EOFException {
    int next = from;
    while (next < end) {
      int table = byteAt(next);
      quantizations |= 1 << (table & 15);
      next += 1 + 64 * (table >> 4 == 0 ? 1 : 2);
    }
  }

  /** As bits: 0 to 15 for DC, 16 to 31 for AC. */
  private void huffmanTables(int from, int end) throws EOFException {
    int next = from;
    while (next < end) {
      huffmans |= 1 << (byteAt(next) & 31);
      int codes = 0;
      for (int i = 1; i <= 16; i++) {
        codes += byteAt(next + i);
      }
      next += 17 + codes;
    }
  }

  private void scan(int from, int end) throws IOException {
    if (components == 0) {
      throw new IOException("a scan before the frame's header");
    }
    if (++scans > MOST_SCANS) {
      throw new IOException("more than " + MOST_SCANS + " scans");
    }
    int count = byteAt(from);
    int first = byteAt(from + 1 + 2 * count);
    for (int i = 0; i < count && from + 2 + 2 * i < end; i++) {
      checkTables(byteAt(from + 1 + 2 * i), byteAt(from + 2 + 2 * i), first);
    }
  }

  /**
   * A file must bring its own quantization tables: libjpeg would refuse it, or take those that it
   * kept of another image. Huffman tables may be missing, as they are in the frames of films.
   */
  private void checkTables(int component, int tables, int first) throws IOException {
    for (int i = 0; i < components; i++) {
      if (byteAt(frameAt + 6 + 3 * i) == component) {
        int quantization = byteAt(frameAt + 8 + 3 * i);
        if ((quantizations >> quantization & 1) == 0 || quantization > 3) {
          throw new IOException("quantization table " + quantization + " is not defined");
        }
      }
    }
    int dc = huffmans >> (tables >> 4);
    int ac = huffmans >> 16 + (tables & 15);
    // a progressive scan needs one of the two only
    ownTables &= ((progressive ? first == 0 ? dc : ac : dc & ac) & 1) == 1;
  }

  private void frame(int marker, int from) throws IOException, ImageRejectedException {
    if (components != 0) {
      throw new IOException("two frames");
    }
    frameAt = from;
    progressive = marker == SOF2;
    int precision = byteAt(from);
    height = shortAt(from + 1);
    width = shortAt(from + 3);
    components = byteAt(from + 5);
    if (marker > SOF2 || precision != 8) {
      throw unsupported(String.format("process 0x%02x with %d bits", marker, precision));
    }
    if (components != 1 && components != 3 && components != 4) {
      throw unsupported(components + " components");
    }
    if (components == 3) {
      firstIds = byteAt(from + 6) << 16 | byteAt(from + 9) << 8 | byteAt(from + 12);
    }
  }

  private static ImageRejectedException unsupported(String what) {
    return new ImageRejectedException(
        RejectCause.UNSUPPORTED_FORMAT, "JPEG of a kind that is not read: " + what);
  }

  private boolean starts(int from, int end, String name) {
    if (end > file.length || end - from < name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (file[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int byteAt(int index) throws EOFException {
    if (index >= file.length) {
      throw new EOFException("the file ends before its end marker");
    }
    return file[index] & 0xFF;
  }

  private int shortAt(int index) throws EOFException {
    return byteAt(index) << 8 | byteAt(index + 1);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** 1 (grey), 3 or 4. */
  int components() {
    return components;
  }

  /**
   * Whether chroma has all columns but every second row only (4:4:0), as in 4:2:2 turned by 90°.
   */
  boolean halvesChromaRows() throws EOFException {
    if (components != 3) {
      return false;
    }
    // horizontal factor in the upper four bits, vertical one in the lower: what counts is their
    // ratio to luma's
    int luma = byteAt(frameAt + 7);
    int chroma = byteAt(frameAt + 10);
    return chroma == byteAt(frameAt + 13)
        && luma >> 4 == chroma >> 4
        && (luma & 15) == 2 * (chroma & 15);
  }

  /** How often the decoder goes over the image: more than once where it is progressive. */
  int scans() {
    return scans;
  }

  /**
   * Whether the file brings all Huffman tables that it uses. Where it does not, the standard ones
   * are meant, and a decoder that has seen another image would take that image's.
   */
  boolean ownTables() {
    return ownTables;
  }

  /** Whether the first three components are luma and chroma. */
  boolean isYcc() {
    if (components == 4) {
      return adobeTransform > 0;
    }
    if (components == 1) {
      return false;
    }
    if (jfif) {
      return true;
    }
    boolean namedRgb = firstIds == ('R' << 16 | 'G' << 8 | 'B');
    return adobeTransform == NO_TRANSFORM ? !namedRgb : adobeTransform != 0;
  }
}
