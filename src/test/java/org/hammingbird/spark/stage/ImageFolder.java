package org.hammingbird.spark.stage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import javax.imageio.ImageIO;

/** Writes small images that differ by their number, for tests of the stage {@code hash}. */
final class ImageFolder {
  private final Path folder;

  ImageFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** An image of blocks of random colours, in the format of the name's ending. */
  Path image(String name, int width, int height, long seed) throws IOException {
    return file(name, encoded(name.substring(name.lastIndexOf('.') + 1), width, height, seed));
  }

  static byte[] encoded(String format, int width, int height, long seed) throws IOException {
    Random random = new Random(seed);
    int[] colours = random.ints(64, 0, 1 << 24).toArray();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colours[y * 8 / height * 8 + x * 8 / width]);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  /** A JPEG with EXIF data that say how it is to be turned, 1 to 8. */
  static byte[] turned(byte[] jpeg, int orientation) {
    ByteBuffer exif = ByteBuffer.allocate(36);
    exif.putShort((short) 0xFFE1).putShort((short) 34).put("Exif\0\0MM".getBytes(US_ASCII));
    exif.putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    exif.putShort((short) 0).putInt(0);
    return ByteBuffer.allocate(jpeg.length + exif.capacity())
        .put(jpeg, 0, 2)
        .put(exif.array())
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  Path file(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  /** Replaces the content by another of the same length, and keeps the time of change. */
  void replaceUnseen(String name) throws IOException {
    Path file = folder.resolve(name);
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, new byte[(int) Files.size(file)]);
    Files.setLastModifiedTime(file, time);
  }
}
