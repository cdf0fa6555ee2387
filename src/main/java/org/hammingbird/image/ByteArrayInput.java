package org.hammingbird.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/** A file in memory for ImageIO, without ImageIO's copies of it. */
final class ByteArrayInput extends ImageInputStreamImpl {
  private final byte[] file;
  private final StopSign stop;

  /**
   * @param stop ends reading when it is raised
   */
  ByteArrayInput(byte[] file, StopSign stop) {
    this.file = file;
    this.stop = stop;
  }

  @Override
  public int read() throws IOException {
    stop.check();
    bitOffset = 0;
    return streamPos < file.length ? file[(int) streamPos++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    stop.check();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    int count = (int) Math.min(length, file.length - streamPos);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(file, (int) streamPos, buffer, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return file.length;
  }
}
