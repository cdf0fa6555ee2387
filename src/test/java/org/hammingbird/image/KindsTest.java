package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many kinds of each format, pixel for pixel as Pillow has them. Drawn by {@code
 * src/test/python/draw_kinds.py}.
 */
class KindsTest {
  private static final ImageDecoder AUTO = new ImageDecoder();
  private static final ImageDecoder JAVA =
      new ImageDecoder(DecodeSettings.defaults().withRoute(DecodeRoute.JAVA));

  static Stream<String> lines() {
    return new String(Golden.read("kinds/kinds.csv"), StandardCharsets.UTF_8).lines().skip(1);
  }

  /** The files' names. */
  static Stream<String> files() {
    return lines().map(line -> line.split(",")[0]);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void decodesAsPillow(String line) throws Exception {
    String[] fields = line.split(",");
    byte[] file = Golden.read("kinds/" + fields[0]);
    for (ImageDecoder decoder : new ImageDecoder[] {AUTO, JAVA}) {
      Raster raster = decoder.decode(file).raster();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(raster.toRgb().samples());

      assertThat(raster.width() + "x" + raster.height()).isEqualTo(fields[1] + "x" + fields[2]);
      assertThat(String.format("%064x", new BigInteger(1, digest))).isEqualTo(fields[3]);
    }
  }
}
