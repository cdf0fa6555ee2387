package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the bytes are, the answer is pixels or a rejection, in time, on both routes. A thousand
 * damaged files of each format; {@code mvn -Pfuzz test -Dtest=DecoderFuzzTest} takes a hundred
 * thousand, {@code -Dfuzz.files=N} any number, {@code -Dfuzz.seed=N} others.
 */
class DecoderFuzzTest {
  private static final int FILES = Integer.getInteger("fuzz.files", 1000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int MAX_SECONDS = 2;

  private static final DecodeSettings SETTINGS =
      DecodeSettings.defaults().withMaxPixels(1_000_000).withMaxSeconds(MAX_SECONDS);

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void decodesOrRejects(ImageFormat format) throws IOException {
    MutatedFiles files = new MutatedFiles(format, SEED);
    ImageDecoder auto = new ImageDecoder(SETTINGS);
    ImageDecoder java = new ImageDecoder(SETTINGS.withRoute(DecodeRoute.JAVA));
    Map<String, Integer> outcomes = new TreeMap<>();
    int differ = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] file = files.next();
      String outcome = outcome(auto, file, i);
      outcomes.merge(outcome, 1, Integer::sum);
      if (format == ImageFormat.JPEG) {
        String other = outcome(java, file, i);
        if (outcome.equals("decoded") != other.equals("decoded")) {
          differ++;
          outcomes.merge(outcome + " but on the JDK's route " + other, 1, Integer::sum);
        }
      }
    }

    System.out.println(format + ": " + outcomes);
    assertThat(outcomes.get("decoded")).as("some survive").isPositive();
    assertThat(outcomes.size()).as("some do not").isGreaterThan(2);
    assertThat(differ).as("refused by one route only").isLessThanOrEqualTo(FILES / 50);
  }

  private static String outcome(ImageDecoder decoder, byte[] file, int index) throws IOException {
    long start = System.nanoTime();
    String outcome;
    try {
      Raster raster = decoder.decode(file).raster();
      outcome = "decoded";
      assertThat((long) raster.width() * raster.height()).isLessThanOrEqualTo(1_000_000);
    } catch (ImageRejectedException e) {
      outcome = e.rejectCause().id();
      assertThat(e.detail()).isNotBlank();
    } catch (RuntimeException | Error e) {
      throw new AssertionError("File " + index + ", kept as " + kept(file), e);
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    if (seconds > 2 * MAX_SECONDS + 2) {
      throw new AssertionError(seconds + " s for file " + index + ", kept as " + kept(file));
    }
    return outcome;
  }

  private static Path kept(byte[] file) throws IOException {
    return Files.write(Files.createTempFile("damaged", ".bin"), file);
  }
}
