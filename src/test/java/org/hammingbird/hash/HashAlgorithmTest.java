package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.hammingbird.image.Raster;
import org.hammingbird.image.Rasters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HashAlgorithmTest {

  /** Noise has no ties, so that the order of the oracle's sums in a DCT does not matter. */
  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void equalsTheOracleOnNoise(HashAlgorithm algorithm) {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      Raster raster =
          i % 2 == 0
              ? Rasters.noise(random, 32, 32, 3)
              : Rasters.noise(random, 9 + random.nextInt(60), 9 + random.nextInt(60), 1);
      assertEqualsOracle(algorithm, raster);
    }
  }

  /** Few tones, mirrored: values tie with each other and with their median. */
  @ParameterizedTest
  @EnumSource(
      value = HashAlgorithm.class,
      mode = EnumSource.Mode.MATCH_NONE,
      names = {"PHASH.*"})
  void equalsTheOracleOnTies(HashAlgorithm algorithm) {
    Random random = new Random(2);
    for (int i = 0; i < 2_000; i++) {
      int width = 1 + random.nextInt(i % 20 == 0 ? 300 : 40);
      int height = 1 + random.nextInt(i % 20 == 1 ? 300 : 40);
      assertEqualsOracle(algorithm, tones(random, width, height, 1 + 2 * random.nextInt(2)));
    }
    assertEqualsOracle(algorithm, tones(random, 530, 20, 3));
    assertEqualsOracle(algorithm, tones(random, 20, 513, 1));
    assertEqualsOracle(algorithm, tones(random, 64, 64, 3));
  }

  private static void assertEqualsOracle(HashAlgorithm algorithm, Raster raster) {
    assertThat(algorithm.hash(raster).hex())
        .as("%s of %s", algorithm, raster)
        .isEqualTo(HashOracle.hash(algorithm, raster));
  }

  /** Up to four tones in cells of up to eight pixels, perhaps mirrored at the middle. */
  private static Raster tones(Random random, int width, int height, int channels) {
    byte[] tones = new byte[(1 + random.nextInt(4)) * channels];
    random.nextBytes(tones);
    int cell = 1 + random.nextInt(8);
    int seed = random.nextInt();
    boolean mirrored = random.nextBoolean();
    byte[] samples = new byte[width * height * channels];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int across = (mirrored ? Math.min(x, width - 1 - x) : x) / cell;
        int down = (mirrored ? Math.min(y, height - 1 - y) : y) / cell;
        int mixed = (seed ^ across * 0x9E3779B9 ^ down * 0x85EBCA6B) * 0x27D4EB2F;
        int tone = (mixed >>> 16) % (tones.length / channels) * channels;
        System.arraycopy(tones, tone, samples, (y * width + x) * channels, channels);
      }
    }
    return new Raster(width, height, channels, samples);
  }

  @Test
  void allAtOnceAreTheSameAsOneAfterAnother() {
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      Raster raster = Rasters.noise(random, 90);
      ImageHash[] hashes = HashAlgorithm.hashAll(raster, HashAlgorithm.values());

      for (HashAlgorithm algorithm : HashAlgorithm.values()) {
        assertThat(hashes[algorithm.ordinal()])
            .as("%s of %s", algorithm, raster)
            .isEqualTo(algorithm.hash(raster));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void isFoundByItsColumn(HashAlgorithm algorithm) {
    assertThat(HashAlgorithm.of(algorithm.column())).isSameAs(algorithm);
    assertThat(algorithm.column()).matches("[a-z]+(_[a-z]+)?(" + algorithm.bits() + ")?");
  }

  @Test
  void refusesAnUnknownColumn() {
    assertThatThrownBy(() -> HashAlgorithm.of("md5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Invalid hash algorithm: \"md5\" (must be one of ahash64, phash64,");
  }
}
