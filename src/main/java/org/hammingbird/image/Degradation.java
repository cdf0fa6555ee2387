package org.hammingbird.image;

import java.util.Random;

/** The kernels of {@link Corruption}: what each does, not how strongly. */
final class Degradation {
  private static final int FULL = 255;

  /** Where a blur's kernel ends, in standard deviations, as in scipy and scikit-image. */
  private static final double TRUNCATE = 4.0;

  private Degradation() {}

  /** Adds normal noise of a standard deviation given as a share of full scale. */
  static Raster noise(Raster image, double deviation, long seed) {
    Random random = new Random(seed);
    byte[] in = image.samples();
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = clipped((in[i] & FULL) + FULL * deviation * random.nextGaussian());
    }
    return like(image, out);
  }

  /** Convolves with a Gaussian of a standard deviation in pixels; the border's pixels go on. */
  static Raster blur(Raster image, double sigma) {
    double[] kernel = gaussian(sigma);
    double[] samples = new double[image.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = image.samples()[i] & FULL;
    }
    int width = image.width();
    int height = image.height();
    int channels = image.channels();
    double[] rows = convolve(samples, kernel, height, width * channels, width, channels, channels);
    double[] both = convolve(rows, kernel, width, channels, height, width * channels, channels);
    return like(image, clipped(both));
  }

  private static double[] gaussian(double sigma) {
    int radius = (int) (TRUNCATE * sigma + 0.5);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = Math.exp(-0.5 * i * i / (sigma * sigma));
      sum += kernel[i + radius];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /** Each line begins {@code lineStep} after the one before, each point {@code pointStep}. */
  private static double[] convolve(
      double[] in,
      double[] kernel,
      int lines,
      int lineStep,
      int length,
      int pointStep,
      int channels) {
    double[] out = new double[in.length];
    int radius = kernel.length / 2;
    for (int line = 0; line < lines; line++) {
      for (int point = 0; point < length; point++) {
        for (int c = 0; c < channels; c++) {
          int start = line * lineStep + c;
          double sum = 0;
          for (int k = -radius; k <= radius; k++) {
            int at = Math.min(length - 1, Math.max(0, point + k));
            sum += kernel[k + radius] * in[start + at * pointStep];
          }
          out[start + point * pointStep] = sum;
        }
      }
    }
    return out;
  }

  /**
   * Averages the image into square blocks, this many along its shorter side, and fills the blocks.
   * A pixel belongs to the blocks within half a block of its centre, as in Pillow's BOX filter.
   */
  static Raster pixelate(Raster image, int blocks) {
    int shorter = Math.min(image.width(), image.height());
    int across = Math.max(1, (int) ((long) blocks * image.width() / shorter));
    int down = Math.max(1, (int) ((long) blocks * image.height() / shorter));
    // an image smaller than the blocks stays as it is
    across = Math.min(across, image.width());
    down = Math.min(down, image.height());
    byte[] narrow =
        average(image.samples(), image.width(), image.height(), image.channels(), across, true);
    byte[] small = average(narrow, across, image.height(), image.channels(), down, false);
    byte[] out = new byte[image.samples().length];
    int o = 0;
    for (int y = 0; y < image.height(); y++) {
      int fromY = Math.min(down - 1, (int) ((y + 0.5) * down / image.height()));
      for (int x = 0; x < image.width(); x++) {
        int fromX = Math.min(across - 1, (int) ((x + 0.5) * across / image.width()));
        for (int c = 0; c < image.channels(); c++) {
          out[o++] = small[(fromY * across + fromX) * image.channels() + c];
        }
      }
    }
    return like(image, out);
  }

  /** Reduces one direction to {@code size} points: each the mean of the pixels that it covers. */
  private static byte[] average(
      byte[] in, int width, int height, int channels, int size, boolean horizontal) {
    int outWidth = horizontal ? size : width;
    int outHeight = horizontal ? height : size;
    int length = horizontal ? width : height;
    double scale = (double) length / size;
    byte[] out = new byte[outWidth * outHeight * channels];
    for (int y = 0; y < outHeight; y++) {
      for (int x = 0; x < outWidth; x++) {
        double centre = ((horizontal ? x : y) + 0.5) * scale;
        int first = Math.max(0, (int) Math.ceil(centre - scale / 2 - 0.5));
        int last = Math.min(length, (int) Math.ceil(centre + scale / 2 - 0.5));
        for (int c = 0; c < channels; c++) {
          int sum = 0;
          for (int at = first; at < last; at++) {
            int pixel = horizontal ? y * width + at : at * width + x;
            sum += in[pixel * channels + c] & FULL;
          }
          out[(y * outWidth + x) * channels + c] = clipped((double) sum / (last - first));
        }
      }
    }
    return out;
  }

  /**
   * Adds to the value of hue, saturation, value: with hue and saturation kept, that multiplies the
   * channels by one factor. Black has no hue, and turns grey.
   */
  static Raster brighten(Raster image, double amount) {
    byte[] in = image.samples();
    byte[] out = new byte[in.length];
    int channels = image.channels();
    for (int pixel = 0; pixel < in.length; pixel += channels) {
      int value = highest(in, pixel, channels);
      double brighter = Math.min(FULL, value + FULL * amount);
      for (int c = 0; c < channels; c++) {
        double sample = value == 0 ? brighter : (in[pixel + c] & FULL) * brighter / value;
        out[pixel + c] = clipped(sample);
      }
    }
    return like(image, out);
  }

  /** The highest channel of a pixel. */
  private static int highest(byte[] samples, int pixel, int channels) {
    int highest = 0;
    for (int c = 0; c < channels; c++) {
      highest = Math.max(highest, samples[pixel + c] & FULL);
    }
    return highest;
  }

  /** Brings every sample nearer to its channel's mean. */
  static Raster flatten(Raster image, double factor) {
    byte[] in = image.samples();
    byte[] out = new byte[in.length];
    int channels = image.channels();
    for (int c = 0; c < channels; c++) {
      long sum = 0;
      for (int i = c; i < in.length; i += channels) {
        sum += in[i] & FULL;
      }
      double mean = (double) sum * channels / in.length;
      for (int i = c; i < in.length; i += channels) {
        out[i] = clipped(((in[i] & FULL) - mean) * factor + mean);
      }
    }
    return like(image, out);
  }

  /** Brings every channel nearer to the pixel's highest one; grey images stay as they are. */
  static Raster fade(Raster image, double factor) {
    byte[] in = image.samples();
    byte[] out = new byte[in.length];
    int channels = image.channels();
    for (int pixel = 0; pixel < in.length; pixel += channels) {
      int value = highest(in, pixel, channels);
      for (int c = 0; c < channels; c++) {
        out[pixel + c] = clipped(value - (value - (in[pixel + c] & FULL)) * factor);
      }
    }
    return like(image, out);
  }

  /** Turns the hue by a fraction of the circle; grey images stay as they are. */
  static Raster turnHue(Raster image, double turn) {
    byte[] in = image.samples();
    if (image.channels() != 3) {
      return like(image, in.clone());
    }
    int area = in.length / 3;
    float[][] planes = new float[3][area];
    for (int i = 0; i < in.length; i++) {
      planes[i % 3][i / 3] = (in[i] & FULL) / (float) FULL;
    }
    Planes.turnHue(planes[0], planes[1], planes[2], (float) turn);
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = clipped(planes[i % 3][i / 3] * FULL);
    }
    return like(image, out);
  }

  private static byte[] clipped(double[] samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      bytes[i] = clipped(samples[i]);
    }
    return bytes;
  }

  private static byte clipped(double sample) {
    return (byte) Math.max(0, Math.min(FULL, Math.round(sample)));
  }

  private static Raster like(Raster image, byte[] samples) {
    return new Raster(image.width(), image.height(), image.channels(), samples);
  }
}
