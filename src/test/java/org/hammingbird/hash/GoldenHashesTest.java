package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hammingbird.image.Golden;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.Raster;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden image has the hashes that the references give it, bit for bit. */
class GoldenHashesTest {
  private static final ImageDecoder DECODER = new ImageDecoder();

  @ParameterizedTest
  @MethodSource("org.hammingbird.image.Golden#all")
  void hashesAsTheReferences(Golden golden) throws Exception {
    Raster raster = raster(golden);
    ImageHash[] hashes = HashAlgorithm.hashAll(raster, HashAlgorithm.values());
    Map<String, String> found = new LinkedHashMap<>();
    Map<String, String> expected = new LinkedHashMap<>();
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      found.put(algorithm.column(), hashes[algorithm.ordinal()].hex());
      expected.put(algorithm.column(), golden.hash(algorithm.column()));
    }
    found.put("quality", Integer.toString(Pdq.of(raster).quality()));
    expected.put("quality", golden.hash("pdq_quality"));
    found.put("crop resistant", CropResistantHash.of(raster).toString());
    expected.put("crop resistant", golden.hash("crop_resistant"));

    assertThat(found).isEqualTo(expected);
  }

  private static Raster raster(Golden golden) throws Exception {
    return DECODER.decode(golden.content()).raster();
  }
}
