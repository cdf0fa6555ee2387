package org.hammingbird.spark.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.hammingbird.image.Raster;

/**
 * Some of a worker's training images as executors keep them: 8-bit pixels at the size that training
 * uses, one after the other in a single array, so that a block is written to disk and read again as
 * plain bytes.
 */
final class PackedImages implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] ids;
  private final int[] labels;
  private final int[] widths;
  private final int[] ends;
  private final byte[] rgb;

  private PackedImages(long[] ids, int[] labels, int[] widths, int[] ends, byte[] rgb) {
    this.ids = ids;
    this.labels = labels;
    this.widths = widths;
    this.ends = ends;
    this.rgb = rgb;
  }

  /** Packs images in their order. */
  static PackedImages of(Iterator<LabeledRaster> images) {
    Builder builder = new Builder();
    images.forEachRemaining(builder::add);
    return builder.build();
  }

  int size() {
    return ids.length;
  }

  long id(int index) {
    return ids[index];
  }

  /** Index of the class. */
  int label(int index) {
    return labels[index];
  }

  Raster raster(int index) {
    byte[] samples = Arrays.copyOfRange(rgb, index == 0 ? 0 : ends[index - 1], ends[index]);
    return new Raster(widths[index], samples.length / 3 / widths[index], 3, samples);
  }

  /** An image on its way to its worker. */
  static final class LabeledRaster implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long id;
    private final int label;
    private final int width;
    private final byte[] rgb;

    LabeledRaster(long id, int label, Raster raster) {
      this.id = id;
      this.label = label;
      this.width = raster.width();
      this.rgb = raster.samples();
    }
  }

  private static final class Builder {
    private long[] ids = new long[64];
    private int[] labels = new int[64];
    private int[] widths = new int[64];
    private int[] ends = new int[64];
    private byte[] rgb = new byte[1 << 18];
    private int images;
    private int length;

    private void add(LabeledRaster image) {
      if (images == ids.length) {
        ids = Arrays.copyOf(ids, 2 * images);
        labels = Arrays.copyOf(labels, 2 * images);
        widths = Arrays.copyOf(widths, 2 * images);
        ends = Arrays.copyOf(ends, 2 * images);
      }
      int end = Math.addExact(length, image.rgb.length);
      if (end > rgb.length) {
        rgb =
            Arrays.copyOf(rgb, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 2L * length)));
      }
      System.arraycopy(image.rgb, 0, rgb, length, image.rgb.length);
      ids[images] = image.id;
      labels[images] = image.label;
      widths[images] = image.width;
      ends[images++] = end;
      length = end;
    }

    private PackedImages build() {
      return new PackedImages(
          Arrays.copyOf(ids, images),
          Arrays.copyOf(labels, images),
          Arrays.copyOf(widths, images),
          Arrays.copyOf(ends, images),
          Arrays.copyOf(rgb, length));
    }
  }
}
