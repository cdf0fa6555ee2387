package org.hammingbird.spark.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;

/**
 * Where in its archive an entry's bytes stand, and what the archive says of them. What it says is
 * not believed: {@link #content} checks it.
 */
public final class EntryPlace {
  /** Bytes of a zip's local header before the name, and the most that name and extras take. */
  private static final int LOCAL_HEADER = 30;

  private static final int LOCAL_NAMES = 2 * 0xFFFF;
  private static final int LOCAL_SIGNATURE = 0x04034b50;

  /** How an entry is stored. Zip's own numbers, but for the first two. */
  static final int TAR = -2;

  static final int ENCRYPTED = -1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  private final long offset;
  private final long span;
  private final long compressed;
  private final long size;
  private final long crc;
  private final int method;

  /**
   * A place as {@link #offset} and the other accessors gave it.
   *
   * @param offset in the archive from which to read
   * @param span bytes to read, at most
   * @param compressed bytes that the entry takes in the archive
   * @param size its own bytes
   * @param crc their CRC-32; for a tar any
   * @param method zip's compression method, {@value #TAR} in a tar
   */
  public EntryPlace(long offset, long span, long compressed, long size, long crc, int method) {
    this.offset = offset;
    this.span = span;
    this.compressed = compressed;
    this.size = size;
    this.crc = crc;
    this.method = method;
  }

  /** A tar's entry, whose bytes stand as they are. */
  static EntryPlace inTar(long offset, long size) {
    return new EntryPlace(offset, size, size, size, 0, TAR);
  }

  /**
   * A zip's entry, which begins with a header whose length the directory does not tell.
   *
   * @param offset of that header
   */
  static EntryPlace inZip(long offset, long compressed, long size, long crc, int method) {
    long longest = LOCAL_HEADER + LOCAL_NAMES + compressed;
    return new EntryPlace(offset, longest, compressed, size, crc, method);
  }

  /** The same, of which nothing stands at {@code end} or behind. */
  EntryPlace before(long end) {
    long shorter = Math.min(span, Math.max(0, end - offset));
    return new EntryPlace(offset, shorter, compressed, size, crc, method);
  }

  public long offset() {
    return offset;
  }

  public long span() {
    return span;
  }

  public long compressed() {
    return compressed;
  }

  public long size() {
    return size;
  }

  public long crc() {
    return crc;
  }

  public int method() {
    return method;
  }

  /**
   * Makes sure that the entry may be read.
   *
   * @throws ImageRejectedException where it is longer than allowed, empty, or stored in a way that
   *     is not read
   */
  void requireReadable(int maxBytes) throws ImageRejectedException {
    if (method != TAR && method != STORED && method != DEFLATED) {
      throw new ImageRejectedException(
          RejectCause.UNSUPPORTED_FORMAT,
          method == ENCRYPTED
              ? "The entry is encrypted"
              : "The entry is compressed by method " + method + "; stored and deflated are read");
    }
    if (size < 0 || compressed < 0 || offset < 0) {
      throw corrupt("its sizes are negative");
    }
    if (size == 0) {
      throw new ImageRejectedException(RejectCause.EMPTY, "The entry has no bytes");
    }
    if (Math.max(size, compressed) > maxBytes) {
      throw new ImageRejectedException(
          RejectCause.TOO_LARGE,
          String.format(
              "%d bytes, more than images.max-bytes = %d", Math.max(size, compressed), maxBytes));
    }
  }

  /**
   * The entry's own bytes, {@link #size} of them.
   *
   * @param part of the archive
   * @param at where in it the place begins
   * @throws ImageRejectedException where they are more or fewer, or not those of the check sum
   */
  byte[] content(byte[] part, int at) throws ImageRejectedException {
    int end = (int) Math.min(part.length, at + span);
    if (method == TAR) {
      return slice(part, at, end);
    }
    int begin = afterLocalHeader(part, at, end);
    byte[] content =
        method == STORED ? slice(part, begin, end) : inflate(part, begin, require(begin, end));
    CRC32 sum = new CRC32();
    sum.update(content);
    if (sum.getValue() != crc) {
      throw corrupt("its check sum is another");
    }
    return content;
  }

  private int afterLocalHeader(byte[] part, int at, int end) throws ImageRejectedException {
    if (end - at < LOCAL_HEADER) {
      throw corrupt("it has no header");
    }
    ByteBuffer header = ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(at) != LOCAL_SIGNATURE) {
      throw corrupt("it has no header");
    }
    int names = (header.getShort(at + 26) & 0xFFFF) + (header.getShort(at + 28) & 0xFFFF);
    return at + LOCAL_HEADER + names;
  }

  private int require(int begin, int end) throws ImageRejectedException {
    if (begin + compressed > end) {
      throw corrupt("it reaches into the next one");
    }
    return (int) compressed;
  }

  private byte[] slice(byte[] part, int begin, int end) throws ImageRejectedException {
    if (compressed != size) {
      throw corrupt("it is not compressed and has two lengths");
    }
    return Arrays.copyOfRange(part, begin, begin + require(begin, end));
  }

  /** Never writes more than the declared size: what would be more is found by one byte. */
  private byte[] inflate(byte[] part, int begin, int length) throws ImageRejectedException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(part, begin, length);
      byte[] content = new byte[(int) size];
      int done = 0;
      while (done < content.length && !inflater.finished()) {
        int more = inflater.inflate(content, done, content.length - done);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        done += more;
      }
      if (done < content.length || inflater.inflate(new byte[1]) > 0 || !inflater.finished()) {
        throw corrupt("it does not have the " + size + " bytes that it declares");
      }
      return content;
    } catch (DataFormatException e) {
      throw new ImageRejectedException(
          RejectCause.CORRUPT, "The entry cannot be inflated: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private static ImageRejectedException corrupt(String why) {
    return new ImageRejectedException(
        RejectCause.CORRUPT, "The archive contradicts itself about the entry: " + why);
  }
}
