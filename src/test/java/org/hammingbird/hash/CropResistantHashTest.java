package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hammingbird.image.Golden;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.Raster;
import org.junit.jupiter.api.Test;

/** Its values are held against imagehash's in {@link GoldenHashesTest}. */
class CropResistantHashTest {

  @Test
  void readsWhatItPrints() throws Exception {
    byte[] content = Golden.read("segments-colour-1.jpg");
    CropResistantHash hash = CropResistantHash.of(new ImageDecoder().decode(content).raster());

    assertThat(hash.hashes()).hasSizeGreaterThan(1);
    assertThat(CropResistantHash.parse(hash.toString())).isEqualTo(hash).hasSameHashCodeAs(hash);
    assertThatThrownBy(() -> CropResistantHash.parse("ff00,"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCroppedImageSharesTheHashOfASegment() {
    Raster whole = disc(400, 300, 120, 120);
    Raster part = disc(400, 225, 120, 120);

    assertThat(CropResistantHash.of(part).hashes())
        .anyMatch(
            hash ->
                CropResistantHash.of(whole).hashes().stream()
                    .anyMatch(other -> hash.distance(other) <= 4 && hash.toLong() != 0));
  }

  /** A dark disc with a light stripe on a light ground. */
  private static Raster disc(int width, int height, int centreX, int centreY) {
    byte[] samples = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int dx = x - centreX;
        int dy = y - centreY;
        boolean inside = dx * dx + dy * dy < 70 * 70;
        samples[y * width + x] = (byte) (inside ? 20 + Math.abs(dx + dy) / 2 : 230);
      }
    }
    return new Raster(width, height, 1, samples);
  }
}
