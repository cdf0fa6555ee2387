package org.hammingbird.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;

/** Decodes the first image of a file by the format's ImageIO reader. */
final class PluginDecoder implements FormatDecoder {
  private final ImageReader reader;
  private final StopSign stop;

  PluginDecoder(ImageFormat format, StopSign stop) {
    this.reader = Readers.create(format);
    this.stop = stop;
  }

  @Override
  public PendingImage open(byte[] file) throws IOException {
    reader.setInput(new ByteArrayInput(file, stop), true, true);
    return new Pending(reader.getWidth(0), reader.getHeight(0));
  }

  @Override
  public void dispose() {
    reader.dispose();
  }

  private final class Pending implements PendingImage {
    private final int width;
    private final int height;

    private Pending(int width, int height) {
      this.width = width;
      this.height = height;
    }

    @Override
    public long width() {
      return width;
    }

    @Override
    public long height() {
      return height;
    }

    @Override
    public long effort() {
      return Long.MAX_VALUE;
    }

    @Override
    public Raster decode() throws IOException {
      BufferedImage image = reader.read(0);
      reader.reset();
      return BufferedPixels.toRaster(image);
    }
  }
}
