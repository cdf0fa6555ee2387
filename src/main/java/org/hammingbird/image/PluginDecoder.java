package org.hammingbird.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;

/** Decodes the first image of a file by the format's ImageIO reader. */
final class PluginDecoder implements FormatDecoder {
  private final ImageReader reader;

  PluginDecoder(ImageFormat format) {
    this.reader = Readers.create(format);
  }

  @Override
  public Raster decode(byte[] file, PixelLimit limit) throws IOException, ImageRejectedException {
    reader.setInput(new ByteArrayInput(file), true, true);
    limit.check(reader.getWidth(0), reader.getHeight(0));
    BufferedImage image = reader.read(0);
    reader.reset();
    return BufferedPixels.toRaster(image);
  }

  @Override
  public void dispose() {
    reader.dispose();
  }
}
