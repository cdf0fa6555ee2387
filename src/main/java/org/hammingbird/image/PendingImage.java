package org.hammingbird.image;

import java.io.IOException;

/** An image whose header has been read and whose pixels have not. */
interface PendingImage {

  /** As the header states it, unchecked. */
  long width();

  /** As the header states it, unchecked. */
  long height();

  /**
   * About how much work the pixels will be, whatever they are: pixels, times the passes over them.
   */
  long effort();

  /**
   * Called once, when the size has been found to be allowed. The raster may be lent until the next
   * image of this decoder.
   *
   * @throws IOException where the file is damaged; an {@link java.io.EOFException} where it ends
   *     too early
   */
  Raster decode() throws IOException;

  /**
   * The same, smaller if the format has a cheap way to that.
   *
   * @param leastSide the shorter side does not get shorter than this
   */
  default Raster decodeScaled(int leastSide) throws IOException {
    return decode();
  }
}
