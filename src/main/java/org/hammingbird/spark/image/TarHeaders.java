package org.hammingbird.spark.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;

/**
 * Reads a tar's headers one after the other. What lies between them is skipped: by seeking where it
 * is long, by reading where a store would have to be asked anew for less than it sends anyway.
 */
final class TarHeaders {
  private static final int BUFFER = 1 << 16;
  private static final long READ_RATHER_THAN_SEEK = 1 << 20;

  private TarHeaders() {}

  /**
   * Hands each file to {@code sink}; links, devices and sparse files are none. Of an archive that
   * ends too early, those before its end.
   *
   * @param length of the archive, in bytes
   * @return the same, before which all entries stand
   * @throws ImageRejectedException where it is no tar
   */
  static long read(FSDataInputStream in, long length, BiConsumer<String, EntryPlace> sink)
      throws IOException, ImageRejectedException {
    Skipping bytes = new Skipping(in, length);
    try {
      // not closed: the stream belongs to the caller
      TarArchiveInputStream tar = new TarArchiveInputStream(bytes, "UTF-8");
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        // headers are read in whole records, so that now the entry's bytes follow
        if (isFile(entry)) {
          sink.accept(entry.getName(), EntryPlace.inTar(bytes.position, entry.getSize()));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      if (bytes.failed) {
        throw e;
      }
      if (bytes.position < length) {
        throw new ImageRejectedException(
            RejectCause.CORRUPT, "The tar cannot be read: " + e.getMessage(), e);
      }
    }
    return length;
  }

  private static boolean isFile(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isSparse()
        && !entry.isSymbolicLink()
        && !entry.isLink()
        && !entry.isFIFO()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice();
  }

  /** A file in which skipping costs nothing until the next byte is read. */
  private static final class Skipping extends InputStream {
    private final FSDataInputStream in;
    private final long length;
    private final byte[] buffer = new byte[BUFFER];
    private long bufferAt;
    private int buffered;
    private long position;

    /** Whether the file could not be read, rather than understood. */
    private boolean failed;

    private Skipping(FSDataInputStream in, long length) {
      this.in = in;
      this.length = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int at, int wanted) throws IOException {
      if (position >= length) {
        return -1;
      }
      if (position < bufferAt || position >= bufferAt + buffered) {
        fill();
      }
      int from = (int) (position - bufferAt);
      int read = Math.min(wanted, buffered - from);
      System.arraycopy(buffer, from, to, at, read);
      position += read;
      return read;
    }

    private void fill() throws IOException {
      failed = true;
      long gap = position - in.getPos();
      if (gap > 0 && gap <= READ_RATHER_THAN_SEEK) {
        while (in.getPos() < position) {
          int most = (int) Math.min(BUFFER, position - in.getPos());
          in.readFully(buffer, 0, most);
        }
      } else if (gap != 0) {
        in.seek(position);
      }
      buffered = (int) Math.min(BUFFER, length - position);
      in.readFully(buffer, 0, buffered);
      bufferAt = position;
      failed = false;
    }

    @Override
    public long skip(long wanted) {
      long skipped = Math.max(0, Math.min(wanted, length - position));
      position += skipped;
      return skipped;
    }
  }
}
