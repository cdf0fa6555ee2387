package org.hammingbird.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The inflated data of a PNG, in turn. */
final class PngData {
  private final byte[] file;
  private final PngStructure structure;
  private final Inflater inflater;
  private int nextChunk;

  /**
   * @param inflater freshly reset
   */
  PngData(byte[] file, PngStructure structure, Inflater inflater) {
    this.file = file;
    this.structure = structure;
    this.inflater = inflater;
  }

  /**
   * Fills the first {@code length} bytes of a buffer.
   *
   * @throws EOFException where the data end before
   */
  void read(byte[] buffer, int length) throws IOException {
    int at = 0;
    while (at < length) {
      at += inflate(buffer, at, length - at);
    }
  }

  private int inflate(byte[] buffer, int at, int length) throws IOException {
    try {
      int count = inflater.inflate(buffer, at, length);
      if (count == 0) {
        proceed();
      }
      return count;
    } catch (DataFormatException e) {
      throw new IOException("damaged data: " + e.getMessage(), e);
    }
  }

  private void proceed() throws IOException {
    if (inflater.needsDictionary()) {
      throw new IOException("data that need a dictionary");
    }
    if (inflater.finished() || nextChunk == structure.dataChunks()) {
      throw new EOFException("the data end before the image does");
    }
    inflater.setInput(file, structure.dataStart(nextChunk), structure.dataLength(nextChunk));
    nextChunk++;
  }
}
