package org.hammingbird.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes an image as a baseline JPEG and reads it again, in memory, with the JDK's own codec (which
 * is libjpeg): whichever plug-ins are installed, the result is the same.
 */
final class JpegRoundTrip {
  private static final String JDK = "com.sun.imageio.plugins.jpeg.";

  private JpegRoundTrip() {}

  /**
   * @param quality on libjpeg's scale, 1 to 100
   */
  static Raster apply(Raster image, int quality) {
    try {
      return read(write(image, quality), image);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot recompress a " + image, e);
    }
  }

  static byte[] write(Raster image, int quality) throws IOException {
    ImageWriter writer = provider(ImageWriterSpi.class).createWriterInstance();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality / 100f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(buffered(image), null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static Raster read(byte[] file, Raster like) throws IOException {
    ImageReader reader = provider(ImageReaderSpi.class).createReaderInstance();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      java.awt.image.Raster pixels = reader.read(0).getRaster();
      int[] values = pixels.getPixels(0, 0, like.width(), like.height(), (int[]) null);
      int bands = pixels.getNumBands();
      byte[] samples = new byte[like.samples().length];
      // BufferedImage's bands are red, green, blue whatever the order of its bytes
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (byte) values[bands == like.channels() ? i : i * bands];
      }
      return new Raster(like.width(), like.height(), like.channels(), samples);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage buffered(Raster image) {
    boolean grey = image.channels() == 1;
    BufferedImage buffered =
        new BufferedImage(
            image.width(),
            image.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    int[] values = new int[image.samples().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = image.samples()[i] & 0xff;
    }
    buffered.getRaster().setPixels(0, 0, image.width(), image.height(), values);
    return buffered;
  }

  private static <T> T provider(Class<T> kind) {
    Iterator<T> providers = IIORegistry.getDefaultInstance().getServiceProviders(kind, true);
    while (providers.hasNext()) {
      T provider = providers.next();
      if (provider.getClass().getName().startsWith(JDK)) {
        return provider;
      }
    }
    throw new IllegalStateException(
        "This Java has no JPEG codec of its own ("
            + JDK
            + "): is it built without java.desktop? "
            + String.join(", ", ImageIO.getReaderFormatNames()));
  }
}
