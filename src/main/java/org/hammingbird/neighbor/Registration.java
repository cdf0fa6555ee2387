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

  /** Weights of the taps of each level's blur. */
  private static final float[][] BLURS = {
    {0.0625f, 0.25f, 0.375f, 0.25f, 0.0625f}, {0.25f, 0.5f, 0.25f}
  };

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

  private final float[][][] bases = new float[BLURS.length][COLUMNS][SIDE * SIDE];
  private final double[][] wholeInverse = new double[COLUMNS][COLUMNS];
  private final double[][] inverse = new double[COLUMNS][COLUMNS];
  private final float[] moving = new float[SIDE * SIDE];
  private final float[] scratch = new float[SIDE * SIDE];
  private final float[] rest = new float[SIDE * SIDE];
  private final double[] sums = new double[COLUMNS];
  private double contrast;
  private double brightness;
  private double explained;

  /** Takes the image that stays where it is. */
  void fix(float[] image) {
    for (int level = 0; level < BLURS.length; level++) {
      blur(image, BLURS[level], scratch, bases[level][0]);
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
    blur(image, BLURS[0], scratch, moving);
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
    blur(image, BLURS[1], scratch, moving);
    for (int i = 0; i < STEPS_OF_LEVEL && placement.area() >= LEAST_AREA; i++) {
      step(bases[1], inverse, placement);
    }
    return placement.area() < LEAST_AREA ? null : placement;
  }

  /** One step; of an image that no longer covers anything, none. */
  private void step(float[][] basis, double[][] inverse, Placement placement) {
    placement.apply(moving, rest);
    int top = Math.max(1, placement.top());
    int bottom = Math.min(SIDE - 1, placement.bottom());
    int start = Math.max(1, placement.start());
    int end = Math.min(SIDE - 1, placement.end());
    explain(basis[0], top, bottom, start, end);
    for (int i = 0; i < COLUMNS; i++) {
      sums[i] = product(basis[i], rest, top, bottom, start, end);
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
  private void explain(float[] fixed, int top, int bottom, int start, int end) {
    float gain = (float) contrast;
    float offset = (float) brightness;
    double sum = 0;
    double squares = 0;
    double left = 0;
    for (int y = top; y < bottom; y++) {
      for (int i = y * SIDE + start; i < y * SIDE + end; i++) {
        float value = rest[i];
        float error = value - gain * fixed[i] - offset;
        rest[i] = error;
        sum += value;
        squares += value * value;
        left += error * error;
      }
    }
    double variance = squares - sum * sum / Math.max(1, (bottom - top) * (end - start));
    explained = 1 - left / (variance + 1);
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

  private static float product(float[] a, float[] b, int top, int bottom, int start, int end) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    for (int y = top; y < bottom; y++) {
      int i = y * SIDE + start;
      int last = y * SIDE + end;
      for (; i + 3 < last; i += 4) {
        first += a[i] * b[i];
        second += a[i + 1] * b[i + 1];
        third += a[i + 2] * b[i + 2];
        fourth += a[i + 3] * b[i + 3];
      }
      for (; i < last; i++) {
        first += a[i] * b[i];
      }
    }
    return first + second + third + fourth;
  }

  private static void invert(float[][] basis, Placement placement, double[][] inverse) {
    int top = Math.max(1, placement.top());
    int bottom = Math.min(SIDE - 1, placement.bottom());
    int start = Math.max(1, placement.start());
    int end = Math.min(SIDE - 1, placement.end());
    for (int i = 0; i < COLUMNS; i++) {
      for (int j = i; j < COLUMNS; j++) {
        inverse[i][j] = product(basis[i], basis[j], top, bottom, start, end);
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

  /** Blurs in both directions; what lies outside is as the border. */
  private static void blur(float[] image, float[] taps, float[] scratch, float[] out) {
    int reach = taps.length / 2;
    for (int y = 0; y < SIDE; y++) {
      int line = y * SIDE;
      for (int x = 0; x < SIDE; x++) {
        boolean inner = x >= reach && x < SIDE - reach;
        float sum = 0;
        for (int t = -reach; t <= reach; t++) {
          sum += taps[t + reach] * image[line + (inner ? x + t : inside(x + t))];
        }
        scratch[line + x] = sum;
      }
    }
    Arrays.fill(out, 0);
    for (int y = 0; y < SIDE; y++) {
      for (int t = -reach; t <= reach; t++) {
        int from = inside(y + t) * SIDE;
        for (int x = 0; x < SIDE; x++) {
          out[y * SIDE + x] += taps[t + reach] * scratch[from + x];
        }
      }
    }
  }

  private static int inside(int at) {
    return Math.max(0, Math.min(SIDE - 1, at));
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
