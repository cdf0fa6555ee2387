package org.hammingbird.demo;

import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Random;

/** What is wrong with a planted image of low quality. */
enum Flaw {
  /** Detail below about a sixteenth of the side is gone. */
  BLURRED("blurred") {
    @Override
    byte[] of(BufferedImage image, Random random) {
      int coarse = 13 + random.nextInt(6);
      int fewer = Math.max(1, coarse * image.getHeight() / image.getWidth());
      BufferedImage small = image;
      while (small.getWidth() > 2 * coarse) {
        // halving by bicubic steps averages all pixels; one large step would sample a few
        small =
            Pictures.scaled(small, small.getWidth() / 2, Math.max(fewer, small.getHeight() / 2));
      }
      small = Pictures.scaled(small, coarse, fewer);
      return Pictures.jpeg(Pictures.scaled(small, image.getWidth(), image.getHeight()), 0.9);
    }
  },
  /** A tenth to a fifth of the light, with the sensor's noise. */
  DARK("dark") {
    @Override
    byte[] of(BufferedImage image, Random random) {
      double light = 0.1 + 0.1 * random.nextDouble();
      return Pictures.png(
          Pictures.mapped(image, s -> (int) Math.round(s * light + 2 * random.nextGaussian())));
    }
  },
  /** Gaussian noise, standard deviation 40 to 65 of 255. */
  NOISY("noisy") {
    @Override
    byte[] of(BufferedImage image, Random random) {
      double deviation = 40 + 25 * random.nextDouble();
      return Pictures.png(
          Pictures.mapped(image, s -> (int) Math.round(s + deviation * random.nextGaussian())));
    }
  },
  /** JPEG of quality 0.02 to 0.06. */
  OVER_COMPRESSED("blocky") {
    @Override
    byte[] of(BufferedImage image, Random random) {
      return Pictures.jpeg(image, 0.02 + 0.04 * random.nextDouble());
    }
  };

  private final String reason;

  Flaw(String reason) {
    this.reason = reason;
  }

  /** The file of the spoiled image, PNG or JPEG. */
  abstract byte[] of(BufferedImage image, Random random);

  /** As the stage {@code quality} names it. */
  String reason() {
    return reason;
  }

  /** As the planted list names it. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
