package org.hammingbird.image;

/**
 * The luma that {@link Quality} measures: a copy whose shorter side is {@value #SIDE} pixels, so
 * that files of different sizes can be compared. A smaller image is taken as it is. Of an image so
 * long that the copy would exceed {@value #LONGEST} pixels the middle part is taken.
 *
 * <p>Up to twice that size each pixel of the copy is the mean of the area it covers. Above, it is
 * the mean of 2 x 2 pixels spread evenly over that area, so that the cost is the same for 1 and for
 * 100 megapixels; fine texture then counts as detail rather than as its mean.
 */
final class LumaCopy {
  /** Shorter side, in pixels. */
  static final int SIDE = 256;

  /** Longer side at most, in pixels: a line's sum of squares fits into an {@code int}. */
  static final int LONGEST = 1024;

  private static final int TAPS = 4;
  private static final int BITS = 10;
  private static final int ONE = 1 << BITS;

  /** Sums of four samples have so many bits. */
  private static final int SUM_BITS = 10;

  private static final int SUM_MASK = (1 << SUM_BITS) - 1;

  private final Raster raster;
  private final int left;
  private final int top;
  private final int partWidth;
  private final int partHeight;
  private final int width;
  private final int height;
  private final int[] samples;

  private LumaCopy(Raster raster) {
    this.raster = raster;
    int shorter = Math.min(raster.width(), raster.height());
    int reduced = Math.min(shorter, SIDE);
    int longestPart = (int) ((long) LONGEST * shorter / reduced);
    partWidth = Math.min(raster.width(), longestPart);
    partHeight = Math.min(raster.height(), longestPart);
    left = (raster.width() - partWidth) / 2;
    top = (raster.height() - partHeight) / 2;
    width = scaled(partWidth, reduced, shorter);
    height = scaled(partHeight, reduced, shorter);
    samples = new int[width * height];
  }

  static LumaCopy of(Raster raster) {
    LumaCopy copy = new LumaCopy(raster);
    if (copy.width == copy.partWidth && copy.height == copy.partHeight) {
      copy.takeAll();
    } else if (Math.min(copy.partWidth, copy.partHeight) < 2 * SIDE) {
      copy.averageAreas();
    } else {
      copy.averageSamples();
    }
    return copy;
  }

  private static int scaled(int length, int side, int shorter) {
    return (int) (((long) length * side + shorter / 2) / shorter);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Row by row, 0 to 255 each. */
  int[] samples() {
    return samples;
  }

  /** Row y of the part, from its left edge. */
  private void luma(int y, int[] out) {
    raster.readLuma((top + y) * raster.width() + left, 1, out, partWidth);
  }

  private void takeAll() {
    if (width == raster.width()) {
      raster.readLuma(top * width, 1, samples, samples.length);
      return;
    }
    int[] line = new int[width];
    for (int y = 0; y < height; y++) {
      luma(y, line);
      System.arraycopy(line, 0, samples, y * width, width);
    }
  }

  private void averageAreas() {
    int[] firstColumns = new int[width];
    int[][] columnWeights = areas(partWidth, width, firstColumns);
    int[] firstRows = new int[height];
    int[][] rowWeights = areas(partHeight, height, firstRows);
    int[] line = new int[partWidth + TAPS];
    int[][] narrow = new int[TAPS][width];
    int next = 0;
    for (int y = 0; y < height; y++) {
      for (; next < Math.min(partHeight, firstRows[y] + TAPS); next++) {
        luma(next, line);
        narrow(line, firstColumns, columnWeights, narrow[next % TAPS]);
      }
      combine(narrow, firstRows[y], rowWeights, y);
    }
  }

  private static void narrow(int[] line, int[] first, int[][] weights, int[] out) {
    int[] p = weights[0];
    int[] q = weights[1];
    int[] r = weights[2];
    int[] s = weights[3];
    for (int x = 0; x < out.length; x++) {
      int at = first[x];
      out[x] = p[x] * line[at] + q[x] * line[at + 1] + r[x] * line[at + 2] + s[x] * line[at + 3];
    }
  }

  private void combine(int[][] rows, int first, int[][] weights, int y) {
    int[] a = rows[first % TAPS];
    int[] b = rows[(first + 1) % TAPS];
    int[] c = rows[(first + 2) % TAPS];
    int[] d = rows[(first + 3) % TAPS];
    int p = weights[0][y];
    int q = weights[1][y];
    int r = weights[2][y];
    int s = weights[3][y];
    for (int x = 0, at = y * width; x < width; x++, at++) {
      samples[at] = (p * a[x] + q * b[x] + r * c[x] + s * d[x] + (1 << 2 * BITS - 1)) >> 2 * BITS;
    }
  }

  /**
   * For each of {@code size} points the first of the pixels that it covers, and the shares of the
   * {@value #TAPS} from there, in units of 1/{@value #ONE}, which add up to it.
   *
   * @return by tap, then point
   */
  private static int[][] areas(int length, int size, int[] first) {
    double scale = (double) length / size;
    int[][] weights = new int[TAPS][size];
    for (int i = 0; i < size; i++) {
      double from = i * scale;
      double to = Math.min(length, (i + 1) * scale);
      first[i] = (int) from;
      int rest = ONE;
      int largest = 0;
      for (int t = 0; t < TAPS; t++) {
        double covered = Math.min(to, first[i] + t + 1) - Math.max(from, first[i] + t);
        weights[t][i] = covered <= 0 ? 0 : (int) Math.round(covered / scale * ONE);
        rest -= weights[t][i];
        largest = weights[t][i] > weights[largest][i] ? t : largest;
      }
      weights[largest][i] += rest;
    }
    return weights;
  }

  private void averageSamples() {
    int[] columns = spread(partWidth, width);
    int[] rows = spread(partHeight, height);
    int[] upper = new int[partWidth];
    int[] lower = new int[partWidth];
    int[] sums = new int[width];
    for (int y = 0; y < height; y++) {
      read(rows[2 * y], upper);
      read(rows[2 * y + 1], lower);
      add(upper, lower);
      for (int x = 0; x < width; x++) {
        sums[x] = upper[columns[2 * x]] + upper[columns[2 * x + 1]];
      }
      if (raster.channels() == 1) {
        means(sums);
      } else {
        lumas(sums);
      }
      System.arraycopy(sums, 0, samples, y * width, width);
    }
  }

  private void read(int y, int[] out) {
    raster.read((top + y) * raster.width() + left, 1, out, partWidth);
  }

  /** Sums of two packed pixels in the place of the first, {@value #SUM_BITS} bits a sample. */
  private static void add(int[] upper, int[] lower) {
    for (int x = 0; x < upper.length; x++) {
      int u = upper[x];
      int v = lower[x];
      upper[x] =
          (u & 0xFF)
              + (v & 0xFF)
              + ((u >> 8 & 0xFF) + (v >> 8 & 0xFF) << SUM_BITS)
              + ((u >> 16 & 0xFF) + (v >> 16 & 0xFF) << 2 * SUM_BITS);
    }
  }

  /** From sums of four greys. */
  private static void means(int[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] = ((sums[x] & SUM_MASK) + 2) >> 2;
    }
  }

  /** Lumas of the means of four pixels, from their sums, as {@link Luma} has them. */
  private static void lumas(int[] sums) {
    for (int x = 0; x < sums.length; x++) {
      int red = sums[x] & SUM_MASK;
      int green = sums[x] >> SUM_BITS & SUM_MASK;
      int blue = sums[x] >> 2 * SUM_BITS & SUM_MASK;
      sums[x] = (19595 * red + 38470 * green + 7471 * blue + 0x20000) >> 18;
    }
  }

  /** Two positions in each of {@code size} equal parts, a quarter of the part from its ends. */
  private static int[] spread(int length, int size) {
    int[] positions = new int[2 * size];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = (int) ((2L * i + 1) * length / (4L * size));
    }
    return positions;
  }
}
