package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** BMP by the JDK, after a look at what its header would have the JDK take memory for. */
final class BmpDecoder implements FormatDecoder {
  private static final int FILE_BYTES_AT = 2;
  private static final int DATA_AT = 10;
  private static final int HEADER_BYTES_AT = 14;
  private static final int WIDTH_AT = 18;
  private static final int HEIGHT_AT = 22;
  private static final int COMPRESSION_AT = 30;
  private static final int DATA_BYTES_AT = 34;
  private static final int PROFILE_BYTES_AT = 130;

  /** Bytes of the header of the first version, which has sides of 16 bits and no compression. */
  private static final int FIRST_HEADER = 12;

  /** Bytes of the fifth version's header, with a colour profile. */
  private static final int FIFTH_HEADER = 124;

  private static final int RLE_8 = 1;
  private static final int RLE_4 = 2;
  private static final int BIT_FIELDS = 3;

  private final PluginDecoder plugin;

  BmpDecoder(StopSign stop) {
    this.plugin = new PluginDecoder(ImageFormat.BMP, stop);
  }

  @Override
  public PendingImage open(byte[] file) throws IOException, ImageRejectedException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int header = bytes.getInt(HEADER_BYTES_AT);
      long width = bytes.getInt(WIDTH_AT);
      // rows stand from the top where it is negative
      long height = Math.abs((long) bytes.getInt(HEIGHT_AT));
      if (header == FIRST_HEADER) {
        width = bytes.getShort(WIDTH_AT) & 0xFFFF;
        height = bytes.getShort(WIDTH_AT + 2) & 0xFFFF;
      }
      requireWithin(file, Integer.toUnsignedLong(bytes.getInt(DATA_AT)));
      if (header != FIRST_HEADER) {
        compression(file, bytes);
      }
      if (header == FIFTH_HEADER) {
        requireWithin(file, Integer.toUnsignedLong(bytes.getInt(PROFILE_BYTES_AT)));
      }
      return PluginDecoder.pending(width, height, width * height, () -> plugin.decode(file));
    } catch (IndexOutOfBoundsException e) {
      throw new EOFException("the file ends inside its header");
    }
  }

  private static void compression(byte[] file, ByteBuffer bytes)
      throws EOFException, ImageRejectedException {
    int compression = bytes.getInt(COMPRESSION_AT);
    if (compression < 0 || compression > BIT_FIELDS) {
      throw new ImageRejectedException(
          RejectCause.UNSUPPORTED_FORMAT,
          "BMP of a kind that is not read: compression " + Integer.toUnsignedString(compression));
    }
    if (compression == RLE_8 || compression == RLE_4) {
      long data = Integer.toUnsignedLong(bytes.getInt(DATA_BYTES_AT));
      long whole = Integer.toUnsignedLong(bytes.getInt(FILE_BYTES_AT));
      requireWithin(file, data == 0 ? whole : data);
    }
  }

  private static void requireWithin(byte[] file, long length) throws EOFException {
    if (length > file.length) {
      throw new EOFException(
          String.format("%d bytes are stated in a file of %d", length, file.length));
    }
  }

  @Override
  public void dispose() {
    plugin.dispose();
  }
}
