package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrientationTest {
  private final ImageDecoder decoder = new ImageDecoder();

  /** What Pillow's {@code ImageOps.exif_transpose} makes of the rows "abc" and "def". */
  @ParameterizedTest
  @CsvSource({
    "1,abc/def", "2,cba/fed", "3,fed/cba", "4,def/abc",
    "5,ad/be/cf", "6,da/eb/fc", "7,fc/eb/da", "8,cf/be/ad"
  })
  void turnsAsPillow(int value, String rows) {
    Raster raster = new Raster(3, 2, 1, "abcdef".getBytes(StandardCharsets.US_ASCII));

    Raster turned = Orientation.of(value).applyTo(raster);

    String[] expected = rows.split("/");
    assertThat(turned.width()).isEqualTo(expected[0].length());
    assertThat(turned.height()).isEqualTo(expected.length);
    assertThat(new String(turned.samples(), StandardCharsets.US_ASCII))
        .isEqualTo(String.join("", expected));
  }

  @ParameterizedTest
  @EnumSource(Orientation.class)
  void keepsColoursTogether(Orientation orientation) {
    Raster rgb = Rasters.noise(new Random(3), 5, 4, 3);
    Raster turned = orientation.applyTo(rgb);

    assertThat(orientation.swapsSides()).isEqualTo(turned.width() == 4);
    for (int c = 0; c < 3; c++) {
      assertThat(channel(turned, c)).isEqualTo(orientation.applyTo(channel(rgb, c)));
    }
  }

  private static Raster channel(Raster rgb, int c) {
    byte[] samples = new byte[rgb.width() * rgb.height()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = rgb.samples()[3 * i + c];
    }
    return new Raster(rgb.width(), rgb.height(), 1, samples);
  }

  @Test
  void readsItFromJpeg() throws Exception {
    byte[] file = Golden.read("rotated-by-exif.jpg");
    DecodedImage image = decoder.decode(file);

    assertThat(image.orientation()).isEqualTo(Orientation.QUARTER_TURN);
    assertThat(image.raster().width()).as("not applied").isEqualTo(60);
    assertThat(image.orientation().applyTo(image.raster()).width()).isEqualTo(40);
    assertThat(Orientation.of(Golden.read("quality-75.jpg"))).isEqualTo(Orientation.UPRIGHT);
  }

  @ParameterizedTest
  @CsvSource({"little,false", "little,true", "big,false", "big,true"})
  void readsItFromPngAndWebp(String order, boolean prefixed) throws Exception {
    for (int value = 0; value <= 9; value++) {
      byte[] exif = exif(value, order.equals("little"), prefixed);
      Orientation expected =
          value < 1 || value > 8 ? Orientation.UPRIGHT : Orientation.values()[value - 1];

      assertThat(Orientation.of(pngWith(exif))).isEqualTo(expected);
      assertThat(Orientation.of(webpWith(exif))).isEqualTo(expected);
    }
  }

  /** Pillow turns TIFFs when it loads them. */
  @Test
  void appliesThatOfTiff() throws Exception {
    byte[] file = Golden.read("rgb.tif");
    Raster plain = decoder.decode(file).raster();
    int tag = tag(file, 0x0112);
    byte[] turned = tag < 0 ? withTag(file) : file.clone();
    DecodedImage image = decoder.decode(turned);

    assertThat(image.raster()).isEqualTo(Orientation.QUARTER_TURN.applyTo(plain));
    assertThat(image.width()).isEqualTo(plain.height());
    assertThat(image.orientation()).isEqualTo(Orientation.UPRIGHT);
  }

  @Test
  void damagedDataCountAsNone() {
    Random random = new Random(1);
    byte[][] files = {
      Golden.read("rotated-by-exif.jpg"),
      pngWith(exif(6, true, false)),
      webpWith(exif(3, false, true))
    };
    for (int i = 0; i < 3000; i++) {
      byte[] file = files[i % files.length].clone();
      for (int change = 0; change < 3; change++) {
        file[random.nextInt(Math.min(90, file.length))] = (byte) random.nextInt();
      }
      assertThat(Orientation.of(Arrays.copyOf(file, random.nextInt(file.length)))).isNotNull();
    }
  }

  private static byte[] exif(int value, boolean little, boolean prefixed) {
    ByteBuffer exif = ByteBuffer.allocate((prefixed ? 6 : 0) + 26);
    if (prefixed) {
      exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    }
    exif.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    exif.put((little ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
    exif.putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) value);
    return exif.array();
  }

  /** After the header of 33 bytes. */
  private static byte[] pngWith(byte[] exif) {
    byte[] png = Golden.read("rgb.png");
    ByteBuffer file = ByteBuffer.allocate(png.length + exif.length + 12);
    file.put(png, 0, 33).putInt(exif.length).put("eXIf".getBytes(StandardCharsets.US_ASCII));
    return file.put(exif).putInt(0).put(png, 33, png.length - 33).array();
  }

  private static byte[] webpWith(byte[] exif) {
    byte[] webp = Golden.read("lossless.webp");
    ByteBuffer file = ByteBuffer.allocate(webp.length + exif.length + 8);
    file.order(ByteOrder.LITTLE_ENDIAN).put(webp);
    return file.put("EXIF".getBytes(StandardCharsets.US_ASCII))
        .putInt(exif.length)
        .put(exif)
        .array();
  }

  /** Where the entry of a little-endian TIFF's first directory is, or -1. */
  private static int tag(byte[] tiff, int tag) {
    ByteBuffer file = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
    int directory = file.getInt(4);
    for (int i = 0; i < file.getShort(directory); i++) {
      if ((file.getShort(directory + 2 + 12 * i) & 0xFFFF) == tag) {
        return directory + 2 + 12 * i;
      }
    }
    return -1;
  }

  /** Moves the directory to the end of the file, with the tag of a quarter turn in its place. */
  private static byte[] withTag(byte[] tiff) {
    ByteBuffer old = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
    int directory = old.getInt(4);
    int entries = old.getShort(directory);
    int even = tiff.length + (tiff.length & 1);
    ByteBuffer file =
        ByteBuffer.allocate(even + 2 + 12 * (entries + 1) + 4).order(ByteOrder.LITTLE_ENDIAN);
    file.put(tiff).putInt(4, even).position(even);
    file.putShort((short) (entries + 1));
    boolean placed = false;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (!placed && (old.getShort(entry) & 0xFFFF) > 0x0112) {
        file.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(6);
        placed = true;
      }
      file.put(tiff, entry, 12);
    }
    return file.array();
  }
}
