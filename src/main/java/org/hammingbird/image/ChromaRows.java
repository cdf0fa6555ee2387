package org.hammingbird.image;

/**
 * Interpolates the chroma rows of a JPEG that has every second one (4:4:0), as libjpeg-turbo does:
 * three parts of the nearer row and one of the other. The libjpeg that JDKs bring repeats the rows;
 * that of some Linux distributions is libjpeg-turbo itself.
 */
final class ChromaRows {
  private static final int CHANNELS = 3;

  private ChromaRows() {}

  /**
   * Interpolates in place where rows have been repeated, and leaves the samples alone where not.
   *
   * @param samples three components, of which the second and third are chroma
   */
  static void interpolate(byte[] samples, int width, int height) {
    if (!repeated(samples, width, height)) {
      return;
    }
    int row = width * CHANNELS;
    int last = (height - 1) / 2;
    byte[] above = new byte[row];
    byte[] here = new byte[row];
    System.arraycopy(samples, 0, here, 0, row);
    System.arraycopy(samples, 0, above, 0, row);
    for (int k = 0; k <= last; k++) {
      int upper = 2 * k * row;
      // the row below has not been changed yet; beyond the last one it is the same again
      int below = k < last ? upper + 2 * row : upper;
      byte[] next = new byte[row];
      System.arraycopy(samples, below, next, 0, row);
      blend(samples, upper, here, above, 1);
      if (2 * k + 1 < height) {
        blend(samples, upper + row, here, next, 2);
      }
      above = here;
      here = next;
    }
  }

  private static boolean repeated(byte[] samples, int width, int height) {
    int row = width * CHANNELS;
    for (int y = 0; y + 1 < height; y += 2) {
      for (int i = y * row; i < (y + 1) * row; i += CHANNELS) {
        if (samples[i + 1] != samples[i + 1 + row] || samples[i + 2] != samples[i + 2 + row]) {
          return false;
        }
      }
    }
    return true;
  }

  private static void blend(byte[] samples, int at, byte[] near, byte[] far, int rounding) {
    for (int i = 0; i < near.length; i++) {
      if (i % CHANNELS != 0) {
        samples[at + i] = (byte) ((3 * (near[i] & 0xFF) + (far[i] & 0xFF) + rounding) >> 2);
      }
    }
  }
}
