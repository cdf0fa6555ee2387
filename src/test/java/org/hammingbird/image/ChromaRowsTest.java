package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChromaRowsTest {
  private final Random random = new Random(8);

  @Test
  void blendsEachRowWithItsNeighbour() {
    for (int height = 1; height < 40; height++) {
      int width = 1 + random.nextInt(12);
      byte[] samples = repeated(width, height);
      byte[] before = samples.clone();

      ChromaRows.interpolate(samples, width, height);

      for (int i = 0; i < samples.length; i++) {
        int row = width * 3;
        int y = i / row;
        int nearest = y / 2;
        int other = y % 2 == 0 ? Math.max(0, nearest - 1) : Math.min((height - 1) / 2, nearest + 1);
        int near = before[2 * nearest * row + i % row] & 0xFF;
        int far = before[2 * other * row + i % row] & 0xFF;
        int blended = (3 * near + far + 1 + y % 2) / 4;
        assertThat(samples[i] & 0xFF)
            .as("sample %d of %dx%d", i, width, height)
            .isEqualTo(i % 3 == 0 ? before[i] & 0xFF : blended);
      }
    }
  }

  @Test
  void leavesAloneWhatHasBeenInterpolated() {
    byte[] samples = repeated(6, 9);
    samples[2 * 18 + 1] ^= 4;
    byte[] before = samples.clone();

    ChromaRows.interpolate(samples, 6, 9);

    assertThat(samples).isEqualTo(before);
  }

  /** By the ratio of the factors, which other factors make as well. */
  @ParameterizedTest
  @CsvSource({"12-11,true", "22-21,true", "14-12,true", "22-11,false", "41-21,false"})
  void isMeantForChromaOfAllColumnsAndHalfTheRows(String factors, boolean halved) throws Exception {
    byte[] file = Golden.read("kinds/factors-" + factors + ".jpg");

    assertThat(JpegStructure.read(file).halvesChromaRows()).isEqualTo(halved);
  }

  private byte[] repeated(int width, int height) {
    byte[] samples = new byte[width * height * 3];
    random.nextBytes(samples);
    int row = width * 3;
    for (int i = 0; i < samples.length; i++) {
      int y = i / row;
      if (y % 2 == 1 && i % 3 != 0) {
        samples[i] = samples[i - row];
      }
    }
    return samples;
  }
}
