package org.hammingbird.image;

/**
 * Takes PNG's filters off a row (PNG specification, third edition, section 9). Each byte depends
 * only on the bytes of the same place within its pixel, so whatever is not wanted, alpha or the
 * lower bytes of 16-bit colours, is passed over; three colours go side by side, since each waits
 * for its own left neighbour only.
 *
 * <p>The caller sees to the bounds. {@code above} is the row before, unfiltered, zeros before the
 * first.
 */
final class PngFilters {
  static final int NONE = 0;
  static final int SUB = 1;
  static final int UP = 2;
  static final int AVERAGE = 3;
  static final int PAETH = 4;

  private PngFilters() {}

  /**
   * One byte of each pixel.
   *
   * @param from where that byte stands in the first filtered pixel
   * @param step bytes of a filtered pixel
   * @param to where the first one goes; the next ones {@code toStep} further each
   * @param aboveFrom where the first of the row before stands, as far apart as those of {@code to}
   */
  static void one(
      int filter,
      byte[] filtered,
      int from,
      int step,
      byte[] row,
      int to,
      int toStep,
      byte[] above,
      int aboveFrom,
      int pixels) {
    int o = to;
    int u = aboveFrom;
    int left = 0;
    int aboveLeft = 0;
    int end = from + pixels * step;
    switch (filter) {
      case NONE:
        for (int i = from; i < end; i += step, o += toStep) {
          row[o] = filtered[i];
        }
        break;
      case SUB:
        for (int i = from; i < end; i += step, o += toStep) {
          left += filtered[i];
          row[o] = (byte) left;
        }
        break;
      case UP:
        for (int i = from; i < end; i += step, o += toStep, u += toStep) {
          row[o] = (byte) (filtered[i] + above[u]);
        }
        break;
      case AVERAGE:
        for (int i = from; i < end; i += step, o += toStep, u += toStep) {
          left = filtered[i] + ((left + (above[u] & 0xFF)) >> 1) & 0xFF;
          row[o] = (byte) left;
        }
        break;
      default:
        for (int i = from; i < end; i += step, o += toStep, u += toStep) {
          int up = above[u] & 0xFF;
          left = filtered[i] + paeth(left, up, aboveLeft) & 0xFF;
          aboveLeft = up;
          row[o] = (byte) left;
        }
    }
  }

  /**
   * Three bytes of each pixel, written without a gap.
   *
   * @param from where the first byte stands in the first filtered pixel
   * @param apart how far the second and the third are from the one before
   * @param step bytes of a filtered pixel
   */
  static void three(
      int filter,
      byte[] filtered,
      int from,
      int apart,
      int step,
      byte[] row,
      int to,
      byte[] above,
      int aboveFrom,
      int pixels) {
    if (step == 3 && filter == NONE) {
      System.arraycopy(filtered, from, row, to, 3 * pixels);
      return;
    }
    if (step == 3 && filter == UP) {
      // without a gap on either side: the compiler makes vectors of it
      for (int i = 0; i < 3 * pixels; i++) {
        row[to + i] = (byte) (filtered[from + i] + above[aboveFrom + i]);
      }
      return;
    }
    switch (filter) {
      case NONE:
        none(filtered, from, apart, step, row, to, pixels);
        break;
      case SUB:
        sub(filtered, from, apart, step, row, to, pixels);
        break;
      case UP:
        up(filtered, from, apart, step, row, to, above, aboveFrom, pixels);
        break;
      case AVERAGE:
        average(filtered, from, apart, step, row, to, above, aboveFrom, pixels);
        break;
      default:
        paeth(filtered, from, apart, step, row, to, above, aboveFrom, pixels);
    }
  }

  private static void none(
      byte[] filtered, int from, int apart, int step, byte[] row, int to, int pixels) {
    int o = to;
    for (int i = from, end = from + pixels * step; i < end; i += step, o += 3) {
      row[o] = filtered[i];
      row[o + 1] = filtered[i + apart];
      row[o + 2] = filtered[i + 2 * apart];
    }
  }

  private static void sub(
      byte[] filtered, int from, int apart, int step, byte[] row, int to, int pixels) {
    int o = to;
    int left0 = 0;
    int left1 = 0;
    int left2 = 0;
    for (int i = from, end = from + pixels * step; i < end; i += step, o += 3) {
      left0 += filtered[i];
      left1 += filtered[i + apart];
      left2 += filtered[i + 2 * apart];
      row[o] = (byte) left0;
      row[o + 1] = (byte) left1;
      row[o + 2] = (byte) left2;
    }
  }

  private static void up(
      byte[] filtered,
      int from,
      int apart,
      int step,
      byte[] row,
      int to,
      byte[] above,
      int aboveFrom,
      int pixels) {
    int o = to;
    int u = aboveFrom;
    for (int i = from, end = from + pixels * step; i < end; i += step, o += 3, u += 3) {
      row[o] = (byte) (filtered[i] + above[u]);
      row[o + 1] = (byte) (filtered[i + apart] + above[u + 1]);
      row[o + 2] = (byte) (filtered[i + 2 * apart] + above[u + 2]);
    }
  }

  private static void average(
      byte[] filtered,
      int from,
      int apart,
      int step,
      byte[] row,
      int to,
      byte[] above,
      int aboveFrom,
      int pixels) {
    int o = to;
    int u = aboveFrom;
    int left0 = 0;
    int left1 = 0;
    int left2 = 0;
    for (int i = from, end = from + pixels * step; i < end; i += step, o += 3, u += 3) {
      left0 = filtered[i] + ((left0 + (above[u] & 0xFF)) >> 1) & 0xFF;
      left1 = filtered[i + apart] + ((left1 + (above[u + 1] & 0xFF)) >> 1) & 0xFF;
      left2 = filtered[i + 2 * apart] + ((left2 + (above[u + 2] & 0xFF)) >> 1) & 0xFF;
      row[o] = (byte) left0;
      row[o + 1] = (byte) left1;
      row[o + 2] = (byte) left2;
    }
  }

  private static void paeth(
      byte[] filtered,
      int from,
      int apart,
      int step,
      byte[] row,
      int to,
      byte[] above,
      int aboveFrom,
      int pixels) {
    int o = to;
    int u = aboveFrom;
    int left0 = 0;
    int left1 = 0;
    int left2 = 0;
    int aboveLeft0 = 0;
    int aboveLeft1 = 0;
    int aboveLeft2 = 0;
    for (int i = from, end = from + pixels * step; i < end; i += step, o += 3, u += 3) {
      int up0 = above[u] & 0xFF;
      int up1 = above[u + 1] & 0xFF;
      int up2 = above[u + 2] & 0xFF;
      left0 = filtered[i] + paeth(left0, up0, aboveLeft0) & 0xFF;
      left1 = filtered[i + apart] + paeth(left1, up1, aboveLeft1) & 0xFF;
      left2 = filtered[i + 2 * apart] + paeth(left2, up2, aboveLeft2) & 0xFF;
      aboveLeft0 = up0;
      aboveLeft1 = up1;
      aboveLeft2 = up2;
      row[o] = (byte) left0;
      row[o + 1] = (byte) left1;
      row[o + 2] = (byte) left2;
    }
  }

  /**
   * Of the three the one nearest to left + up - above left; the first of these on a tie. Without
   * branches: which is nearest, no processor can guess.
   */
  private static int paeth(int left, int up, int aboveLeft) {
    int toLeft = Math.abs(up - aboveLeft);
    int toUp = Math.abs(left - aboveLeft);
    int toAboveLeft = Math.abs(left + up - 2 * aboveLeft);
    // all ones where the second is nearer, else zero
    int aboveLeftBeatsUp = (toAboveLeft - toUp) >> 31;
    int otherBeatsLeft = (Math.min(toUp, toAboveLeft) - toLeft) >> 31;
    int other = up ^ ((up ^ aboveLeft) & aboveLeftBeatsUp);
    return left ^ ((left ^ other) & otherBeatsLeft);
  }
}
