package org.hammingbird.demo;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntUnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Files of pictures, and pictures scaled and recoloured. */
final class Pictures {
  private Pictures() {}

  static byte[] png(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    return write(image, writer, writer.getDefaultWriteParam());
  }

  /** {@code quality} above 0, up to 1. */
  static byte[] jpeg(BufferedImage image, double quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality((float) quality);
    return write(image, writer, how);
  }

  private static byte[] write(BufferedImage image, ImageWriter writer, ImageWriteParam how) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException impossible) {
      throw new UncheckedIOException("cannot encode a drawn image in memory", impossible);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  static BufferedImage read(byte[] file) {
    try {
      // a stream of our own, as ImageIO would make a temporary file; read() closes it
      return ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
    } catch (IOException impossible) {
      throw new UncheckedIOException("cannot decode a drawn image in memory", impossible);
    }
  }

  /** A new image of the given size, by bicubic interpolation. */
  static BufferedImage scaled(BufferedImage image, int toWidth, int toHeight) {
    BufferedImage scaled = new BufferedImage(toWidth, toHeight, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, toWidth, toHeight, null);
    graphics.dispose();
    return scaled;
  }

  /** A new image: the part from (left, top) of the given size. */
  static BufferedImage cropped(BufferedImage image, int left, int top, int width, int height) {
    BufferedImage cropped = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = cropped.createGraphics();
    graphics.drawImage(image, -left, -top, null);
    graphics.dispose();
    return cropped;
  }

  /** A new image in which each sample, 0 to 255, is mapped and then held to that range. */
  static BufferedImage mapped(BufferedImage image, IntUnaryOperator tone) {
    BufferedImage mapped =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        mapped.setRGB(
            x,
            y,
            held(tone.applyAsInt(rgb >> 16 & 255)) << 16
                | held(tone.applyAsInt(rgb >> 8 & 255)) << 8
                | held(tone.applyAsInt(rgb & 255)));
      }
    }
    return mapped;
  }

  private static int held(int sample) {
    return Math.max(0, Math.min(255, sample));
  }
}
