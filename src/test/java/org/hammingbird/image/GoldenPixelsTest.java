package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.MessageDigest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format and kind decodes to the pixels that Pillow decodes it to. */
class GoldenPixelsTest {
  private static final ImageDecoder AUTO = new ImageDecoder();
  private static final ImageDecoder JAVA =
      new ImageDecoder(DecodeSettings.defaults().withRoute(DecodeRoute.JAVA));

  @ParameterizedTest
  @MethodSource("org.hammingbird.image.Golden#all")
  void decodesAsPillow(Golden golden) throws Exception {
    assertIsPillows(golden, AUTO.decode(golden.content()).raster());
  }

  @ParameterizedTest
  @MethodSource("org.hammingbird.image.Golden#all")
  void decodesAsPillowWithoutNativeCode(Golden golden) throws Exception {
    assertIsPillows(golden, JAVA.decode(golden.content()).raster());
  }

  private static void assertIsPillows(Golden golden, Raster raster) throws Exception {
    assertThat(raster.width()).isEqualTo(golden.width());
    assertThat(raster.height()).isEqualTo(golden.height());
    assertThat(sha256(raster.toRgb().samples())).isEqualTo(golden.pixels());
  }

  private static String sha256(byte[] bytes) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return String.format("%064x", new BigInteger(1, digest));
  }
}
