package org.hammingbird.training.layer;

import org.deeplearning4j.nn.conf.ConvolutionMode;

/** Kernel, stride and padding of a convolution or pooling over one height and width. */
final class Window {
  private final long[] kernel;
  private final long[] stride;
  private final long[] before = new long[2];
  private final long[] after = new long[2];
  private final long[] output = new long[2];

  /**
   * @param padding on each side; in mode {@code Same} it follows from the input's size instead, the
   *     smaller half before
   * @param input height and width
   */
  Window(int[] kernel, int[] stride, int[] padding, ConvolutionMode mode, long... input) {
    this.kernel = new long[] {kernel[0], kernel[1]};
    this.stride = new long[] {stride[0], stride[1]};
    for (int i = 0; i < 2; i++) {
      if (mode == ConvolutionMode.Same) {
        output[i] = (input[i] + stride[i] - 1) / stride[i];
        before[i] = Math.max(0, (output[i] - 1) * stride[i] + kernel[i] - input[i]) / 2;
      } else {
        before[i] = padding[i];
        output[i] = (input[i] + 2L * padding[i] - kernel[i]) / stride[i] + 1;
      }
      after[i] = (output[i] - 1) * stride[i] + kernel[i] - input[i] - before[i];
    }
  }

  long[] kernel() {
    return kernel;
  }

  long[] stride() {
    return stride;
  }

  /** Rows above and columns to the left that are not there. */
  long[] before() {
    return before;
  }

  /** Rows below and columns to the right; below 0 where the window does not reach the end. */
  long[] after() {
    return after;
  }

  /** Shape of the result. */
  long[] output(long batch, long channels) {
    return new long[] {batch, channels, output[0], output[1]};
  }
}
