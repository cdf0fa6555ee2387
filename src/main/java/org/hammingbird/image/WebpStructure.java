package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;

/**
 * What the chunks of a WebP say (the WebP container specification): its canvas, and where on it and
 * in the file its first frame is. Alpha, colour profile and metadata are passed over.
 */
final class WebpStructure {
  private static final int RIFF_HEADER = 8;
  private static final int VP8 = fourCc("VP8 ");
  private static final int VP8L = fourCc("VP8L");
  private static final int VP8X = fourCc("VP8X");
  private static final int ANMF = fourCc("ANMF");
  private static final int EXTENDED_HEADER = 10;
  private static final int FRAME_HEADER = 16;
  private static final int LOSSLESS_SIGNATURE = 0x2F;

  private final byte[] file;
  private boolean extended;
  private boolean animated;
  private int canvasWidth;
  private int canvasHeight;
  private int x;
  private int y;
  private int frameWidth;
  private int frameHeight;
  private boolean lossless;
  private int dataStart = -1;
  private int dataEnd;

  private WebpStructure(byte[] file) {
    this.file = file;
  }

  /**
   * @param file that begins as a WebP
   * @throws EOFException where it ends too early
   */
  static WebpStructure read(byte[] file) throws IOException {
    WebpStructure structure = new WebpStructure(file);
    structure.walk();
    return structure;
  }

  private void walk() throws IOException {
    long end = RIFF_HEADER + (intAt(4) & 0xFFFFFFFFL);
    if (end > file.length) {
      throw new EOFException("the file ends before its image does");
    }
    chunks(12, (int) end);
    if (dataStart < 0) {
      throw new IOException("no image");
    }
    if (!extended) {
      canvasWidth = frameWidth;
      canvasHeight = frameHeight;
    }
    boolean inside = (long) x + frameWidth <= canvasWidth && (long) y + frameHeight <= canvasHeight;
    boolean whole = frameWidth == canvasWidth && frameHeight == canvasHeight;
    if (animated ? !inside : !whole) {
      throw new IOException(
          String.format(
              "a frame of %dx%d on a canvas of %dx%d",
              frameWidth, frameHeight, canvasWidth, canvasHeight));
    }
  }

  private void chunks(int from, int end) throws IOException {
    int at = from;
    while (dataStart < 0 && at <= end - 8) {
      int type = intAt(at);
      int length = intAt(at + 4);
      int data = at + 8;
      if (length < 0 || length > end - data) {
        throw new EOFException("the file ends inside a chunk");
      }
      chunk(type, data, length);
      at = data + length + (length & 1);
    }
  }

  private void chunk(int type, int at, int length) throws IOException {
    if (type == VP8X && length >= EXTENDED_HEADER) {
      extended = true;
      canvasWidth = 1 + threeBytesAt(at + 4);
      canvasHeight = 1 + threeBytesAt(at + 7);
    } else if (type == ANMF && length >= FRAME_HEADER && extended && !animated) {
      animated = true;
      x = 2 * threeBytesAt(at);
      y = 2 * threeBytesAt(at + 3);
      chunks(at + FRAME_HEADER, at + length);
      checkSize(1 + threeBytesAt(at + 6), 1 + threeBytesAt(at + 9));
    } else if (type == VP8 || type == VP8L) {
      lossless = type == VP8L;
      dataStart = at;
      dataEnd = at + length;
      if (lossless) {
        losslessSize(at, length);
      } else {
        Vp8Frame frame = Vp8Frame.open(file, at, dataEnd);
        frameWidth = frame.width();
        frameHeight = frame.height();
      }
    }
  }

  private void checkSize(int width, int height) throws IOException {
    if (width != frameWidth || height != frameHeight) {
      throw new IOException("a frame of another size than it states");
    }
  }

  private void losslessSize(int at, int length) throws IOException {
    if (length < 5) {
      throw new EOFException("the image ends in its header");
    }
    int bits = intAt(at + 1);
    if (file[at] != LOSSLESS_SIGNATURE || bits >>> 29 != 0) {
      throw new IOException("no lossless image of version 0");
    }
    frameWidth = 1 + (bits & 0x3FFF);
    frameHeight = 1 + (bits >> 14 & 0x3FFF);
  }

  private static int fourCc(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }

  private int threeBytesAt(int at) throws EOFException {
    return intAt(at) & 0xFFFFFF;
  }

  private int intAt(int at) throws EOFException {
    if (at > file.length - 4) {
      throw new EOFException("the file ends before its image does");
    }
    return (file[at] & 0xFF)
        | (file[at + 1] & 0xFF) << 8
        | (file[at + 2] & 0xFF) << 16
        | file[at + 3] << 24;
  }

  int canvasWidth() {
    return canvasWidth;
  }

  int canvasHeight() {
    return canvasHeight;
  }

  /** Column of the frame on the canvas. */
  int x() {
    return x;
  }

  /** Row of the frame on the canvas. */
  int y() {
    return y;
  }

  /** Whether the frame is of the lossless kind. */
  boolean lossless() {
    return lossless;
  }

  /** Where the frame's data start. */
  int dataStart() {
    return dataStart;
  }

  /** Behind the frame's data. */
  int dataEnd() {
    return dataEnd;
  }
}
