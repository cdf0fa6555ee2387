package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;

/**
 * What a GIF says before the data of its first frame (GIF89a), read as Pillow reads it: bytes
 * between blocks that begin none are passed over.
 */
final class GifStructure {
  private static final int HEADER = 13;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int COMMENT = 0xFE;
  private static final int IMAGE = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int HAS_PALETTE = 0x80;
  private static final int INTERLACED = 0x40;

  private final byte[] file;
  private int at;
  private int width;
  private int height;
  private int x;
  private int y;
  private int frameWidth;
  private int frameHeight;
  private boolean interlaced;
  private int transparent;
  private int paletteAt;
  private int paletteColors;
  private int codeBits;

  private GifStructure(byte[] file) {
    this.file = file;
  }

  /**
   * @param file that begins as a GIF
   * @throws EOFException where it ends before its first frame's data
   */
  static GifStructure read(byte[] file) throws IOException {
    GifStructure structure = new GifStructure(file);
    structure.walk();
    return structure;
  }

  private void walk() throws IOException {
    width = shortAt(6);
    height = shortAt(8);
    at = HEADER;
    palette(byteAt(10));
    byteAt(HEADER - 1);
    for (int block = next(); block != IMAGE; block = next()) {
      if (block == TRAILER) {
        throw new IOException("no image");
      }
      if (block == EXTENSION) {
        extension();
      }
    }
    frame();
  }

  private int next() throws EOFException {
    return byteAt(at++);
  }

  private void extension() throws EOFException {
    int label = next();
    int block = at;
    int length = skipBlock();
    if (label == GRAPHIC_CONTROL && length >= 4 && (byteAt(block + 1) & 1) == 1) {
      transparent = byteAt(block + 4);
    }
    if (label == COMMENT && length == 0) {
      return;
    }
    while (length > 0 || label != COMMENT) {
      length = skipBlock();
      if (length == 0) {
        return;
      }
    }
  }

  /** Returns the block's length, 0 for the last one. */
  private int skipBlock() throws EOFException {
    int length = next();
    at += length;
    return length;
  }

  private void frame() throws IOException {
    x = shortAt(at);
    y = shortAt(at + 2);
    frameWidth = shortAt(at + 4);
    frameHeight = shortAt(at + 6);
    if (frameWidth == 0 || frameHeight == 0) {
      throw new IOException("a frame of " + frameWidth + "x" + frameHeight);
    }
    int flags = byteAt(at + 8);
    interlaced = (flags & INTERLACED) != 0;
    at += 9;
    palette(flags);
    codeBits = next();
    width = Math.max(width, x + frameWidth);
    height = Math.max(height, y + frameHeight);
  }

  /** The palette that stands here, if the flags announce one. */
  private void palette(int flags) throws EOFException {
    if ((flags & HAS_PALETTE) != 0) {
      paletteAt = at;
      paletteColors = 2 << (flags & 7);
      at += 3 * paletteColors;
      byteAt(at - 1);
    }
  }

  private int shortAt(int index) throws EOFException {
    return byteAt(index) | byteAt(index + 1) << 8;
  }

  private int byteAt(int index) throws EOFException {
    if (index >= file.length) {
      throw new EOFException("the file ends before its image does");
    }
    return file[index] & 0xFF;
  }

  /** Columns of the screen, which holds the frame. */
  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Column of the frame on the screen. */
  int x() {
    return x;
  }

  /** Row of the frame on the screen. */
  int y() {
    return y;
  }

  int frameWidth() {
    return frameWidth;
  }

  int frameHeight() {
    return frameHeight;
  }

  boolean interlaced() {
    return interlaced;
  }

  /** Index that shows where the frame does not cover the screen: the transparent one, or 0. */
  int background() {
    return transparent;
  }

  /** Whether there is a palette; else an index is a shade of grey. */
  boolean hasPalette() {
    return paletteColors > 0;
  }

  /** 256 colours of three samples; black where the file has fewer. */
  byte[] palette() {
    byte[] palette = new byte[3 * 256];
    System.arraycopy(file, paletteAt, palette, 0, 3 * paletteColors);
    return palette;
  }

  /** Bits of an index, from which those of the first codes follow. */
  int codeBits() {
    return codeBits;
  }

  /** Where the blocks of compressed data start. */
  int dataStart() {
    return at;
  }
}
