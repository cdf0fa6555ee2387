package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DctTest {

  @Test
  void isTheDctUpToRounding() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      int length = i % 2 == 0 ? 32 : 64;
      double[] values = random.doubles(length, 0, 256).toArray();
      double[] transformed = transform(values);

      for (int k = 0; k < length; k++) {
        double sum = 0;
        for (int n = 0; n < length; n++) {
          sum += 2 * values[n] * Math.cos(Math.PI * k * (2 * n + 1) / (2 * length));
        }
        assertThat(transformed[k]).isCloseTo(sum, within(1e-9));
      }
    }
  }

  /**
   * {@code scipy.fftpack.dct([(37 * n * n + 11 * n) % 256 for n in range(32)])}, to the last bit.
   */
  @Test
  void equalsScipyToTheLastBit() {
    double[] values = new double[32];
    for (int n = 0; n < values.length; n++) {
      values[n] = (37 * n * n + 11 * n) % 256;
    }

    assertThat(transform(values)).containsExactly(SCIPY);
  }

  @Test
  void refusesALengthWithoutTables() {
    assertThatThrownBy(() -> Dct.of(24))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("24");
  }

  /** As one of several lines, the others being other values. */
  private static double[] transform(double[] values) {
    double[][] lines = new double[values.length][5];
    for (int n = 0; n < values.length; n++) {
      Arrays.setAll(lines[n], i -> i);
      lines[n][3] = values[n];
    }
    Dct.of(values.length).transform(lines, new double[values.length][5]);
    return Arrays.stream(lines).mapToDouble(line -> line[3]).toArray();
  }

  private static final double[] SCIPY = {
    9088.0,
    -383.0347839511452,
    -1162.2633209701366,
    -151.66090214578043,
    -333.65107128202203,
    -177.53110488544473,
    -182.46371311759535,
    -410.0519003073821,
    -1470.523985128229,
    288.8954949289977,
    -113.62899905302822,
    33.611692210719184,
    -109.1163138602763,
    -69.89183494554672,
    -115.38713814754593,
    -394.58925172507503,
    -859.8418459228417,
    511.4112126101158,
    -188.86846746499108,
    151.83867862025468,
    -412.68067868320037,
    -1084.7277020445508,
    717.4093357688091,
    1268.6490586687821,
    707.0779371205072,
    -603.3649030542332,
    71.3494135556036,
    -73.10513431810409,
    37.111320691641765,
    57.75064818744925,
    16.34114994692584,
    312.1054841937603
  };
}
