package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.hammingbird.image.Golden;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.Raster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden image has the hashes that Python's imagehash gives it, bit for bit. */
class GoldenHashesTest {
  private static final ImageDecoder DECODER = new ImageDecoder();
  private static final HashAlgorithm[] STORED = {
    HashAlgorithm.AHASH64, HashAlgorithm.PHASH64, HashAlgorithm.DHASH64
  };

  @ParameterizedTest
  @MethodSource("org.hammingbird.image.Golden#exact")
  void hashesAsImagehash(Golden golden) throws Exception {
    assertThat(Arrays.stream(hashes(golden)).map(ImageHash::hex))
        .containsExactly(golden.hash(0), golden.hash(1), golden.hash(2));
  }

  @Test
  void lossyWebpIsWithinOneBit() throws Exception {
    Golden golden = Golden.near();
    ImageHash[] hashes = hashes(golden);

    for (int i = 0; i < hashes.length; i++) {
      assertThat(hashes[i].distance(ImageHash.parse(golden.hash(i), 64))).isLessThanOrEqualTo(1);
    }
  }

  private static ImageHash[] hashes(Golden golden) throws Exception {
    Raster raster = DECODER.decode(golden.content()).raster();
    return HashAlgorithm.hashAll(raster, STORED);
  }
}
