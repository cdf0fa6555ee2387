package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.MessageDigest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format and kind decodes to the pixels that Pillow decodes it to. */
class GoldenPixelsTest {
  private static final ImageDecoder DECODER = new ImageDecoder();

  @ParameterizedTest
  @MethodSource("org.hammingbird.image.Golden#exact")
  void decodesAsPillow(Golden golden) throws Exception {
    Raster raster = DECODER.decode(golden.content()).raster();

    assertThat(raster.width()).isEqualTo(golden.width());
    assertThat(raster.height()).isEqualTo(golden.height());
    assertThat(sha256(raster.toRgb().samples())).isEqualTo(golden.pixels());
  }

  private static String sha256(byte[] bytes) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return String.format("%064x", new BigInteger(1, digest));
  }
}
