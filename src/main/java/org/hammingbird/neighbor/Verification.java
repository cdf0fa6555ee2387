package org.hammingbird.neighbor;

import org.hammingbird.image.LanczosResampler;
import org.hammingbird.image.Raster;

/**
 * Whether two images show the same: one is laid over the other where it fits best, by shift and
 * scale, as crops differ, and then the grey gradients of both are correlated, each with the root of
 * its strength, so that fine structure counts beside strong edges. Gradients ignore brightness, and
 * correlation ignores contrast; colour plays no part. Holds scratch arrays: one thread only.
 *
 * <p>{@code docs/benchmarks/neighbors-verification.json} says what it finds, {@code
 * VerificationBenchmark} measures it.
 */
public final class Verification {
  /** Side of the square that images are brought to before they are compared. */
  public static final int SIDE = 32;

  /** Mean square of the gradients, in squared grey levels a pixel, below which an image is flat. */
  private static final double FLAT = 0.25;

  /** Mean grey levels that two flat images may differ by. */
  private static final int FLAT_TOLERANCE = 8;

  private final Registration registration = new Registration();
  private final Gradients left = new Gradients();
  private final Gradients right = new Gradients();
  private final float[] leftGrey = new float[SIDE * SIDE];
  private final float[] rightGrey = new float[SIDE * SIDE];
  private final float[] placed = new float[SIDE * SIDE];
  private byte[] lastLeft;

  /** What {@link #similarity} compares: an image's luma, squeezed into the square. */
  public static byte[] grey(Raster image) {
    return LanczosResampler.resize(image.toLuma(), SIDE, SIDE).samples();
  }

  /** The same of an image's mirror image, left and right exchanged. */
  public static byte[] mirrored(byte[] grey) {
    check(grey);
    return View.MIRRORED.of(new Raster(SIDE, SIDE, 1, grey)).samples();
  }

  /**
   * Compares two images. Many with one go faster where that one stands first.
   *
   * @param one grey levels of {@link #SIDE} x {@link #SIDE} pixels, row-major, not changed between
   *     calls
   * @param other the same of the other
   * @return -1 to 1; of flat images, which have no gradients to correlate, 1 if their greys agree
   *     and 0 if not, and 0 where only one is flat
   */
  public double similarity(byte[] one, byte[] other) {
    check(one);
    check(other);
    if (one != lastLeft) {
      load(one, leftGrey);
      left.load(leftGrey, 0, SIDE, 0, SIDE);
      registration.fix(leftGrey);
      lastLeft = one;
    }
    load(other, rightGrey);
    right.load(rightGrey, 0, SIDE, 0, SIDE);
    boolean flat = left.strength() < FLAT;
    if (flat || right.strength() < FLAT) {
      boolean alike = flat && right.strength() < FLAT && sameGrey(one, other);
      return alike ? 1 : 0;
    }
    // where it is, for a text across the picture can lead the registration astray
    double inPlace = left.correlation(right);
    Placement placement = registration.place(rightGrey);
    if (placement == null) {
      return inPlace;
    }
    placement.apply(rightGrey, placed);
    right.load(placed, placement.top(), placement.bottom(), placement.start(), placement.end());
    return Math.max(inPlace, left.correlation(right));
  }

  private static void check(byte[] grey) {
    if (grey.length != SIDE * SIDE) {
      throw new IllegalArgumentException(
          "Invalid image: " + grey.length + " grey levels (must be " + SIDE * SIDE + ")");
    }
  }

  private static void load(byte[] image, float[] grey) {
    for (int i = 0; i < grey.length; i++) {
      grey[i] = image[i] & 255;
    }
  }

  private static boolean sameGrey(byte[] one, byte[] other) {
    long difference = 0;
    for (int i = 0; i < one.length; i++) {
      difference += (one[i] & 255) - (other[i] & 255);
    }
    return Math.abs(difference) <= (long) FLAT_TOLERANCE * one.length;
  }

  /** Half the difference of both neighbours, across and down, with the root of its strength. */
  private static final class Gradients {
    /** Squared grey levels below which a gradient counts for little: rounding and noise. */
    private static final float FAINT = 4;

    private final float[] across = new float[SIDE * SIDE];
    private final float[] down = new float[SIDE * SIDE];
    private final float[] squares = new float[SIDE * SIDE];
    private int top;
    private int bottom;
    private int start;
    private int end;
    private double strength;

    /** Takes the gradients of a rectangle's inner pixels, which have all their neighbours. */
    void load(float[] grey, int fromRow, int toRow, int fromColumn, int toColumn) {
      top = fromRow + 1;
      bottom = toRow - 1;
      start = fromColumn + 1;
      end = toColumn - 1;
      // whole rows at once, for vector instructions: what lies outside of the columns is not used
      int from = top * SIDE;
      int to = bottom * SIDE;
      halfDifferences(grey, 1, from, to, across);
      halfDifferences(grey, SIDE, from, to, down);
      for (int i = from; i < to; i++) {
        squares[i] = across[i] * across[i] + down[i] * down[i];
      }
      double sum = 0;
      for (int y = top; y < bottom; y++) {
        for (int i = y * SIDE + start; i < y * SIDE + end; i++) {
          sum += squares[i];
        }
      }
      strength = sum / Math.max(1, (bottom - top) * (end - start));
      weigh(from, to);
    }

    private static void halfDifferences(float[] grey, int step, int from, int to, float[] out) {
      for (int i = from; i < to; i++) {
        out[i] = (grey[i + step] - grey[i - step]) * 0.5f;
      }
    }

    private void weigh(int from, int to) {
      for (int i = from; i < to; i++) {
        squares[i] = 1 / (float) Math.sqrt((float) Math.sqrt(squares[i] + FAINT));
      }
      for (int i = from; i < to; i++) {
        across[i] *= squares[i];
      }
      for (int i = from; i < to; i++) {
        down[i] *= squares[i];
      }
    }

    /** Mean square of the gradients themselves. */
    double strength() {
      return strength;
    }

    /** Over the other's rectangle, which lies within this one's. */
    double correlation(Gradients other) {
      double both = 0;
      double these = 0;
      double others = 0;
      for (int y = other.top; y < other.bottom; y++) {
        for (int i = y * SIDE + other.start; i < y * SIDE + other.end; i++) {
          both += across[i] * other.across[i] + down[i] * other.down[i];
          these += across[i] * across[i] + down[i] * down[i];
          others += other.across[i] * other.across[i] + other.down[i] * other.down[i];
        }
      }
      return these == 0 || others == 0 ? 0 : both / Math.sqrt(these * others);
    }
  }
}
