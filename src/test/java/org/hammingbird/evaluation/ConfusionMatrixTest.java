package org.hammingbird.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ConfusionMatrixTest {
  private static final List<String> CLASSES = List.of("cat", "dog", "truck", "<b>", "ship");

  /** Images as (actual, predicted); class 4 never occurs and is never predicted. */
  private static int[][] images(int count, long seed) {
    Random random = new Random(seed);
    int[][] images = new int[count][];
    for (int i = 0; i < count; i++) {
      int actual = random.nextInt(4);
      images[i] = new int[] {actual, random.nextInt(3) == 0 ? random.nextInt(4) : actual};
    }
    return images;
  }

  private static ConfusionMatrix count(int[][] images, int from, int to) {
    long[] counts = new long[25];
    for (int i = from; i < to; i++) {
      counts[images[i][0] * 5 + images[i][1]]++;
    }
    return ConfusionMatrix.of(CLASSES, counts);
  }

  @Test
  void agreesWithNaiveCounts() {
    int[][] images = images(5000, 7);
    ConfusionMatrix matrix = count(images, 0, images.length);

    int correct = 0;
    for (int[] image : images) {
      correct += image[0] == image[1] ? 1 : 0;
    }
    assertThat(matrix.total()).isEqualTo(5000);
    assertThat(matrix.accuracy()).isCloseTo(correct / 5000.0, within(1e-12));
    for (int c = 0; c < 4; c++) {
      double hits = 0;
      double given = 0;
      double are = 0;
      for (int[] image : images) {
        hits += image[0] == c && image[1] == c ? 1 : 0;
        given += image[1] == c ? 1 : 0;
        are += image[0] == c ? 1 : 0;
      }
      double precision = hits / given;
      double recall = hits / are;
      assertThat(matrix.precision(c)).isCloseTo(precision, within(1e-12));
      assertThat(matrix.recall(c)).isCloseTo(recall, within(1e-12));
      assertThat(matrix.f1(c))
          .isCloseTo(2 * precision * recall / (precision + recall), within(1e-12));
    }
  }

  @Test
  void partsAddUpToTheWhole() {
    int[][] images = images(1000, 8);
    assertThat(count(images, 0, 300).add(count(images, 300, 1000)))
        .isEqualTo(count(images, 0, 1000))
        .hasSameHashCodeAs(count(images, 0, 1000));
  }

  @Test
  void unknownMeasuresAreNotZero() {
    ConfusionMatrix matrix = count(images(1000, 9), 0, 1000);
    assertThat(matrix.precision(4)).isNaN();
    assertThat(matrix.recall(4)).isNaN();
    assertThat(matrix.f1(4)).isNaN();
    double sum = 0;
    for (int c = 0; c < 4; c++) {
      sum += matrix.f1(c);
    }
    assertThat(matrix.macroF1()).isCloseTo(sum / 4, within(1e-12));
    assertThat(ConfusionMatrix.empty(CLASSES).accuracy()).isNaN();
    assertThat(ConfusionMatrix.empty(CLASSES).macroF1()).isNaN();
  }

  @Test
  void doesNotShareItsCounts() {
    long[] counts = new long[25];
    ConfusionMatrix matrix = ConfusionMatrix.of(CLASSES, counts);
    counts[0] = 5;
    assertThat(matrix.total()).isZero();
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> ConfusionMatrix.of(CLASSES, new long[24]))
        .hasMessage("Invalid counts: 24 (must be 5 x 5)");
    assertThatThrownBy(() -> ConfusionMatrix.of(List.of("a"), new long[] {-1}))
        .hasMessage("Invalid count: -1 (must be at least 0)");
    assertThatThrownBy(
            () -> ConfusionMatrix.empty(CLASSES).add(ConfusionMatrix.empty(List.of("a"))))
        .hasMessageContaining("different classes");
  }
}
