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

  /** Noise has no ties, so that the order of the oracle's sums does not matter. */
  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void equalsTheOracleOnRandomRasters(HashAlgorithm algorithm) {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      Raster raster =
          i % 2 == 0
              ? Rasters.noise(random, 32, 32, 3)
              : Rasters.noise(random, 9 + random.nextInt(60), 9 + random.nextInt(60), 1);

      assertThat(algorithm.hash(raster).hex())
          .as("%s of %s", algorithm, raster)
          .isEqualTo(HashOracle.hash(algorithm, raster));
    }
  }

  @Test
  void allAtOnceAreTheSameAsOneAfterAnother() {
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      Raster raster = Rasters.noise(random, 90);

      assertThat(
              HashAlgorithm.hashAll(
                  raster, HashAlgorithm.DHASH64, HashAlgorithm.AHASH64, HashAlgorithm.PHASH64))
          .containsExactly(
              HashAlgorithm.DHASH64.hash(raster),
              HashAlgorithm.AHASH64.hash(raster),
              HashAlgorithm.PHASH64.hash(raster.toLuma()));
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
