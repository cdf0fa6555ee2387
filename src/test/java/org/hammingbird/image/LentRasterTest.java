package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.Pdq;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever works on a raster gives the same on one whose pixels are lent. */
class LentRasterTest {

  @ParameterizedTest
  @CsvSource({"1,1", "7,5", "32,32", "64,300", "3,400", "640,530", "300,900", "1500,70"})
  void isLikeOneOfItsOwn(int width, int height) {
    Raster own = Rasters.noise(new Random(width), width, height, 3);

    assertThat(lent(own).toLuma()).isEqualTo(own.toLuma());
    assertThat(lent(own).shrink(24)).isEqualTo(own.shrink(24));
    assertThat(LanczosResampler.resize(lent(own), 40, 30))
        .isEqualTo(LanczosResampler.resize(own, 40, 30));
    assertThat(Quality.of(lent(own))).isEqualTo(Quality.of(own));
    assertThat(HashAlgorithm.hashAll(lent(own), HashAlgorithm.values()))
        .isEqualTo(HashAlgorithm.hashAll(own, HashAlgorithm.values()));
    assertThat(Pdq.of(lent(own)).quality()).isEqualTo(Pdq.of(own).quality());
    for (Orientation orientation : Orientation.values()) {
      assertThat(orientation.applyTo(lent(own))).isEqualTo(orientation.applyTo(own));
    }
    assertThat(lent(own)).isEqualTo(own).hasSameHashCodeAs(own);
  }

  /** In an array with room to spare, and with what the library leaves in the highest byte. */
  private static Raster lent(Raster own) {
    Random random = new Random(3);
    int[] pixels = random.ints((long) own.width() * own.height() + 5).toArray();
    byte[] samples = own.samples();
    for (int i = 0; i < own.width() * own.height(); i++) {
      for (int c = 0; c < 3; c++) {
        pixels[i] &= ~(0xFF << 8 * c);
        pixels[i] |= (samples[3 * i + c] & 0xFF) << 8 * c;
      }
    }
    return Raster.lent(own.width(), own.height(), pixels);
  }

  @Test
  void isOfNoUseAfterItsTime() {
    Raster own = Rasters.noise(new Random(1), 4, 3, 3);
    Raster lent = lent(own);
    Raster kept = lent(own).kept();
    Raster read = lent(own);
    read.samples();
    lent.takeBack();
    read.takeBack();

    assertThatThrownBy(lent::samples)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Raster[4x3x3] was lent for a use that is over: keep a copy");
    assertThatThrownBy(lent::toLuma).isInstanceOf(IllegalStateException.class);
    assertThat(kept).isEqualTo(own);
    assertThat(read).isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({"AUTO", "JAVA"})
  void isWhatTheDecoderLends(DecodeRoute route) throws Exception {
    ImageDecoder decoder = new ImageDecoder(DecodeSettings.defaults().withRoute(route));
    byte[] large = Golden.read("quality-75.jpg");
    byte[] small = Golden.read("optimized.jpg");
    Raster first = decoder.decode(large).raster();
    Raster second = decoder.decode(small).raster();
    assertThat(first).isNotEqualTo(second);

    Raster escaped = decoder.decode(large, DecodedImage::raster);
    assertThatThrownBy(escaped::samples).isInstanceOf(IllegalStateException.class);
    for (int i = 0; i < 3; i++) {
      Raster again = decoder.decode(large, image -> image.raster().kept());
      Raster other = decoder.decode(small, image -> image.raster().kept());
      assertThat(again).isEqualTo(first);
      assertThat(other).isEqualTo(second);
    }
  }
}
