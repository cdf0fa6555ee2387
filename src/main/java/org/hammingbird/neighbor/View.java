package org.hammingbird.neighbor;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.hammingbird.image.Raster;

/**
 * Another look at an image, whose hash is compared with the hashes of whole images: hashes of whole
 * images alone lose what was cropped by a tenth or shifted by a twentieth.
 */
public enum View {
  /** Without a twentieth at each side. */
  CENTRE(0.05, 0.05, 0.05, 0.05),
  /** Without a tenth at each side. */
  INNER(0.1, 0.1, 0.1, 0.1),
  /** Without a tenth at the right and at the bottom; the next three likewise. */
  TOP_LEFT(0, 0, 0.1, 0.1),
  TOP_RIGHT(0.1, 0, 0, 0.1),
  BOTTOM_LEFT(0, 0.1, 0.1, 0),
  BOTTOM_RIGHT(0.1, 0.1, 0, 0),
  /** Left and right exchanged. */
  MIRRORED(0, 0, 0, 0);

  private static final int CROPS_CLOSER = 2;

  private static final Set<View> CROPS =
      Collections.unmodifiableSet(EnumSet.range(CENTRE, BOTTOM_RIGHT));

  private final double left;
  private final double top;
  private final double right;
  private final double bottom;

  View(double left, double top, double right, double bottom) {
    this.left = left;
    this.top = top;
    this.right = right;
    this.bottom = bottom;
  }

  /** Those that show a part. */
  public static Set<View> crops() {
    return CROPS;
  }

  /**
   * The radius within which a view proposes pairs, next to that of whole images: smaller for crops,
   * which are compared so much oftener.
   */
  public int radius(int wholes) {
    return this == MIRRORED ? wholes : Math.max(0, wholes - CROPS_CLOSER);
  }

  /** The image so seen. */
  public Raster of(Raster image) {
    return this == MIRRORED ? mirrored(image) : crop(image);
  }

  private Raster crop(Raster image) {
    int x = (int) Math.round(left * image.width());
    int y = (int) Math.round(top * image.height());
    int width = Math.max(1, image.width() - x - (int) Math.round(right * image.width()));
    int height = Math.max(1, image.height() - y - (int) Math.round(bottom * image.height()));
    int step = image.channels();
    byte[] out = new byte[width * height * step];
    for (int row = 0; row < height; row++) {
      int from = ((y + row) * image.width() + x) * step;
      System.arraycopy(image.samples(), from, out, row * width * step, width * step);
    }
    return new Raster(width, height, step, out);
  }

  private static Raster mirrored(Raster image) {
    int step = image.channels();
    int line = image.width() * step;
    byte[] out = new byte[image.samples().length];
    for (int from = 0; from < out.length; from += step) {
      int to = from / line * line + line - step - from % line;
      System.arraycopy(image.samples(), from, out, to, step);
    }
    return new Raster(image.width(), image.height(), step, out);
  }
}
