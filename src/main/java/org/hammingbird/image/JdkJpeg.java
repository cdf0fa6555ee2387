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
  private static final int[] NO_PIXELS = {};

  private final ImageReader reader = Readers.create(ImageFormat.JPEG);
  private final int[] chunk = new int[512];
  private final StopSign stop;
  private int[] pixels = NO_PIXELS;

  JdkJpeg(StopSign stop) {
    this.stop = stop;
  }

  /** Reading every second pixel is not the same as scaling down. */
  @Override
  public int mostDivisor() {
    return 1;
  }

  @Override
  public int[] pixels(byte[] file, JpegStructure structure, int divisor) throws IOException {
    byte[] samples = read(file);
    if (structure.halvesChromaRows()) {
      ChromaRows.interpolate(samples, structure.width(), structure.height());
    }
    int count = structure.width() * structure.height();
    int[] result = JpegSource.atLeast(pixels, count);
    for (int at = 0; at < count; at += chunk.length) {
      int some = Math.min(chunk.length, count - at);
      PackedPixels.read(samples, 3 * at, 3, chunk, some);
      if (structure.isYcc()) {
        JpegColors.yccToRgb(chunk, some);
      }
      System.arraycopy(chunk, 0, result, at, some);
    }
    pixels = result.length > KEPT_PIXELS + KEPT_PIXELS / 4 ? NO_PIXELS : result;
    return result;
  }

  @Override
  public byte[] samples(byte[] file, JpegStructure structure, int divisor) throws IOException {
    byte[] samples = read(file);
    if (structure.isYcc()) {
      JpegColors.ycckToCmyk(samples);
    }
    return samples;
  }

  private byte[] read(byte[] file) throws IOException {
    reader.setInput(new ByteArrayInput(file, stop), true, true);
    java.awt.image.Raster decoded = reader.readRaster(0, null);
    reader.reset();
    return ((DataBufferByte) decoded.getDataBuffer()).getData();
  }

  @Override
  public void dispose() {
    reader.dispose();
  }
}
