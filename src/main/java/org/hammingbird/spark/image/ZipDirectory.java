package org.hammingbird.spark.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;

/**
 * Reads the central directory at a zip's end (PKWARE's APPNOTE 6.3.10, sections 4.3.12 to 4.3.16,
 * Zip64 included). By itself rather than by commons-compress, whose release on the platforms keeps
 * the entries' offsets to itself: without them each entry's own header would have to be read to
 * find the next, which is the whole archive.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int LOCATOR64 = 0x07064b50;
  private static final int LOCATOR64_BYTES = 20;
  private static final int END64 = 0x06064b50;
  private static final int END64_BYTES = 56;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int SIZES64 = 0x0001;
  private static final int ENCRYPTED_FLAG = 1;
  private static final long NONE_32 = 0xFFFFFFFFL;
  private static final int NONE_16 = 0xFFFF;

  private final FSDataInputStream in;
  private final long length;
  private long begin;
  private long bytes;
  private long shift;

  private ZipDirectory(FSDataInputStream in, long length) {
    this.in = in;
    this.length = length;
  }

  /**
   * Hands each entry but folders to {@code sink}.
   *
   * @param length of the archive, in bytes
   * @return where the directory begins, before which all entries stand
   * @throws ImageRejectedException where it is no zip, or contradicts itself
   */
  static long read(FSDataInputStream in, long length, BiConsumer<String, EntryPlace> sink)
      throws IOException, ImageRejectedException {
    ZipDirectory directory = new ZipDirectory(in, length);
    directory.find();
    directory.read(sink);
    return directory.begin;
  }

  private void find() throws IOException, ImageRejectedException {
    int tailBytes = (int) Math.min(length, LOCATOR64_BYTES + END_BYTES + LONGEST_COMMENT);
    byte[] tail = new byte[tailBytes];
    in.readFully(length - tailBytes, tail);
    ByteBuffer end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
    int at = tailBytes - END_BYTES;
    while (at >= 0 && !isEnd(end, at)) {
      at--;
    }
    if (at < 0) {
      throw corrupt("it has no directory at its end");
    }
    int disk = end.getShort(at + 4) & 0xFFFF;
    bytes = end.getInt(at + 12) & NONE_32;
    begin = end.getInt(at + 16) & NONE_32;
    long behind = length - tailBytes + at;
    int locator = at - LOCATOR64_BYTES;
    if (locator >= 0 && end.getInt(locator) == LOCATOR64) {
      behind = end.getLong(locator + 8);
      find64(behind);
    } else if (disk != 0 && disk != NONE_16) {
      throw corrupt("it is one of several parts");
    }
    // of archives with something before them, such as a program that unpacks them
    shift = behind - bytes - begin;
    if (begin < 0 || bytes < 0 || shift < 0 || behind > length) {
      throw corrupt("its directory stands outside of it");
    }
    begin += shift;
  }

  private static boolean isEnd(ByteBuffer end, int at) {
    return end.getInt(at) == END
        && at + END_BYTES + (end.getShort(at + 20) & 0xFFFF) == end.capacity();
  }

  private void find64(long at) throws IOException, ImageRejectedException {
    if (at < 0 || at > length - END64_BYTES) {
      throw corrupt("its directory stands outside of it");
    }
    byte[] found = new byte[END64_BYTES];
    in.readFully(at, found);
    ByteBuffer end = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
    if (end.getInt(0) != END64) {
      throw corrupt("it has no directory where its end says");
    }
    bytes = end.getLong(40);
    begin = end.getLong(48);
  }

  private void read(BiConsumer<String, EntryPlace> sink)
      throws IOException, ImageRejectedException {
    in.seek(begin);
    DataInputStream entries = new DataInputStream(new BufferedInputStream(in, 1 << 18));
    byte[] fixed = new byte[ENTRY_BYTES];
    ByteBuffer entry = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
    for (long left = bytes; left > 0; ) {
      if (left < ENTRY_BYTES) {
        throw corrupt("its directory ends within an entry");
      }
      entries.readFully(fixed);
      int nameBytes = entry.getShort(28) & 0xFFFF;
      int extraBytes = entry.getShort(30) & 0xFFFF;
      int commentBytes = entry.getShort(32) & 0xFFFF;
      left -= ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
      if (entry.getInt(0) != ENTRY || left < 0) {
        throw corrupt("its directory holds what is no entry");
      }
      byte[] rest = new byte[nameBytes + extraBytes + commentBytes];
      entries.readFully(rest);
      String name = text(rest, nameBytes);
      if (!name.endsWith("/")) {
        sink.accept(name, place(entry, ByteBuffer.wrap(rest, nameBytes, extraBytes)));
      }
    }
  }

  private EntryPlace place(ByteBuffer entry, ByteBuffer extra) throws ImageRejectedException {
    boolean encrypted = (entry.getShort(8) & ENCRYPTED_FLAG) != 0;
    long size = entry.getInt(24) & NONE_32;
    long compressed = entry.getInt(20) & NONE_32;
    long offset = entry.getInt(42) & NONE_32;
    if (size == NONE_32 || compressed == NONE_32 || offset == NONE_32) {
      ByteBuffer sizes = sizes64(extra);
      size = size == NONE_32 ? next(sizes) : size;
      compressed = compressed == NONE_32 ? next(sizes) : compressed;
      offset = offset == NONE_32 ? next(sizes) : offset;
    }
    return EntryPlace.inZip(
        offset + shift,
        compressed,
        size,
        entry.getInt(16) & NONE_32,
        encrypted ? EntryPlace.ENCRYPTED : entry.getShort(10) & 0xFFFF);
  }

  private static ByteBuffer sizes64(ByteBuffer extra) throws ImageRejectedException {
    ByteBuffer fields = extra.slice().order(ByteOrder.LITTLE_ENDIAN);
    while (fields.remaining() >= 4) {
      int id = fields.getShort() & 0xFFFF;
      int fieldBytes = Math.min(fields.getShort() & 0xFFFF, fields.remaining());
      if (id == SIZES64) {
        fields.limit(fields.position() + fieldBytes);
        return fields;
      }
      fields.position(fields.position() + fieldBytes);
    }
    throw corrupt("an entry of more than 4 GB does not say its sizes");
  }

  private static long next(ByteBuffer sizes) throws ImageRejectedException {
    if (sizes.remaining() < Long.BYTES) {
      throw corrupt("an entry of more than 4 GB does not say its sizes");
    }
    return sizes.getLong();
  }

  /** Names are UTF-8, whether or not the flag says so, or else in the code page of old. */
  private static String text(byte[] bytes, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      Charset old =
          Charset.isSupported("IBM437") ? Charset.forName("IBM437") : StandardCharsets.ISO_8859_1;
      return new String(Arrays.copyOf(bytes, length), old);
    }
  }

  private static ImageRejectedException corrupt(String why) {
    return new ImageRejectedException(RejectCause.CORRUPT, "The zip cannot be read: " + why);
  }
}
