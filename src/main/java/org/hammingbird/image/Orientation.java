package org.hammingbird.image;

/**
 * How a camera was held: what has to be done to the pixels of a file so that up is up. The values
 * of EXIF's tag 274 (Exif 2.32, section 4.6.4), 1 to 8 in this order.
 */
public enum Orientation {
  /** 1: nothing. Also where a file says nothing, or something that is no orientation. */
  UPRIGHT(false),
  /** 2: left and right change places. */
  MIRRORED(false),
  /** 3: a half turn. */
  HALF_TURN(false),
  /** 4: top and bottom change places. */
  FLIPPED(false),
  /** 5: rows become columns. */
  TRANSPOSED(true),
  /** 6: a quarter turn clockwise. */
  QUARTER_TURN(true),
  /** 7: rows become columns, and then a half turn. */
  TRANSVERSED(true),
  /** 8: a quarter turn counter-clockwise. */
  THREE_QUARTER_TURN(true);

  private final boolean swapsSides;

  Orientation(boolean swapsSides) {
    this.swapsSides = swapsSides;
  }

  /** The orientation of that value, or {@link #UPRIGHT} where there is none. */
  static Orientation of(long value) {
    return value >= 1 && value <= values().length ? values()[(int) value - 1] : UPRIGHT;
  }

  /**
   * What the EXIF data of a JPEG, PNG, WebP or TIFF say; {@link #UPRIGHT} for all else, and where
   * they are damaged.
   */
  public static Orientation of(byte[] file) {
    return of(Exif.orientation(file));
  }

  /** Whether width and height change places. */
  public boolean swapsSides() {
    return swapsSides;
  }

  /** The raster turned upright; the raster itself where it is. */
  public Raster applyTo(Raster raster) {
    if (this == UPRIGHT) {
      return raster;
    }
    int width = raster.width();
    int height = raster.height();
    int last = width * height - 1;
    switch (this) {
      case MIRRORED:
        return moved(raster, width - 1, -1, width);
      case HALF_TURN:
        return moved(raster, last, -1, -width);
      case FLIPPED:
        return moved(raster, last - width + 1, 1, -width);
      case TRANSPOSED:
        return moved(raster, 0, width, 1);
      case QUARTER_TURN:
        return moved(raster, last - width + 1, -width, 1);
      case TRANSVERSED:
        return moved(raster, last, -width, -1);
      default:
        return moved(raster, width - 1, width, -1);
    }
  }

  /**
   * @param start index of the pixel that comes first
   * @param across how far from it the pixel to its right is
   * @param down how far from it the pixel below is
   */
  private Raster moved(Raster raster, int start, int across, int down) {
    int width = swapsSides ? raster.height() : raster.width();
    int height = swapsSides ? raster.width() : raster.height();
    int channels = raster.channels();
    byte[] from = raster.samples();
    byte[] to = new byte[from.length];
    int o = 0;
    for (int y = 0; y < height; y++) {
      int i = (start + y * down) * channels;
      for (int x = 0; x < width; x++, i += across * channels) {
        for (int c = 0; c < channels; c++) {
          to[o++] = from[i + c];
        }
      }
    }
    return new Raster(width, height, channels, to);
  }
}
