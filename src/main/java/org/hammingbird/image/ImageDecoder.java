package org.hammingbird.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Files to pixels. Not thread-safe: one for each thread. */
public final class ImageDecoder {
  /** Pillow's limit: a quarter of a gibibyte of RGB twice over. */
  public static final long DEFAULT_MAX_PIXELS = 178_956_970;

  private final long maxPixels;

  public ImageDecoder() {
    this(DEFAULT_MAX_PIXELS);
  }

  /**
   * @param maxPixels the largest width times height that is decoded, at least 1
   */
  public ImageDecoder(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  public DecodedImage decode(byte[] file) throws ImageRejectedException {
    ImageFormat format = ImageFormat.sniff(file);
    if (format == null) {
      throw new ImageRejectedException(
          file.length == 0 ? RejectCause.EMPTY : RejectCause.UNSUPPORTED_FORMAT, "not an image");
    }
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
      if ((long) image.getWidth() * image.getHeight() > maxPixels) {
        throw new ImageRejectedException(RejectCause.TOO_LARGE, "too large");
      }
      int[] argb =
          image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
      byte[] rgb = new byte[argb.length * 3];
      for (int i = 0; i < argb.length; i++) {
        rgb[3 * i] = (byte) (argb[i] >> 16);
        rgb[3 * i + 1] = (byte) (argb[i] >> 8);
        rgb[3 * i + 2] = (byte) argb[i];
      }
      return new DecodedImage(new Raster(image.getWidth(), image.getHeight(), 3, rgb), format);
    } catch (IOException | RuntimeException e) {
      throw new ImageRejectedException(RejectCause.CORRUPT, String.valueOf(e.getMessage()), e);
    }
  }
}
