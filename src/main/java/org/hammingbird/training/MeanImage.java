package org.hammingbird.training;

import java.io.Serializable;
import org.hammingbird.image.CentreCrop;
import org.hammingbird.image.Raster;

/**
 * The mean of many images' pixels, place by place, computed in parts that {@link #add} merges. Sums
 * are exact: whole numbers.
 */
public final class MeanImage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int side;
  private final long[] sums;
  private final long images;

  private MeanImage(int side, long[] sums, long images) {
    this.side = side;
    this.sums = sums;
    this.images = images;
  }

  /** Of no image yet. */
  public static MeanImage empty(int side) {
    return new MeanImage(side, new long[side * side * 3], 0);
  }

  /** With these images added: RGB rasters, cut to the square at the centre. */
  public MeanImage add(Iterable<Raster> rasters) {
    long[] added = sums.clone();
    long count = images;
    CentreCrop crop = new CentreCrop(side);
    for (Raster raster : rasters) {
      byte[] samples = crop.apply(raster).samples();
      for (int i = 0; i < added.length; i++) {
        added[i] += samples[i] & 0xff;
      }
      count++;
    }
    return new MeanImage(side, added, count);
  }

  /** Both together. */
  public MeanImage add(MeanImage other) {
    if (other.side != side) {
      throw new IllegalArgumentException(
          "Cannot add mean images of sides " + side + " and " + other.side);
    }
    long[] added = sums.clone();
    for (int i = 0; i < added.length; i++) {
      added[i] += other.sums[i];
    }
    return new MeanImage(side, added, images + other.images);
  }

  /**
   * The mean: {@code side * side * 3} values from 0 to 255 in the raster's order.
   *
   * @throws IllegalStateException where no image was added
   */
  public float[] values() {
    if (images == 0) {
      throw new IllegalStateException("The mean of no images");
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) ((double) sums[i] / images);
    }
    return mean;
  }

  /** An RGB raster's square at the centre as values from 0 to 255 in the raster's order. */
  static void vector(Raster rgb, int side, float[] out, int offset) {
    byte[] samples = new CentreCrop(side).apply(rgb).samples();
    for (int i = 0; i < samples.length; i++) {
      out[offset + i] = samples[i] & 0xff;
    }
  }
}
