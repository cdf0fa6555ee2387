package org.hammingbird.image;

import java.io.IOException;

/** An image whose header has been read and whose pixels have not. */
interface PendingImage {

  /** As the header states it, unchecked. */
  long width();

  /** As the header states it, unchecked. */
  long height();

  /**
   * How many pixels its decoder takes memory for at once: those of the image, or more where it
   * consists of larger parts. Asked for when width and height have been found to be allowed.
   */
  default long pixels() {
    return width() * height();
  }

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
