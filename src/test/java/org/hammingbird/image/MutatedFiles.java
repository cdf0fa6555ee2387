package org.hammingbird.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Golden files of one format, damaged at random in the ways that files are damaged or forged. */
final class MutatedFiles {
  private static final int[] EXTREMES = {0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF};
  private static final int SIGNATURE = 8;

  private final List<byte[]> whole;
  private final Random random;

  MutatedFiles(ImageFormat format, long seed) {
    this.whole =
        Stream.concat(
                Golden.all().map(Golden::content),
                KindsTest.files().map(file -> Golden.read("kinds/" + file)))
            .filter(file -> ImageFormat.sniff(file) == format)
            .collect(Collectors.toList());
    this.random = new Random(seed);
  }

  byte[] next() {
    byte[] file = any().clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      file = changed(file);
    }
    if (ImageFormat.sniff(file) == ImageFormat.PNG && random.nextInt(4) > 0) {
      // else the checksums would keep nearly everything from the decoder
      sign(file);
    }
    return file;
  }

  private byte[] any() {
    return whole.get(random.nextInt(whole.size()));
  }

  private byte[] changed(byte[] file) {
    if (file.length < 2) {
      return file;
    }
    int at = place(file);
    switch (random.nextInt(8)) {
      case 0:
      case 1:
        file[at] ^= (byte) (1 << random.nextInt(8));
        return file;
      case 2:
        file[at] = (byte) random.nextInt();
        return file;
      case 3:
        // fields of two and four bytes at the ends of their range
        for (int i = 0; i < 1 << random.nextInt(3) && at + i < file.length; i++) {
          file[at + i] = (byte) EXTREMES[random.nextInt(EXTREMES.length)];
        }
        return file;
      case 4:
        return Arrays.copyOf(file, at + 1);
      case 5:
        return without(file, at, 1 + random.nextInt(40));
      case 6:
        return spliced(file, at, any());
      default:
        return doubled(file, at, 1 + random.nextInt(200));
    }
  }

  /** Headers more often than pixels. */
  private int place(byte[] file) {
    int reach = random.nextBoolean() ? Math.min(120, file.length) : file.length;
    return random.nextInt(reach);
  }

  private static byte[] without(byte[] file, int at, int length) {
    int end = Math.min(file.length, at + length);
    return joined(Arrays.copyOf(file, at), Arrays.copyOfRange(file, end, file.length));
  }

  private byte[] spliced(byte[] file, int at, byte[] other) {
    int from = random.nextInt(other.length);
    return joined(Arrays.copyOf(file, at), Arrays.copyOfRange(other, from, other.length));
  }

  private static byte[] doubled(byte[] file, int at, int length) {
    int end = Math.min(file.length, at + length);
    return joined(Arrays.copyOf(file, end), Arrays.copyOfRange(file, at, file.length));
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] both = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    return both;
  }

  /** Sets the checksums of all chunks, as far as there are any. */
  private static void sign(byte[] png) {
    ByteBuffer file = ByteBuffer.wrap(png);
    int at = SIGNATURE;
    while (at <= png.length - 12) {
      int length = file.getInt(at);
      if (length < 0 || length > png.length - at - 12) {
        return;
      }
      CRC32 sum = new CRC32();
      sum.update(png, at + 4, length + 4);
      file.putInt(at + 8 + length, (int) sum.getValue());
      at += length + 12;
    }
  }
}
