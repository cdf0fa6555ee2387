package org.hammingbird.demo;

import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Random;

/** How a planted near-duplicate differs from the image that it was made of. */
enum Edit {
  /** The same bytes under another name. */
  COPIED {
    @Override
    byte[] of(byte[] file, Random random) {
      return file.clone();
    }
  },
  /** JPEG of quality 0.5 to 0.75. */
  RE_ENCODED {
    @Override
    byte[] of(byte[] file, Random random) {
      return Pictures.jpeg(Pictures.read(file), 0.5 + 0.25 * random.nextDouble());
    }
  },
  /** Both sides times 0.6 to 0.85. */
  RESIZED {
    @Override
    byte[] of(byte[] file, Random random) {
      BufferedImage image = Pictures.read(file);
      double scale = 0.6 + 0.25 * random.nextDouble();
      int width = (int) Math.round(image.getWidth() * scale);
      int height = (int) Math.round(image.getHeight() * scale);
      return saved(Pictures.scaled(image, width, height), random);
    }
  },
  /** Each sample times 0.75 to 0.9, or 1.1 to 1.2. */
  BRIGHTNESS {
    @Override
    byte[] of(byte[] file, Random random) {
      double factor =
          random.nextBoolean()
              ? 0.75 + 0.15 * random.nextDouble()
              : 1.1 + 0.1 * random.nextDouble();
      return saved(Pictures.mapped(Pictures.read(file), s -> (int) Math.round(s * factor)), random);
    }
  },
  /** Distances from mid-grey times 0.65 to 0.9, or 1.1 to 1.3. */
  CONTRAST {
    @Override
    byte[] of(byte[] file, Random random) {
      double factor =
          random.nextBoolean()
              ? 0.65 + 0.25 * random.nextDouble()
              : 1.1 + 0.2 * random.nextDouble();
      return saved(
          Pictures.mapped(Pictures.read(file), s -> (int) Math.round(128 + (s - 128) * factor)),
          random);
    }
  },
  /** Up to 2.2% of the side cut off at each edge, at least one pixel in all. */
  CROPPED {
    @Override
    byte[] of(byte[] file, Random random) {
      BufferedImage image = Pictures.read(file);
      int left = 1 + random.nextInt(1 + image.getWidth() / 45);
      int top = random.nextInt(1 + image.getHeight() / 45);
      int width = image.getWidth() - left - random.nextInt(1 + image.getWidth() / 45);
      int height = image.getHeight() - top - random.nextInt(1 + image.getHeight() / 45);
      return saved(Pictures.cropped(image, left, top, width, height), random);
    }
  };

  /** The edited file, PNG or JPEG. */
  abstract byte[] of(byte[] file, Random random);

  /** As the planted list names it. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static byte[] saved(BufferedImage image, Random random) {
    return random.nextBoolean() ? Pictures.png(image) : Pictures.jpeg(image, 0.9);
  }
}
