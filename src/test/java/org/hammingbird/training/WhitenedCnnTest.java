package org.hammingbird.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class WhitenedCnnTest {
  private static final int HALF = Whitening.FILTERS / 2;

  private final WhitenedCnn architecture = new WhitenedCnn(32);

  @BeforeAll
  static void useNatives() {
    Natives.use(1);
  }

  @Test
  void hasAsManyParametersAsItsDocumentationSays() {
    assertThat(network().numParams()).isEqualTo(1_975_106);
  }

  @Test
  void patchesAreWhite() {
    INDArray images = smooth(40, 12);
    INDArray weights = Nd4j.create(DataType.FLOAT, Whitening.FILTERS, 3, 2, 2);
    INDArray biases = Nd4j.create(DataType.FLOAT, Whitening.FILTERS);
    Whitening.of(images).write(weights, biases);

    double[][] results = new double[HALF][];
    for (int filter = 0; filter < HALF; filter++) {
      results[filter] = filtered(images, weights, biases, filter);
      assertThat(mean(results[filter])).isCloseTo(0, within(1e-3));
      assertThat(filtered(images, weights, biases, filter + HALF)[5])
          .isCloseTo(-results[filter][5], within(1e-5));
    }
    for (int i = 0; i < HALF; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(covariance(results[i], results[j])).isCloseTo(0, within(2e-3));
      }
      // less than 1 by what is added to small variances
      assertThat(covariance(results[i], results[i])).isBetween(0.05, 1.001);
    }
    assertThat(covariance(results[HALF - 1], results[HALF - 1])).isGreaterThan(0.99);
  }

  @Test
  void preparingChangesTheFrozenConvolutionOnly() {
    MultiLayerNetwork network = network();
    INDArray before = network.params().dup();
    architecture.prepare(network, smooth(10, 32));

    int frozen = Whitening.FILTERS * (HALF + 1);
    assertThat(from(network.params(), frozen)).isEqualTo(from(before, frozen));
    assertThat(network.params()).isNotEqualTo(before);
    assertThat(network.output(smooth(2, 32)).sumNumber().doubleValue()).isCloseTo(2, within(1e-4));
  }

  private static INDArray from(INDArray vector, long start) {
    return vector.reshape(vector.length()).get(NDArrayIndex.interval(start, vector.length())).dup();
  }

  private MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configuration(10, architecture.recipe(), 1));
    network.init();
    return network;
  }

  /** Images whose neighbouring pixels and channels are alike. */
  private static INDArray smooth(int count, int side) {
    Random random = new Random(3);
    INDArray images = Nd4j.create(DataType.FLOAT, count, 3, side, side);
    for (int image = 0; image < count; image++) {
      double value = 0.5;
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          value = 0.9 * value + 0.1 * random.nextDouble();
          for (int channel = 0; channel < 3; channel++) {
            images.putScalar(
                new int[] {image, channel, y, x}, value + 0.05 * random.nextGaussian());
          }
        }
      }
    }
    return images;
  }

  private static double[] filtered(INDArray images, INDArray weights, INDArray biases, int filter) {
    int side = (int) images.size(2) - 1;
    double[] results = new double[(int) images.size(0) * side * side];
    int i = 0;
    for (int image = 0; image < images.size(0); image++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          double sum = biases.getDouble(filter);
          for (int k = 0; k < HALF; k++) {
            int channel = k / 4;
            int dy = k / 2 % 2;
            int dx = k % 2;
            sum +=
                weights.getDouble(filter, channel, dy, dx)
                    * images.getDouble(image, channel, y + dy, x + dx);
          }
          results[i++] = sum;
        }
      }
    }
    return results;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double covariance(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum / one.length - mean(one) * mean(other);
  }
}
