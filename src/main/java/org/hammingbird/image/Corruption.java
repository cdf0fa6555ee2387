package org.hammingbird.image;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Ways to degrade an image, each at {@linkplain Severity severities} 1 to 5, with the parameters of
 * CIFAR-10-C (D. Hendrycks and T. Dietterich, "Benchmarking Neural Network Robustness to Common
 * Corruptions and Perturbations", ICLR 2019; {@code make_cifar_c.py} of hendrycks/robustness).
 * Saturation and hue are the study's, which varied them in training, with parameters of our own.
 *
 * <p>Those parameters are for images of 32 x 32. Parameters that are lengths (the blur's sigma, the
 * pixel blocks) grow in proportion to the image's shorter side, so that a larger copy of an image
 * is degraded to look the same; the others (noise, JPEG quality, brightness, contrast) have no
 * length.
 *
 * <p>The result has the size and the channels of the image, rounded to 8 bits. It depends on the
 * image, the severity and the seed alone; only noise uses the seed, and the same seed gives the
 * same noise at every severity, scaled.
 */
public enum Corruption {
  /** Independent normal noise on every sample: standard deviation as a share of full scale. */
  GAUSSIAN_NOISE("gaussian-noise", 0.04, 0.06, 0.08, 0.09, 0.10) {
    @Override
    Raster degrade(Raster image, double parameter, long seed) {
      return Degradation.noise(image, parameter, seed);
    }
  },

  /** Convolution with a Gaussian: standard deviation in pixels of a 32-pixel side. */
  GAUSSIAN_BLUR("gaussian-blur", 0.4, 0.6, 0.7, 0.8, 1.0) {
    @Override
    Raster degrade(Raster image, double parameter, long seed) {
      return Degradation.blur(image, parameter * shorterSide(image) / PARAMETERS_SIDE);
    }
  },

  /** Written as JPEG and read again: quality of libjpeg's scale, 1 to 100, with 4:2:0 colour. */
  JPEG_COMPRESSION("jpeg-compression", 80, 65, 58, 50, 40) {
    @Override
    Raster degrade(Raster image, double parameter, long seed) {
      return JpegRoundTrip.apply(image, (int) parameter);
    }
  },

  /** Box-averaged to fewer pixels and enlarged again: blocks along the side, as a share of 32. */
  PIXELATE("pixelate", 0.95, 0.9, 0.85, 0.75, 0.65) {
    @Override
    Raster degrade(Raster image, double parameter, long seed) {
      return Degradation.pixelate(image, (int) (PARAMETERS_SIDE * parameter));
    }
  },

  /** Added to the value of hue, saturation, value: a share of full scale. */
  BRIGHTNESS("brightness", 0.05, 0.1, 0.15, 0.2, 0.3) {
    @Override
    Raster degrade(Raster image, double parameter, long seed) {
      return Degradation.brighten(image, parameter);
    }
  },

  /** Distance of each sample from its channel's mean, multiplied. */
  CONTRAST("contrast", 0.75, 0.5, 0.4, 0.3, 0.15) {
    @Override
    Raster degrade(Raster image, double parameter, long seed) {
      return Degradation.flatten(image, parameter);
    }
  },

  /** Saturation of hue, saturation, value, multiplied: 0 is grey. Not of CIFAR-10-C. */
  SATURATION("saturation", 0.8, 0.6, 0.4, 0.2, 0) {
    @Override
    Raster degrade(Raster image, double parameter, long seed) {
      return Degradation.fade(image, parameter);
    }
  },

  /** Hue turned, as a fraction of the circle: 0.5 is the opposite. Not of CIFAR-10-C. */
  HUE("hue", 0.05, 0.1, 0.2, 0.3, 0.5) {
    @Override
    Raster degrade(Raster image, double parameter, long seed) {
      return Degradation.turnHue(image, parameter);
    }
  };

  /** The side of the images for which the parameters were chosen. */
  static final int PARAMETERS_SIDE = 32;

  private final String id;
  private final double[] parameters;

  Corruption(String id, double... parameters) {
    this.id = id;
    this.parameters = parameters;
  }

  /**
   * The corruption with this {@link #id}.
   *
   * @throws IllegalArgumentException that names those there are
   */
  public static Corruption of(String id) {
    for (Corruption corruption : values()) {
      if (corruption.id.equals(id)) {
        return corruption;
      }
    }
    throw new IllegalArgumentException(
        "Invalid corruption: \""
            + id
            + "\" (must be one of "
            + Arrays.stream(values()).map(Corruption::id).collect(Collectors.joining(", "))
            + ")");
  }

  /** As in settings, tables and reports: lower case with hyphens. */
  public String id() {
    return id;
  }

  /** The parameter at a severity, as in the source. */
  public double parameter(Severity severity) {
    return parameters[severity.level() - 1];
  }

  /** The degraded image, of the same size and channels; the image itself is left as it is. */
  public Raster apply(Raster image, Severity severity, long seed) {
    return degrade(image, parameter(severity), seed);
  }

  abstract Raster degrade(Raster image, double parameter, long seed);

  private static int shorterSide(Raster image) {
    return Math.min(image.width(), image.height());
  }
}
