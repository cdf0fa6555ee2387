package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Small files that ask for much memory behind the size that their header states. */
class HostileFilesTest {
  private static final long FEW_BYTES = 16 << 20;

  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int UNDEFINED = 7;

  private final ImageDecoder decoder = new ImageDecoder();

  @Test
  void aTiffOfHugeTiles() {
    byte[] file =
        tiff(1, 0, new byte[64], 322, LONG, 1, 30_000, 323, LONG, 1, 30_000, 324, LONG, 1, 8);

    ImageRejectedException rejected = rejectedCheaply(file);

    assertThat(rejected.rejectCause()).isEqualTo(RejectCause.TOO_LARGE);
    assertThat(rejected.detail()).contains("900000000");
  }

  @Test
  void aTiffWhoseValuesShareTheirBytes() {
    int[] fields = new int[4 * 40];
    int[] tags = {273, 279, 320, 324, 325, 347};
    for (int i = 0; i < 40; i++) {
      fields[4 * i] = i < tags.length ? tags[i] : 40_000 + i;
      fields[4 * i + 1] = UNDEFINED;
      fields[4 * i + 2] = 2 << 20;
      fields[4 * i + 3] = 8;
    }

    ImageRejectedException rejected = rejectedCheaply(tiff(1, 0, new byte[3 << 20], fields));

    assertThat(rejected.rejectCause()).isEqualTo(RejectCause.CORRUPT);
    assertThat(rejected.detail()).contains("values of 12582920 bytes in a file of 31");
  }

  /** Unused tags, and directories behind the first, are not even read. */
  @Test
  void aTiffWhoseUnusedValuesShareTheirBytes() throws Exception {
    int[] fields = new int[4 * 4000];
    for (int i = 0; i < 4000; i++) {
      int[] field = {40_000 + i, UNDEFINED, 2 << 20, 8};
      System.arraycopy(field, 0, fields, 4 * i, 4);
    }
    int[] strip = {273, LONG, 1, 8, 279, LONG, 1, 1, 258, SHORT, 1, 8};
    System.arraycopy(strip, 0, fields, 0, strip.length);

    assertThat(decoder.decode(tiff(1, 1, new byte[3 << 20], fields)).raster())
        .isEqualTo(new Raster(1, 1, 1, new byte[1]));
  }

  @Test
  void aTiffAroundAHugeJpeg() {
    byte[] jpeg = Golden.read("progressive.jpg");
    int frame = indexOf(jpeg, 0xFF, 0xC2);
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65_500).putShort(frame + 7, (short) 65_500);
    byte[] file = tiff(7, 6, jpeg, 273, LONG, 1, 8, 278, SHORT, 1, 1, 279, LONG, 1, jpeg.length);

    assertThat(rejectedCheaply(file).detail()).contains("65500x65500");
  }

  @Test
  void aTiffOfManyOrWideSamplesOrAPaletteWithAlpha() {
    byte[] many = tiff(1, 2, new byte[64], 277, SHORT, 1, 60_000, 273, LONG, 1, 8);
    byte[] pair = tiff(1, 3, new byte[64], 277, SHORT, 1, 2, 273, LONG, 1, 8);
    byte[] wide = tiff(1, 1, new byte[64], 258, SHORT, 1, 32, 273, LONG, 1, 8);

    for (byte[] file : new byte[][] {many, pair, wide}) {
      assertThat(rejectedCheaply(file).rejectCause()).isEqualTo(RejectCause.UNSUPPORTED_FORMAT);
    }
  }

  @Test
  void aBmpAroundAJpegOrAPng() {
    for (int compression : new int[] {4, 5}) {
      byte[] file = bmp(compression, Integer.MAX_VALUE);

      assertThat(rejectedCheaply(file).rejectCause()).isEqualTo(RejectCause.UNSUPPORTED_FORMAT);
    }
  }

  @Test
  void aBmpThatStatesFarMoreDataThanItHas() {
    byte[] file = bmp(1, Integer.MAX_VALUE);

    assertThat(rejectedCheaply(file).rejectCause()).isEqualTo(RejectCause.TRUNCATED);
  }

  /** By the threads that decode, as the JVM counts. */
  private ImageRejectedException rejectedCheaply(byte[] file) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    FormatDecoder direct =
        FormatDecoder.create(ImageFormat.sniff(file), DecodeRoute.JAVA, new StopSign());
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    try {
      PendingImage pending = direct.open(file);
      new PixelLimit(DecodeSettings.DEFAULT_MAX_PIXELS).check(pending);
      pending.decode();
    } catch (Exception e) {
      // the decoder says below what becomes of it
    }
    long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(bytes).as("allocated").isLessThan(FEW_BYTES);
    ImageRejectedException rejected =
        catchThrowableOfType(ImageRejectedException.class, () -> decoder.decode(file));
    assertThat(rejected).as("a rejection").isNotNull();
    return rejected;
  }

  /** Of one pixel, little-endian; {@code data} stand at 8, fields are tag, type, count, value. */
  private static byte[] tiff(int compression, int photometric, byte[] data, int... fields) {
    int[] first = {
      256, SHORT, 1, 1, 257, SHORT, 1, 1, 259, SHORT, 1, compression, 262, SHORT, 1, photometric
    };
    int count = (first.length + fields.length) / 4;
    ByteBuffer file =
        ByteBuffer.allocate(8 + data.length + 6 + 12 * count).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'I', 'I', 42, 0})
        .putInt(8 + data.length)
        .put(data)
        .putShort((short) count);
    for (int[] part : new int[][] {first, fields}) {
      for (int i = 0; i < part.length; i += 4) {
        file.putShort((short) part[i]).putShort((short) part[i + 1]);
        file.putInt(part[i + 2]).putInt(part[i + 3]);
      }
    }
    return file.array();
  }

  private static byte[] bmp(int compression, int imageSize) {
    byte[] file = Golden.read("palette.bmp");
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(30, compression).putInt(34, imageSize);
    return file;
  }

  private static int indexOf(byte[] file, int first, int second) {
    int at = 0;
    while ((file[at] & 0xFF) != first || (file[at + 1] & 0xFF) != second) {
      at++;
    }
    return at;
  }
}
