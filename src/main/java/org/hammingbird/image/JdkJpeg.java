package org.hammingbird.image;

import java.awt.image.DataBufferByte;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * JPEG by the JDK's libjpeg. The components are read as they are and turned into colours here, by
 * libjpeg's rules and arithmetic: {@link ImageReader#read} would guess colour spaces in its own
 * way, refuse CMYK, and stumble over odd metadata.
 */
final class JdkJpeg implements JpegSource {
  private final ImageReader reader = Readers.create(ImageFormat.JPEG);

  private final StopSign stop;

  JdkJpeg(StopSign stop) {
    this.stop = stop;
  }

  /** Reading every second pixel is not the same as scaling down. */
  @Override
  public int mostDivisor() {
    return 1;
  }

  @Override
  public byte[] samples(byte[] file, JpegStructure structure, int divisor) throws IOException {
    reader.setInput(new ByteArrayInput(file, stop), true, true);
    java.awt.image.Raster decoded = reader.readRaster(0, null);
    reader.reset();
    byte[] samples = ((DataBufferByte) decoded.getDataBuffer()).getData();
    if (structure.halvesChromaRows()) {
      ChromaRows.interpolate(samples, structure.width(), structure.height());
    }
    if (structure.isYcc()) {
      if (structure.components() == 3) {
        JpegColors.yccToRgb(samples);
      } else {
        JpegColors.ycckToCmyk(samples);
      }
    }
    return samples;
  }

  @Override
  public void dispose() {
    reader.dispose();
  }
}
