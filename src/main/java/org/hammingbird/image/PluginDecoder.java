package org.hammingbird.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * Decodes the first image of a file by the format's ImageIO reader. It takes memory for whatever
 * the file states: that is to be checked before.
 */
final class PluginDecoder {
  private final ImageReader reader;
  private final StopSign stop;

  PluginDecoder(ImageFormat format, StopSign stop) {
    this.reader = Readers.create(format);
    this.stop = stop;
  }

  Raster decode(byte[] file) throws IOException {
    return BufferedPixels.toRaster(read(file));
  }

  BufferedImage read(byte[] file) throws IOException {
    reader.setInput(new ByteArrayInput(file, stop), true, true);
    BufferedImage image = reader.read(0);
    reader.reset();
    return image;
  }

  /**
   * An image that the reader will not see before its pixels are wanted.
   *
   * @param pixels see {@link PendingImage#pixels}
   * @param decoding how they are got then
   */
  static PendingImage pending(long width, long height, long pixels, Decoding decoding) {
    return new PendingImage() {
      @Override
      public long width() {
        return width;
      }

      @Override
      public long height() {
        return height;
      }

      @Override
      public long pixels() {
        return pixels;
      }

      /** Unknown: damaged data can keep the reader busy for long. */
      @Override
      public long effort() {
        return Long.MAX_VALUE;
      }

      @Override
      public Raster decode() throws IOException {
        return decoding.decode();
      }
    };
  }

  void dispose() {
    reader.dispose();
  }

  /** Reads the pixels of an image whose header has been checked. */
  interface Decoding {
    Raster decode() throws IOException;
  }
}
