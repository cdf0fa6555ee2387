package org.hammingbird.training;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Filters that whiten the patches of images: their results have mean 0, are uncorrelated, and have
 * variance 1 but for directions in which patches hardly vary. Each direction comes with its
 * opposite, since the function behind them keeps positive values only.
 */
final class Whitening {
  /** Side of a patch, in pixels. */
  static final int SIDE = 2;

  private static final int CHANNELS = 3;
  private static final int VALUES = CHANNELS * SIDE * SIDE;

  /** Filters: twice the values of a patch. */
  static final int FILTERS = 2 * VALUES;

  /** Added to variances: a hundredth of what a typical patch has, for inputs of 0 to 1. */
  private static final double FLOOR = 3e-5;

  private final double[] mean;
  private final double[][] rows;

  private Whitening(double[] mean, double[][] rows) {
    this.mean = mean;
    this.rows = rows;
  }

  /**
   * The filters for some images.
   *
   * @param images [images, 3, height, width]
   */
  static Whitening of(INDArray images) {
    double[] sum = new double[VALUES];
    double[][] products = new double[VALUES][VALUES];
    long patches = 0;
    int height = (int) images.size(2);
    int width = (int) images.size(3);
    for (long image = 0; image < images.size(0); image++) {
      float[] pixels = images.slice(image).dup('c').data().asFloat();
      for (int y = 0; y + SIDE <= height; y++) {
        for (int x = 0; x + SIDE <= width; x++) {
          add(patch(pixels, height, width, y, x), sum, products);
          patches++;
        }
      }
    }
    if (patches == 0) {
      throw new IllegalArgumentException(
          "No patches: images of shape " + images.shapeInfoToString());
    }
    return solve(sum, products, patches);
  }

  /**
   * Writes the filters into a convolution.
   *
   * @param weights [{@link #FILTERS}, 3, {@link #SIDE}, {@link #SIDE}]
   * @param biases as many as filters
   */
  void write(INDArray weights, INDArray biases) {
    for (int filter = 0; filter < FILTERS; filter++) {
      double sign = filter < VALUES ? 1 : -1;
      double[] row = rows[filter % VALUES];
      double bias = 0;
      for (int i = 0; i < VALUES; i++) {
        int channel = i / (SIDE * SIDE);
        int y = i / SIDE % SIDE;
        weights.putScalar(new int[] {filter, channel, y, i % SIDE}, sign * row[i]);
        bias -= sign * row[i] * mean[i];
      }
      biases.putScalar(filter, bias);
    }
  }

  private static float[] patch(float[] pixels, int height, int width, int top, int left) {
    float[] patch = new float[VALUES];
    int i = 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int y = top; y < top + SIDE; y++) {
        for (int x = left; x < left + SIDE; x++) {
          patch[i++] = pixels[(channel * height + y) * width + x];
        }
      }
    }
    return patch;
  }

  private static void add(float[] patch, double[] sum, double[][] products) {
    for (int i = 0; i < VALUES; i++) {
      sum[i] += patch[i];
      for (int j = 0; j <= i; j++) {
        products[i][j] += (double) patch[i] * patch[j];
      }
    }
  }

  private static Whitening solve(double[] sum, double[][] products, long patches) {
    double[] mean = new double[VALUES];
    INDArray covariance = Nd4j.create(DataType.DOUBLE, new long[] {VALUES, VALUES}, 'f');
    for (int i = 0; i < VALUES; i++) {
      mean[i] = sum[i] / patches;
      for (int j = 0; j <= i; j++) {
        double value = products[i][j] / patches - mean[i] * mean[j];
        covariance.putScalar(i, j, value);
        covariance.putScalar(j, i, value);
      }
    }
    INDArray variances = Nd4j.create(DataType.DOUBLE, VALUES);
    // leaves the directions in the columns
    Nd4j.getBlasWrapper().syev('V', 'U', covariance, variances);
    double[][] rows = new double[VALUES][VALUES];
    for (int i = 0; i < VALUES; i++) {
      for (int j = 0; j < VALUES; j++) {
        rows[i][j] =
            covariance.getDouble(j, i) / Math.sqrt(Math.max(0, variances.getDouble(i)) + FLOOR);
      }
    }
    return new Whitening(mean, rows);
  }
}
