package org.hammingbird.hash;

/**
 * What {@link Dct} needs for one length N: the radices of its FFT, {@code cos(2 pi k / 4N)} for k =
 * 1 to N - 1, and the roots of unity {@code exp(2 pi i k / N)} that its passes turn by. The values
 * are those that pocketfft computes on x86-64 with glibc, to the last bit.
 */
final class DctTables {
  private static final DctTables LENGTH_32 =
      new DctTables(
          32,
          new int[] {2, 4, 4},
          new double[] {
            0.9987954562051724, 0.9951847266721969, 0.989176509964781, 0.9807852804032304,
            0.970031253194544, 0.9569403357322088, 0.9415440651830208, 0.9238795325112867,
            0.9039892931234433, 0.881921264348355, 0.8577286100002721, 0.8314696123025452,
            0.8032075314806449, 0.773010453362737, 0.7409511253549591, 0.7071067811865475,
            0.6715589548470183, 0.6343932841636455, 0.5956993044924332, 0.5555702330196022,
            0.5141027441932217, 0.47139673682599753, 0.42755509343028203, 0.38268343236508967,
            0.33688985339221994, 0.2902846772544623, 0.24298017990326393, 0.19509032201612825,
            0.14673047445536164, 0.09801714032956049, 0.04906767432741799
          },
          new double[] {
            1.0, 0.9807852804032304, 0.9238795325112867, 0.8314696123025452,
            0.7071067811865475, 0.5555702330196022, 0.3826834323650898, 0.19509032201612825
          },
          new double[] {
            0.0, 0.19509032201612825, 0.3826834323650898, 0.5555702330196022,
            0.7071067811865476, 0.8314696123025452, 0.9238795325112867, 0.9807852804032304
          });

  private final int length;
  private final int[] radices;
  private final double[] quarter;
  private final double[] rootCosines;
  private final double[] rootSines;

  private DctTables(
      int length, int[] radices, double[] quarter, double[] rootCosines, double[] rootSines) {
    this.length = length;
    this.radices = radices;
    this.quarter = quarter;
    this.rootCosines = rootCosines;
    this.rootSines = rootSines;
  }

  static DctTables of(int length) {
    if (length != LENGTH_32.length) {
      throw new IllegalArgumentException("Invalid DCT length: " + length + " (must be 32)");
    }
    return LENGTH_32;
  }

  int length() {
    return length;
  }

  /** The passes' radices, 2 or 4, in order; their product is the length. */
  int[] radices() {
    return radices;
  }

  /** {@code cos(2 pi (i + 1) / 4N)} at index i. */
  double[] quarter() {
    return quarter;
  }

  double rootCosine(int k) {
    return rootCosines[k];
  }

  double rootSine(int k) {
    return rootSines[k];
  }
}
