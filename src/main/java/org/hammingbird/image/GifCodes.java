package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;

/**
 * GIF's variant of LZW (GIF89a, appendix F), with Pillow's notion of what is damaged: a code that
 * is not yet known is, an early end code or data after it are not.
 */
final class GifCodes {
  private static final int MOST_BITS = 12;
  private static final int TABLE = 1 << MOST_BITS;

  private final byte[] file;
  private int at;
  private int blockLeft;
  private int bits;
  private int bitCount;

  private final short[] prefix = new short[TABLE];
  private final byte[] suffix = new byte[TABLE];
  private final byte[] string = new byte[TABLE + 1];

  /**
   * @param from where the first block of data starts
   */
  GifCodes(byte[] file, int from) {
    this.file = file;
    this.at = from;
  }

  /**
   * Decodes as many indices as there is room for.
   *
   * @throws EOFException where the data end before
   */
  void read(int indexBits, byte[] indices) throws IOException {
    if (indexBits > MOST_BITS) {
      throw new IOException("indices of " + indexBits + " bits");
    }
    int clear = 1 << indexBits;
    int end = clear + 1;
    int next = clear + 2;
    int size = indexBits + 1;
    int last = -1;
    byte lastFirst = 0;
    int o = 0;
    while (o < indices.length) {
      int code = code(size);
      if (code == clear) {
        next = clear + 2;
        size = indexBits + 1;
        last = -1;
        continue;
      }
      if (code == end) {
        continue;
      }
      int from = string.length;
      if (last < 0) {
        if (code > clear) {
          throw new IOException("a code before its string");
        }
        lastFirst = (byte) code;
        string[--from] = lastFirst;
      } else {
        from = expand(code, next, clear, last, lastFirst);
        lastFirst = string[from];
        if (next < TABLE) {
          suffix[next] = lastFirst;
          prefix[next] = (short) last;
          if (next == (1 << size) - 1 && size < MOST_BITS) {
            size++;
          }
          next++;
        }
      }
      last = code;
      int count = Math.min(string.length - from, indices.length - o);
      System.arraycopy(string, from, indices, o, count);
      o += count;
    }
  }

  /** The string of a code to the end of the buffer; returns where it starts. */
  private int expand(int code, int next, int clear, int last, byte lastFirst) throws IOException {
    if (code > next) {
      throw new IOException("a code before its string");
    }
    int from = string.length;
    int rest = code;
    if (code == next) {
      string[--from] = lastFirst;
      rest = last;
    }
    while (rest >= clear) {
      if (rest >= TABLE || from <= 1) {
        throw new IOException("a code that is none");
      }
      string[--from] = suffix[rest];
      rest = prefix[rest];
    }
    string[--from] = (byte) rest;
    return from;
  }

  private int code(int size) throws EOFException {
    while (bitCount < size) {
      while (blockLeft == 0) {
        blockLeft = next();
        if (blockLeft > file.length - at) {
          throw new EOFException("the file ends before its image does");
        }
      }
      bits |= next() << bitCount;
      bitCount += 8;
      blockLeft--;
    }
    int code = bits & (1 << size) - 1;
    bits >>>= size;
    bitCount -= size;
    return code;
  }

  private int next() throws EOFException {
    if (at >= file.length) {
      throw new EOFException("the file ends before its image does");
    }
    return file[at++] & 0xFF;
  }
}
