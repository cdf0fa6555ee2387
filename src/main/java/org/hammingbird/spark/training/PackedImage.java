package org.hammingbird.spark.training;

import java.io.Serializable;
import org.hammingbird.image.Raster;

/** A training image as executors keep it: 8-bit pixels at the size that training uses. */
final class PackedImage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long id;
  private final int label;
  private final int width;
  private final int height;
  private final byte[] rgb;

  PackedImage(long id, int label, Raster raster) {
    this.id = id;
    this.label = label;
    this.width = raster.width();
    this.height = raster.height();
    this.rgb = raster.samples();
  }

  long id() {
    return id;
  }

  /** Index of the class. */
  int label() {
    return label;
  }

  Raster raster() {
    return new Raster(width, height, 3, rgb);
  }
}
