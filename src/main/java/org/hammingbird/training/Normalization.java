package org.hammingbird.training;

import java.util.Locale;

/** How the bytes of an image become a network's inputs. */
public enum Normalization {
  /** 0 to 255 divided by 255, as three planes: an input of rank 4, [batch, 3, side, side]. */
  UNIT_PLANES,
  /**
   * 0 to 255 less the training set's mean image, as one vector in the raster's order (row, column,
   * channel): an input of rank 2, [batch, side * side * 3].
   */
  MEAN_IMAGE;

  /** Shape of the input for so many squares of {@code side} pixels. */
  public long[] shape(int images, int side) {
    return this == MEAN_IMAGE
        ? new long[] {images, 3L * side * side}
        : new long[] {images, 3, side, side};
  }

  /** The name in model files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
