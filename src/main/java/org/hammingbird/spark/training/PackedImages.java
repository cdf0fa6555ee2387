package org.hammingbird.spark.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.hammingbird.image.Raster;

/**
 * Some of a worker's training images as executors keep them: 8-bit pixels at the size that training
 * uses. Each image's pixels are an array of their own: the JVM's collector does not move arrays of
 * megabytes, and a heap full of them has no room for the next one.
 */
final class PackedImages implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Image[] images;

  private PackedImages(Image[] images) {
    this.images = images;
  }

  /** Images in their order. */
  static PackedImages of(Iterator<Image> images) {
    List<Image> all = new ArrayList<>();
    images.forEachRemaining(all::add);
    return new PackedImages(all.toArray(new Image[0]));
  }

  int size() {
    return images.length;
  }

  Image image(int index) {
    return images[index];
  }

  /** One of them, also on its way to its worker. */
  static final class Image implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long id;
    private final int label;
    private final int width;
    private final byte[] rgb;

    Image(long id, int label, Raster raster) {
      this.id = id;
      this.label = label;
      this.width = raster.width();
      this.rgb = raster.samples();
    }

    long id() {
      return id;
    }

    /** Index of the class. */
    int label() {
      return label;
    }

    /** Not a copy. */
    Raster raster() {
      return new Raster(width, rgb.length / 3 / width, 3, rgb);
    }
  }
}
