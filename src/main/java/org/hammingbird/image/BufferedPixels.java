package org.hammingbird.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;

/**
 * What ImageIO decoded, as Pillow's {@code convert} would have it. Samples are taken from the
 * raster: {@link BufferedImage#getRGB} would manage colours and spread greys over a curve.
 */
final class BufferedPixels {
  private BufferedPixels() {}

  static Raster toRaster(BufferedImage image) {
    ColorModel colors = image.getColorModel();
    if (colors instanceof IndexColorModel) {
      return indexed(image.getRaster(), (IndexColorModel) colors);
    }
    if (colors.getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
      byte[] inks = samples(image.getRaster(), 4, 4);
      return new Raster(image.getWidth(), image.getHeight(), 3, Cmyk.toRgb(inks));
    }
    int bands = image.getRaster().getNumBands();
    int channels = bands < 3 ? 1 : 3;
    byte[] samples = samples(image.getRaster(), channels, bands);
    return new Raster(image.getWidth(), image.getHeight(), channels, samples);
  }

  private static Raster indexed(WritableRaster raster, IndexColorModel palette) {
    int width = raster.getWidth();
    int[] row = new int[width];
    byte[] rgb = new byte[width * raster.getHeight() * 3];
    int o = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int index : row) {
        int color = palette.getRGB(index);
        rgb[o++] = (byte) (color >> 16);
        rgb[o++] = (byte) (color >> 8);
        rgb[o++] = (byte) color;
      }
    }
    return new Raster(width, raster.getHeight(), 3, rgb);
  }

  /** The same of red, green, blue and alpha, where the colours have been multiplied by alpha. */
  static Raster dividedByAlpha(BufferedImage image) {
    byte[] samples = samples(image.getRaster(), 4, image.getRaster().getNumBands());
    return new Raster(image.getWidth(), image.getHeight(), 3, divided(samples));
  }

  /** Red, green and blue that have been multiplied by the alpha after them, as they were. */
  private static byte[] divided(byte[] samples) {
    byte[] rgb = new byte[samples.length / 4 * 3];
    int o = 0;
    for (int i = 0; i < samples.length; i += 4) {
      int alpha = samples[i + 3] & 0xFF;
      for (int c = 0; c < 3; c++) {
        rgb[o++] = (byte) (alpha == 0 ? 0 : Math.min(255, (samples[i + c] & 0xFF) * 255 / alpha));
      }
    }
    return rgb;
  }

  /** The first {@code channels} of each pixel's bands, brought to 8 bits. */
  private static byte[] samples(WritableRaster raster, int channels, int bands) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int[] row = new int[width * bands];
    byte[] samples = new byte[width * height * channels];
    byte[][] scales = new byte[channels][];
    for (int c = 0; c < channels; c++) {
      scales[c] = scale(raster.getSampleModel().getSampleSize(c), bands);
    }
    int o = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int i = 0; i < row.length; i += bands) {
        for (int c = 0; c < channels; c++) {
          samples[o++] = scales[c][row[i + c]];
        }
      }
    }
    return samples;
  }

  /** For each value of {@code bits} bits its 8-bit value; 16-bit grey without alpha is clipped. */
  private static byte[] scale(int bits, int bands) {
    if (bits > 16) {
      throw new UnsupportedOperationException("Unsupported samples of " + bits + " bits");
    }
    byte[] scale = new byte[1 << bits];
    for (int v = 0; v < scale.length; v++) {
      scale[v] =
          (byte)
              (bits <= 8
                  ? v * 255 / (scale.length - 1)
                  : bands == 1 ? Math.min(255, v) : v >> (bits - 8));
    }
    return scale;
  }
}
