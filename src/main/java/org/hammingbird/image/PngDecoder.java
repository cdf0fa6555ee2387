package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;

/** PNG by the JDK, after a walk over its chunks: size, completeness, checksums. */
final class PngDecoder implements FormatDecoder {
  private static final int SIGNATURE = 8;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int ANCILLARY = 0x20000000;

  private final PluginDecoder plugin = new PluginDecoder(ImageFormat.PNG);

  @Override
  public Raster decode(byte[] file, PixelLimit limit) throws IOException, ImageRejectedException {
    if (intAt(file, SIGNATURE + 4) != IHDR) {
      throw new IOException("the first chunk is not IHDR");
    }
    limit.check(intAt(file, 16) & 0xFFFFFFFFL, intAt(file, 20) & 0xFFFFFFFFL);
    checkChunks(file);
    return plugin.decode(file, limit);
  }

  private static void checkChunks(byte[] file) throws IOException {
    boolean data = false;
    int at = SIGNATURE;
    int type;
    do {
      int length = intAt(file, at);
      type = intAt(file, at + 4);
      if (length < 0 || length > file.length - at - 12) {
        throw new EOFException("the file ends inside a chunk");
      }
      if ((type & ANCILLARY) == 0) {
        checkSum(file, at + 4, length + 4);
      }
      data |= type == IDAT;
      at += length + 12;
    } while (type != IEND);
    if (!data) {
      throw new IOException("no image data");
    }
  }

  private static void checkSum(byte[] file, int from, int length) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(file, from, length);
    if ((int) sum.getValue() != intAt(file, from + length)) {
      throw new IOException("the checksum of a chunk does not match");
    }
  }

  private static int intAt(byte[] file, int at) throws EOFException {
    if (at > file.length - 4) {
      throw new EOFException("the file ends before its last chunk");
    }
    return (file[at] & 0xFF) << 24
        | (file[at + 1] & 0xFF) << 16
        | (file[at + 2] & 0xFF) << 8
        | file[at + 3] & 0xFF;
  }

  @Override
  public void dispose() {
    plugin.dispose();
  }
}
