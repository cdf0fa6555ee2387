package org.hammingbird.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import org.hammingbird.image.Augmentation;
import org.hammingbird.image.Raster;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
  private final Preprocessing unit =
      new Preprocessing(Normalization.UNIT_PLANES, 32, 28, new float[0]);

  @Test
  void largeImagesAreBroughtToTheShorterSide() {
    assertThat(unit.fit(flat(64, 100, 9))).isEqualTo(flat(32, 50, 9));
    assertThat(unit.fit(flat(20, 100, 9))).isEqualTo(flat(20, 100, 9));
  }

  @Test
  void greyImagesBecomeThreePlanes() {
    byte[] grey = new byte[32 * 32];
    Arrays.fill(grey, (byte) 51);

    assertThat(unit.test(new Raster(32, 32, 1, grey)))
        .hasSize(3 * 28 * 28)
        .usingComparatorWithPrecision(1e-6f)
        .containsOnly(0.2f);
  }

  @Test
  void theMeanImageIsTakenOff() {
    MeanImage first =
        MeanImage.empty(2).add(Arrays.asList(flat(2, 2, 10), flat(2, 2, 20), flat(2, 2, 21)));
    MeanImage second = MeanImage.empty(2).add(Collections.singleton(flat(4, 4, 255)));
    float[] mean = first.add(second).values();
    assertThat(mean).hasSize(12).containsOnly(76.5f);

    Preprocessing preprocessing = new Preprocessing(Normalization.MEAN_IMAGE, 2, 2, mean);
    assertThat(preprocessing.test(flat(2, 2, 100))).containsOnly(23.5f);
    assertThat(preprocessing.shape(5)).containsExactly(5, 12);
  }

  @Test
  void theMeanIsPlaceByPlace() {
    byte[] samples = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Raster image = new Raster(2, 2, 3, samples);
    float[] mean =
        MeanImage.empty(2).add(Arrays.asList(image, new Raster(2, 2, 3, new byte[12]))).values();

    assertThat(mean).containsExactly(0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f, 4, 4.5f, 5, 5.5f, 6);
  }

  @Test
  void trainingChangesPixelsAndTestingDoesNot() {
    Raster image = flat(32, 32, 100);
    float[] train = new float[unit.length()];
    unit.train(image, Augmentation.asInStudy(), 5, train, 0);

    assertThat(unit.test(image)).isEqualTo(unit.test(image)).isNotEqualTo(train);
    assertThat(unit.test(image)[0]).isCloseTo(100 / 255f, within(1e-6f));
  }

  @Test
  void aMeanOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> new Preprocessing(Normalization.MEAN_IMAGE, 2, 2, new float[3]))
        .hasMessageContaining("3 values (must be 12)");
    assertThatThrownBy(() -> MeanImage.empty(2).values()).hasMessageContaining("no images");
  }

  private static Raster flat(int width, int height, int value) {
    byte[] samples = new byte[width * height * 3];
    Arrays.fill(samples, (byte) value);
    return new Raster(width, height, 3, samples);
  }
}
