package org.hammingbird.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The ImageIO reader of each format, always the same one: the JDK's own, or TwelveMonkeys' made
 * from its provider. A lookup by format would take whatever the class path of the day holds, and
 * miss plug-ins in a job's own jar, which executors load by another class loader.
 */
final class Readers {
  private Readers() {}

  static ImageReader create(ImageFormat format) {
    try {
      return provider(format).createReaderInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageReaderSpi provider(ImageFormat format) {
    switch (format) {
      case WEBP:
        return new WebPImageReaderSpi();
      case TIFF:
        return new TIFFImageReaderSpi();
      default:
        return ofJdk(format);
    }
  }

  /** The registry holds the JDK's providers from its start, without any lookup of services. */
  private static ImageReaderSpi ofJdk(ImageFormat format) {
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (providers.hasNext()) {
      ImageReaderSpi provider = providers.next();
      if (provider.getClass().getModule() == ImageReader.class.getModule()
          && provider.getFormatNames()[0].equalsIgnoreCase(format.id())) {
        return provider;
      }
    }
    throw new IllegalStateException("The JDK has no ImageIO reader for " + format.id());
  }
}
