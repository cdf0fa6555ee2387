package org.hammingbird.image;

import java.io.IOException;

/** Decodes files of one format. Not thread-safe. */
interface FormatDecoder {

  /**
   * Reads what a file says of itself before its pixels.
   *
   * @param file not changed until its pixels are decoded
   * @throws IOException where the file is damaged; an {@link java.io.EOFException} where it ends
   *     too early
   */
  PendingImage open(byte[] file) throws IOException, ImageRejectedException;

  /** Frees what the decoder holds outside the heap; it is not used afterwards. */
  void dispose();

  /**
   * @param stop ends reading when the image has been given up
   */
  static FormatDecoder create(ImageFormat format, DecodeRoute route, StopSign stop) {
    switch (format) {
      case JPEG:
        return new JpegDecoder(route, stop);
      case PNG:
        return new PngDecoder();
      case GIF:
        return new GifDecoder();
      case WEBP:
        return new WebpDecoder(stop);
      case TIFF:
        return new TiffDecoder(stop);
      case BMP:
        return new BmpDecoder(stop);
      default:
        throw new IllegalArgumentException("No decoder of " + format);
    }
  }
}
