package org.hammingbird.neighbor;

import java.util.Arrays;

/**
 * Lays one grey image over another of the same size: finds the shift and the scale of each axis at
 * which it fits best, whatever its brightness and contrast, by Gauss-Newton steps of the inverse
 * compositional method (Baker and Matthews, "Lucas-Kanade 20 years on", 2004), first on blurred
 * copies, which lets it find larger shifts. Holds scratch arrays: one thread only.
 */
final class Registration {
  private static final int SIDE = Verification.SIDE;
  private static final int STEPS_OF_LEVEL = 4;

  /** Weights of the middle, of both neighbours and of both behind them, of each level's blur. */
  private static final float[][] BLURS = {{0.375f, 0.25f, 0.0625f}, {0.5f, 0.25f, 0}};

  /** How far blurs reach. */
  private static final int REACH = 2;

  private static final int PADDED = SIDE + 2 * REACH;

  // grey, one, and what the picture changes by with scale and shift across, scale and shift down
  private static final int COLUMNS = 6;
  private static final double RIDGE = 1e-3;
  private static final double LEAST_CONTRAST = 0.05;
  private static final double LARGEST_SCALE_STEP = 0.05;
  private static final double LARGEST_SHIFT_STEP = 1.5;
  private static final float MEDIUM_GREY = 128;

  /** Share of the variance that a blurred image must explain of another to go on. */
  private static final double LEAST_EXPLAINED = 0.4;

  /** Pixels that one image must cover of the other: half of them. */
  private static final int LEAST_AREA = SIDE * SIDE / 2;

  private static final int QUARTER = SIDE * SIDE / 4;

  private final float[][][] bases = new float[BLURS.length][COLUMNS][SIDE * SIDE];
  private final double[][] wholeInverse = new double[COLUMNS][COLUMNS];
  private final double[][] inverse = new double[COLUMNS][COLUMNS];
  private final float[] moving = new float[SIDE * SIDE];
  private final float[] padded = new float[PADDED * PADDED];
  private final float[] blurred = new float[PADDED * PADDED];
  private final float[] rest = new float[SIDE * SIDE];
  private final float[][] masked = new float[COLUMNS][SIDE * SIDE];
  private final float[] partial = new float[QUARTER];
  private final double[] sums = new double[COLUMNS];
  private double contrast;
  private double brightness;
  private double explained;

  /** Takes the image that stays where it is. */
  void fix(float[] image) {
    for (int level = 0; level < BLURS.length; level++) {
      blur(image, BLURS[level], bases[level][0]);
      fillColumns(bases[level]);
    }
    invert(bases[0], new Placement(), wholeInverse);
  }

  /**
   * Where the other image fits best on the fixed one, from its own place on.
   *
   * @return null where the images are too different for that to matter
   */
  Placement place(float[] image) {
    Placement placement = new Placement();
    contrast = 1;
    brightness = 0;
    blur(image, BLURS[0], moving);
    for (int i = 0; i < STEPS_OF_LEVEL; i++) {
      step(bases[0], wholeInverse, placement);
      // the first steps also fit contrast and brightness
      boolean unlike = i >= STEPS_OF_LEVEL / 2 && explained < LEAST_EXPLAINED;
      if (unlike || placement.area() < LEAST_AREA) {
        return null;
      }
    }
    // a matrix a level, not a step: the part that is covered changes little any more
    invert(bases[1], placement, inverse);
    blur(image, BLURS[1], moving);
    for (int i = 0; i < STEPS_OF_LEVEL && placement.area() >= LEAST_AREA; i++) {
      step(bases[1], inverse, placement);
    }
    return placement.area() < LEAST_AREA ? null : placement;
  }

  /** One step; of an image that no longer covers anything, none. */
  private void step(float[][] basis, double[][] inverse, Placement placement) {
    placement.apply(moving, rest);
    keepInside(placement, rest);
    explain(basis, placement);
    for (int i = 0; i < COLUMNS; i++) {
      sums[i] = product(basis[i], rest);
    }
    contrast = Math.max(LEAST_CONTRAST, contrast + times(inverse[0], sums));
    brightness += times(inverse[1], sums);
    placement.undo(
        limited(times(inverse[2], sums) / contrast, LARGEST_SCALE_STEP),
        limited(times(inverse[3], sums) / contrast, LARGEST_SHIFT_STEP),
        limited(times(inverse[4], sums) / contrast, LARGEST_SCALE_STEP),
        limited(times(inverse[5], sums) / contrast, LARGEST_SHIFT_STEP));
  }

  /** Leaves in {@code rest} what the fixed image does not explain of the other. */
  private void explain(float[][] basis, Placement placement) {
    double sum = product(basis[1], rest);
    double squares = product(rest, rest);
    subtract(basis[0], (float) contrast, (float) brightness, rest);
    keepInside(placement, rest);
    double variance = squares - sum * sum / Math.max(1, inside(placement));
    explained = 1 - product(rest, rest) / (variance + 1);
  }

  private static void subtract(float[] fixed, float gain, float offset, float[] rest) {
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= gain * fixed[i] + offset;
    }
  }

  /** Pixels that are covered, but for those at the square's border, which have no gradients. */
  private static int inside(Placement placement) {
    int rows = Math.min(SIDE - 1, placement.bottom()) - Math.max(1, placement.top());
    int columns = Math.min(SIDE - 1, placement.end()) - Math.max(1, placement.start());
    return rows * columns;
  }

  /** Zero but for those pixels. */
  private static void keepInside(Placement placement, float[] values) {
    int top = Math.max(1, placement.top());
    int bottom = Math.max(top, Math.min(SIDE - 1, placement.bottom()));
    int start = Math.max(1, placement.start());
    int end = Math.min(SIDE - 1, placement.end());
    Arrays.fill(values, 0, top * SIDE, 0);
    for (int line = top * SIDE; line < bottom * SIDE; line += SIDE) {
      for (int i = line; i < line + start; i++) {
        values[i] = 0;
      }
      for (int i = line + end; i < line + SIDE; i++) {
        values[i] = 0;
      }
    }
    Arrays.fill(values, bottom * SIDE, values.length, 0);
  }

  private static double limited(double value, double limit) {
    return Math.max(-limit, Math.min(limit, value));
  }

  private static double times(double[] row, double[] vector) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += row[i] * vector[i];
    }
    return sum;
  }

  /** Of the whole squares, a quarter of them at a time, for vector instructions. */
  private float product(float[] a, float[] b) {
    multiply(a, b, partial);
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    for (int i = 0; i < QUARTER; i += 4) {
      first += partial[i];
      second += partial[i + 1];
      third += partial[i + 2];
      fourth += partial[i + 3];
    }
    return first + second + third + fourth;
  }

  private static void multiply(float[] a, float[] b, float[] out) {
    for (int i = 0; i < QUARTER; i++) {
      out[i] =
          a[i] * b[i]
              + a[i + QUARTER] * b[i + QUARTER]
              + a[i + 2 * QUARTER] * b[i + 2 * QUARTER]
              + a[i + 3 * QUARTER] * b[i + 3 * QUARTER];
    }
  }

  private void invert(float[][] basis, Placement placement, double[][] inverse) {
    for (int i = 0; i < COLUMNS; i++) {
      System.arraycopy(basis[i], 0, masked[i], 0, masked[i].length);
      keepInside(placement, masked[i]);
    }
    for (int i = 0; i < COLUMNS; i++) {
      for (int j = i; j < COLUMNS; j++) {
        inverse[i][j] = product(masked[i], basis[j]);
        inverse[j][i] = inverse[i][j];
      }
      inverse[i][i] += RIDGE;
    }
    invert(inverse);
  }

  /** From the grey levels in the first column: the others, and the first about medium grey. */
  private static void fillColumns(float[][] columns) {
    float[] image = columns[0];
    for (int y = 1; y < SIDE - 1; y++) {
      for (int x = 1; x < SIDE - 1; x++) {
        int i = y * SIDE + x;
        float across = (image[i + 1] - image[i - 1]) / 2;
        float down = (image[i + SIDE] - image[i - SIDE]) / 2;
        columns[2][i] = across * (x - Placement.CENTRE);
        columns[3][i] = across;
        columns[4][i] = down * (y - Placement.CENTRE);
        columns[5][i] = down;
      }
    }
    Arrays.fill(columns[1], 1);
    for (int i = 0; i < image.length; i++) {
      image[i] -= MEDIUM_GREY;
    }
  }

  /**
   * Blurs in both directions; what lies outside is as the border. All rows at once, for vector
   * instructions: sums that reach from one row into the next lie in the padding.
   */
  private void blur(float[] image, float[] taps, float[] out) {
    pad(image);
    blur(padded, taps, 1, blurred);
    blur(blurred, taps, PADDED, padded);
    for (int y = 0; y < SIDE; y++) {
      System.arraycopy(padded, (y + REACH) * PADDED + REACH, out, y * SIDE, SIDE);
    }
  }

  private void pad(float[] image) {
    for (int y = 0; y < PADDED; y++) {
      int line = Math.max(0, Math.min(SIDE - 1, y - REACH)) * SIDE;
      int at = y * PADDED;
      System.arraycopy(image, line, padded, at + REACH, SIDE);
      for (int x = 0; x < REACH; x++) {
        padded[at + x] = image[line];
        padded[at + PADDED - 1 - x] = image[line + SIDE - 1];
      }
    }
  }

  private static void blur(float[] in, float[] taps, int step, float[] out) {
    float middle = taps[0];
    float near = taps[1];
    float far = taps[2];
    int reach = REACH * step;
    for (int i = reach; i < in.length - reach; i++) {
      out[i] =
          middle * in[i]
              + near * (in[i - step] + in[i + step])
              + far * (in[i - 2 * step] + in[i + 2 * step]);
    }
  }

  /** Gauss-Jordan elimination in place; the ridge keeps the pivots of the matrix positive. */
  private static void invert(double[][] matrix) {
    int size = matrix.length;
    for (int pivot = 0; pivot < size; pivot++) {
      double factor = 1 / matrix[pivot][pivot];
      matrix[pivot][pivot] = 1;
      for (int column = 0; column < size; column++) {
        matrix[pivot][column] *= factor;
      }
      for (int row = 0; row < size; row++) {
        if (row != pivot) {
          double times = matrix[row][pivot];
          matrix[row][pivot] = 0;
          for (int column = 0; column < size; column++) {
            matrix[row][column] -= times * matrix[pivot][column];
          }
        }
      }
    }
  }
}
