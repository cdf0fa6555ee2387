package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private final ImageDecoder decoder = new ImageDecoder();

  @ParameterizedTest
  @CsvSource({
    "rgb.png,PNG",
    "quality-75.jpg,JPEG",
    "palette.gif,GIF",
    "rgb.bmp,BMP",
    "lossy.webp,WEBP",
    "rgb.tif,TIFF"
  })
  void tellsTheFormatByItsFirstBytes(String file, ImageFormat format) throws Exception {
    assertThat(decoder.decode(Golden.read(file)).format()).isEqualTo(format);
  }

  @Test
  void greyStaysGrey() throws Exception {
    assertThat(decoder.decode(Golden.read("grey.jpg")).raster().channels()).isEqualTo(1);
    assertThat(decoder.decode(Golden.read("grey-16.png")).raster().channels()).isEqualTo(1);
    assertThat(decoder.decode(Golden.read("rgba.png")).raster().channels()).isEqualTo(3);
  }

  @Test
  void refusesAnEmptyFile() {
    assertThat(causeOf(new byte[0])).isEqualTo(RejectCause.EMPTY);
  }

  @Test
  void refusesOtherTypesAndSaysHowTheyBegin() {
    byte[] text = "id,label\n1,frog\n".getBytes(StandardCharsets.UTF_8);

    ImageRejectedException rejected = rejection(text);

    assertThat(rejected.rejectCause()).isEqualTo(RejectCause.UNSUPPORTED_FORMAT);
    assertThat(rejected.detail()).contains("0x69642c6c6162656c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quality-75.jpg",
        "progressive.jpg",
        "grey.jpg",
        "cmyk.jpg",
        "small-95.jpg",
        "rgb.png",
        "rgb-interlaced.png",
        "palette-4bit.png",
        "palette.gif",
        "on-screen.gif"
      })
  void refusesEveryFileThatEndsTooEarly(String file) {
    byte[] whole = Golden.read(file);
    // a GIF's last two bytes, after the frame's data, are not waited for, by Pillow neither
    int needed = whole.length - (file.endsWith("gif") ? 2 : 0);
    int step = Math.max(1, whole.length / 200);
    for (int length = 8; length < needed; length += step) {
      assertThat(causeOf(Arrays.copyOf(whole, length)))
          .as("%s cut to %d bytes", file, length)
          .isEqualTo(RejectCause.TRUNCATED);
    }
    assertThat(causeOf(Arrays.copyOf(whole, needed - 1))).isEqualTo(RejectCause.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb.bmp", "palette.bmp", "lossless.webp", "lossy.webp", "rgb.tif"})
  void refusesHalfAFile(String file) {
    byte[] whole = Golden.read(file);

    assertThat(causeOf(Arrays.copyOf(whole, whole.length / 2)))
        .isIn(RejectCause.TRUNCATED, RejectCause.CORRUPT);
  }

  @Test
  void refusesAJpegWithoutItsEndMarker() {
    byte[] whole = Golden.read("quality-75.jpg");

    assertThat(causeOf(Arrays.copyOf(whole, whole.length - 2))).isEqualTo(RejectCause.TRUNCATED);
  }

  /** Of another image, which libjpeg still has. */
  @ParameterizedTest
  @EnumSource(DecodeRoute.class)
  void usesNoTablesOfTheImageBefore(DecodeRoute route) throws Exception {
    assumeTrue(route != DecodeRoute.TURBOJPEG || TurboJpegLibrary.problem() == null);
    ImageDecoder one = new ImageDecoder(DecodeSettings.defaults().withRoute(route));
    byte[] standard = Golden.read("quality-75.jpg");
    byte[] bare = standard;
    while (indexOf(bare, 0xFF, 0xC4) > 0) {
      bare = without(bare, 0xC4);
    }
    Raster expected = one.decode(standard).raster();

    one.decode(Golden.read("optimized.jpg"));
    assertThat(one.decode(bare).raster()).as("with the standard tables").isEqualTo(expected);
    byte[] unquantized = without(standard, 0xDB);
    assertThatThrownBy(() -> one.decode(unquantized))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessageContaining("quantization table");
  }

  private static byte[] without(byte[] jpeg, int marker) {
    int at = indexOf(jpeg, 0xFF, marker);
    int end = at + 2 + (jpeg[at + 2] & 0xFF) * 256 + (jpeg[at + 3] & 0xFF);
    byte[] rest = Arrays.copyOf(jpeg, jpeg.length - (end - at));
    System.arraycopy(jpeg, end, rest, at, jpeg.length - end);
    return rest;
  }

  @Test
  void refusesAPngWhoseDataDoNotMatchTheirChecksum() {
    byte[] file = Golden.read("rgb.png");
    file[file.length / 2] ^= 0x10;

    assertThat(causeOf(file)).isEqualTo(RejectCause.CORRUPT);
  }

  @Test
  void refusesAPngWithFewerRowsThanItsHeaderStates() {
    byte[] file = Golden.read("rgb.png");
    ByteBuffer.wrap(file).putInt(20, 71);
    signHeader(file);

    assertThat(causeOf(file)).isIn(RejectCause.TRUNCATED, RejectCause.CORRUPT);
  }

  @Test
  void refusesAPngBombByItsHeader() {
    byte[] file = Golden.read("rgb.png");
    ByteBuffer.wrap(file).putInt(16, 20_000).putInt(20, 20_000);
    signHeader(file);

    ImageRejectedException rejected = rejection(file);

    assertThat(rejected.rejectCause()).isEqualTo(RejectCause.TOO_LARGE);
    assertThat(rejected.detail()).contains("20000x20000").contains("178956970");
  }

  @Test
  void refusesAJpegBombByItsHeader() {
    byte[] file = Golden.read("quality-75.jpg");
    int frame = indexOf(file, 0xFF, 0xC0);
    ByteBuffer.wrap(file).putShort(frame + 5, (short) 65_000).putShort(frame + 7, (short) 65_000);

    assertThat(causeOf(file)).isEqualTo(RejectCause.TOO_LARGE);
  }

  @Test
  void refusesAGifBombByItsScreen() {
    byte[] file = Golden.read("palette.gif");
    Arrays.fill(file, 6, 10, (byte) 0xFF);

    assertThat(causeOf(file)).isEqualTo(RejectCause.TOO_LARGE);
  }

  /** As Pillow does, which shows no image for them. */
  @Test
  void refusesAGifWhoseFrameIsEmpty() {
    byte[] file = Golden.read("palette.gif");
    int frame = 13 + 3 * 128;
    while (file[frame] == 0x21) {
      frame += 2;
      while (file[frame] != 0) {
        frame += 1 + (file[frame] & 0xFF);
      }
      frame++;
    }
    for (int side : new int[] {5, 7}) {
      byte[] empty = file.clone();
      Arrays.fill(empty, frame + side, frame + side + 2, (byte) 0);

      assertThat(rejection(empty).detail()).contains("a frame of");
      assertThat(causeOf(empty)).isEqualTo(RejectCause.CORRUPT);
    }
  }

  /** Damaged data, not a kind of JPEG: libjpeg says so of both. */
  @Test
  void aJpegWithAnUnknownMarkerIsCorrupt() {
    byte[] file = Golden.read("quality-75.jpg");
    int scan = lastIndexOf(file, 0xFF, 0xDA);
    byte[] damaged = Arrays.copyOf(file, file.length + 4);
    System.arraycopy(file, scan, damaged, scan + 4, file.length - scan);
    // reserved markers have no meaning
    ByteBuffer.wrap(damaged).putInt(scan, 0xFFF00002);

    for (DecodeRoute route : new DecodeRoute[] {DecodeRoute.AUTO, DecodeRoute.JAVA}) {
      ImageDecoder one = new ImageDecoder(DecodeSettings.defaults().withRoute(route));
      assertThat(
              catchThrowableOfType(ImageRejectedException.class, () -> one.decode(damaged))
                  .rejectCause())
          .isEqualTo(RejectCause.CORRUPT);
    }
  }

  @Test
  void refusesAJpegOfHundredsOfScans() {
    byte[] file = Golden.read("progressive.jpg");
    int scan = lastIndexOf(file, 0xFF, 0xDA);
    byte[] tail = Arrays.copyOfRange(file, scan, file.length - 2);
    ByteBuffer many = ByteBuffer.allocate(file.length + 500 * tail.length);
    many.put(file, 0, file.length - 2);
    for (int i = 0; i < 500; i++) {
      many.put(tail);
    }
    many.put(file, file.length - 2, 2);

    assertThat(rejection(many.array()).detail()).contains("more than 500 scans");
  }

  @Test
  void scalesJpegDownWithinTheTransform() throws Exception {
    assumeTrue(TurboJpegLibrary.problem() == null, "libjpeg-turbo is not installed");
    byte[] file = Golden.read("quality-75.jpg");
    Raster whole = decoder.decode(file).raster();

    for (int side : new int[] {200, 110, 56, 55, 28, 14, 1}) {
      DecodedImage scaled = decoder.decodeScaled(file, side, DecodedImage::kept);
      Raster raster = scaled.raster();
      int divisor = side >= 56 ? 1 : side == 55 ? 2 : side == 28 ? 4 : 8;

      assertThat(scaled.width()).isEqualTo(150);
      assertThat(scaled.height()).isEqualTo(110);
      assertThat(raster.width()).as("%d", side).isEqualTo((150 + divisor - 1) / divisor);
      assertThat(raster.height()).as("%d", side).isEqualTo((110 + divisor - 1) / divisor);
      if (divisor == 1) {
        assertThat(raster).isEqualTo(whole);
      } else {
        assertThat(meanDifference(raster.toLuma(), whole.toLuma(), divisor)).isLessThan(2.5);
      }
    }
    assertThat(decoder.decodeScaled(Golden.read("rgb.png"), 1, DecodedImage::raster))
        .isEqualTo(decoder.decode(Golden.read("rgb.png")).raster());
  }

  /** Between each scaled pixel and the mean of those it stands for. */
  private static double meanDifference(Raster scaled, Raster whole, int divisor) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < whole.height() / divisor; y++) {
      for (int x = 0; x < whole.width() / divisor; x++) {
        int total = 0;
        for (int i = 0; i < divisor * divisor; i++) {
          int at = (y * divisor + i / divisor) * whole.width() + x * divisor + i % divisor;
          total += whole.samples()[at] & 0xFF;
        }
        double mean = total / (double) (divisor * divisor);
        sum += Math.abs(mean - (scaled.samples()[y * scaled.width() + x] & 0xFF));
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void decodesUpToTheLimit() throws Exception {
    byte[] file = Golden.read("quality-75.jpg");

    assertThat(decoder(150 * 110).decode(file).raster().width()).isEqualTo(150);
    assertThatThrownBy(() -> decoder(150 * 110 - 1).decode(file))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessageContaining("150x110");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 536_870_912})
  void checksTheLimit(long limit) {
    assertThatThrownBy(() -> decoder(limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Long.toString(limit));
  }

  @Test
  void decodesTheNextFileAfterABrokenOne() throws Exception {
    for (String file : new String[] {"quality-75.jpg", "rgb.png", "palette.gif", "rgb.tif"}) {
      byte[] whole = Golden.read(file);
      Raster before = decoder.decode(whole).raster();
      byte[] broken = whole.clone();
      Arrays.fill(broken, 12, broken.length, (byte) 0x5A);
      assertThat(rejection(broken)).isNotNull();

      assertThat(decoder.decode(whole).raster()).isEqualTo(before);
    }
  }

  static Stream<Golden> oneOfEachFormat() {
    return Golden.all()
        .filter(
            golden ->
                golden
                    .file()
                    .matches(
                        "(rgb|palette|on-screen|quality-30|progressive|cmyk|lossless|grey-16)\\..*"));
  }

  /** Whatever the bytes are, the answer is pixels or a rejection, and no other exception. */
  @ParameterizedTest
  @MethodSource("oneOfEachFormat")
  void rejectsWhatItCannotDecode(Golden golden) {
    Random random = new Random(42);
    byte[] whole = golden.content();
    int rejected = 0;
    for (int i = 0; i < 150; i++) {
      byte[] damaged = whole.clone();
      int changes = 1 + random.nextInt(8);
      for (int c = 0; c < changes; c++) {
        // headers more often than pixels
        int reach = random.nextBoolean() ? Math.min(80, whole.length) : whole.length;
        damaged[random.nextInt(reach)] = (byte) random.nextInt();
      }
      try {
        Raster raster = decoder(1_000_000).decode(damaged).raster();
        assertThat((long) raster.width() * raster.height()).isLessThanOrEqualTo(1_000_000);
      } catch (ImageRejectedException e) {
        rejected++;
        assertThat(e.detail()).isNotBlank();
      }
    }
    assertThat(rejected).isPositive();
  }

  private static ImageDecoder decoder(long maxPixels) {
    return new ImageDecoder(DecodeSettings.defaults().withMaxPixels(maxPixels));
  }

  private RejectCause causeOf(byte[] file) {
    return rejection(file).rejectCause();
  }

  private ImageRejectedException rejection(byte[] file) {
    ImageRejectedException rejected =
        catchThrowableOfType(ImageRejectedException.class, () -> decoder.decode(file));
    assertThat(rejected).as("a rejection").isNotNull();
    return rejected;
  }

  private static void signHeader(byte[] png) {
    CRC32 sum = new CRC32();
    sum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
  }

  private static int indexOf(byte[] file, int first, int second) {
    int at = 0;
    while (at < file.length - 1
        && ((file[at] & 0xFF) != first || (file[at + 1] & 0xFF) != second)) {
      at++;
    }
    return at < file.length - 1 ? at : -1;
  }

  private static int lastIndexOf(byte[] file, int first, int second) {
    int at = file.length - 2;
    while ((file[at] & 0xFF) != first || (file[at + 1] & 0xFF) != second) {
      at--;
    }
    return at;
  }
}
