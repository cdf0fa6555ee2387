package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.hammingbird.image.Raster;
import org.hammingbird.image.Rasters;
import org.junit.jupiter.api.Test;

/** Its values are held against Meta's in {@link GoldenHashesTest}. */
class PdqTest {

  @Test
  void qualityEqualsTheOracle() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      Raster raster = soft(random, 1 + random.nextInt(90), 1 + random.nextInt(90));

      assertThat(Pdq.of(raster).quality()).as("%s", raster).isEqualTo(PdqOracle.quality(raster));
    }
  }

  @Test
  void anImageBelowFivePixelsHasNoBits() {
    Raster narrow = Rasters.noise(new Random(2), 4, 100, 3);

    assertThat(Pdq.of(narrow).quality()).isZero();
    assertThat(Pdq.of(narrow).hash().hex()).isEqualTo("0".repeat(64));
    assertThat(Pdq.of(narrow).hash()).isEqualTo(HashAlgorithm.PDQ256.hash(narrow));
  }

  /** Noise with the contrast of a fraction, so that qualities of 0 to 100 occur. */
  private static Raster soft(Random random, int width, int height) {
    byte[] samples = new byte[width * height];
    int contrast = 1 + random.nextInt(255);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) random.nextInt(contrast);
    }
    return new Raster(width, height, 1, samples);
  }
}
