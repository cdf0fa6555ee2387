package org.hammingbird.hash;

import java.util.Arrays;
import org.hammingbird.image.LanczosResampler;
import org.hammingbird.image.Raster;

/** The luma of one image in the sizes that some kernels want, each size once, in one pass. */
final class SharedLumas {
  private static final Raster[] NONE = {};

  /** The place of the luma at the image's own size, which is not resampled. */
  private static final int WHOLE = -1;

  private final Raster raster;
  private final int[] widths;
  private final int[] heights;
  private int count;
  private Raster whole;

  private SharedLumas(Raster raster, int kernels) {
    this.raster = raster;
    this.widths = new int[kernels];
    this.heights = new int[kernels];
  }

  /**
   * Hashes by each kernel.
   *
   * @return the bits of each, in their order
   */
  static long[][] hash(Raster raster, HashKernel... kernels) {
    SharedLumas lumas = new SharedLumas(raster, kernels.length);
    int[] places = new int[kernels.length];
    for (int i = 0; i < kernels.length; i++) {
      if (kernels[i] instanceof LumaKernel) {
        places[i] = lumas.place((LumaKernel) kernels[i]);
      }
    }
    Raster[] small = lumas.resize();
    long[][] hashes = new long[kernels.length][];
    for (int i = 0; i < kernels.length; i++) {
      hashes[i] =
          kernels[i] instanceof LumaKernel
              ? ((LumaKernel) kernels[i]).hash(lumas.at(places[i], small).samples())
              : kernels[i].hash(raster);
    }
    return hashes;
  }

  private int place(LumaKernel kernel) {
    int width = kernel.width(raster);
    int height = kernel.height(raster);
    if (width == raster.width() && height == raster.height()) {
      return WHOLE;
    }
    for (int i = 0; i < count; i++) {
      if (widths[i] == width && heights[i] == height) {
        return i;
      }
    }
    widths[count] = width;
    heights[count] = height;
    return count++;
  }

  private Raster at(int place, Raster[] small) {
    if (place != WHOLE) {
      return small[place];
    }
    if (whole == null) {
      whole = raster.toLuma();
    }
    return whole;
  }

  private Raster[] resize() {
    return count == 0
        ? NONE
        : LanczosResampler.resizeLuma(
            raster, Arrays.copyOf(widths, count), Arrays.copyOf(heights, count));
  }
}
