package org.hammingbird.image;

import java.awt.image.DataBufferByte;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * JPEG by the JDK's libjpeg. The components are read as they are and turned into colours here, by
 * libjpeg's rules and arithmetic: {@link ImageReader#read} would guess colour spaces in its own
 * way, refuse CMYK, and stumble over odd metadata.
 */
final class JpegDecoder implements FormatDecoder {
  private final ImageReader reader = Readers.create(ImageFormat.JPEG);

  @Override
  public Raster decode(byte[] file, PixelLimit limit) throws IOException, ImageRejectedException {
    JpegStructure structure = JpegStructure.read(file);
    limit.check(structure.width(), structure.height());
    reader.setInput(new ByteArrayInput(file), true, true);
    java.awt.image.Raster decoded = reader.readRaster(0, null);
    reader.reset();
    byte[] samples = ((DataBufferByte) decoded.getDataBuffer()).getData();
    return toRaster(structure, decoded.getWidth(), decoded.getHeight(), samples);
  }

  private static Raster toRaster(JpegStructure structure, int width, int height, byte[] samples) {
    if (structure.components() == 1) {
      return new Raster(width, height, 1, samples);
    }
    if (structure.components() == 3) {
      if (structure.isYcc()) {
        JpegColors.yccToRgb(samples);
      }
      return new Raster(width, height, 3, samples);
    }
    if (structure.isYcc()) {
      JpegColors.ycckToCmyk(samples);
    }
    JpegColors.invert(samples);
    return new Raster(width, height, 3, Cmyk.toRgb(samples));
  }

  @Override
  public void dispose() {
    reader.dispose();
  }
}
