package org.hammingbird.image;

import java.io.IOException;

/** Decodes files of one format. Not thread-safe. */
interface FormatDecoder {

  /**
   * @throws IOException where the file is damaged; an {@link java.io.EOFException} where it ends
   *     too early
   */
  Raster decode(byte[] file, PixelLimit limit) throws IOException, ImageRejectedException;

  /** Frees what the decoder holds outside the heap; it is not used afterwards. */
  void dispose();

  static FormatDecoder create(ImageFormat format) {
    switch (format) {
      case JPEG:
        return new JpegDecoder();
      case PNG:
        return new PngDecoder();
      case GIF:
        return new GifDecoder();
      case WEBP:
        return new WebpDecoder();
      default:
        return new PluginDecoder(format);
    }
  }
}
