package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecodeRouteTest {
  @ParameterizedTest
  @EnumSource(DecodeRoute.class)
  void isNamedAsInSettings(DecodeRoute route) {
    assertThat(DecodeRoute.of(route.id())).isEqualTo(route);
  }

  @Test
  void refusesOtherNames() {
    assertThatThrownBy(() -> DecodeRoute.of("opencv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid JPEG decoder: opencv (must be auto, turbojpeg, java)");
  }

  @Test
  void saysWhatToInstallWhereTheLibraryIsDemandedAndMissing() {
    assertThat(DecodeRoute.demand("no such file"))
        .contains("images.jpeg-decoder = turbojpeg")
        .contains("apt-get install libturbojpeg0")
        .contains("no such file")
        .doesNotContain("\n");
  }

  @Test
  void describesWhatItComesTo() {
    assertThat(DecodeRoute.JAVA.describe()).contains("JDK");
    assertThat(DecodeRoute.AUTO.describe())
        .contains(DecodeRoute.AUTO.resolve() == DecodeRoute.TURBOJPEG ? "libjpeg-turbo (" : "JDK");
  }

  /** Against libjpeg-turbo, where it is installed. */
  @Nested
  class BothRoutes {
    private ImageDecoder turbo;
    private final ImageDecoder java = decoder(DecodeRoute.JAVA);

    @BeforeEach
    void needsTheLibrary() {
      assumeTrue(
          TurboJpegLibrary.problem() == null,
          () -> "libjpeg-turbo is not installed: " + TurboJpegLibrary.problem());
      turbo = decoder(DecodeRoute.TURBOJPEG);
    }

    @ParameterizedTest
    @MethodSource("org.hammingbird.image.DecodeRouteTest#jpegs")
    void giveTheSamePixels(Golden golden) throws Exception {
      assertThat(turbo.decode(golden.content()).raster())
          .isEqualTo(java.decode(golden.content()).raster());
    }

    @ParameterizedTest
    @MethodSource("org.hammingbird.image.DecodeRouteTest#jpegs")
    void refuseTheSameCuts(Golden golden) {
      byte[] whole = golden.content();
      int step = Math.max(1, whole.length / 60);
      for (int length = 3; length < whole.length; length += step) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThat(outcome(turbo, cut)).as("%d bytes", length).isEqualTo(outcome(java, cut));
      }
    }

    /** Buffers are used again: an image must not show through in the next. */
    @Test
    void keepNothingOfAnImageForTheNext() throws Exception {
      Random random = new Random(5);
      Golden[] all = jpegs().toArray(Golden[]::new);
      for (int i = 0; i < 200; i++) {
        Golden golden = all[random.nextInt(all.length)];
        assertThat(turbo.decode(golden.content()).raster())
            .as(golden.file())
            .isEqualTo(java.decode(golden.content()).raster());
      }
    }

    private Object outcome(ImageDecoder decoder, byte[] file) {
      try {
        return decoder.decode(file).raster();
      } catch (ImageRejectedException e) {
        return e.rejectCause();
      }
    }
  }

  static Stream<Golden> jpegs() {
    return Golden.all().filter(golden -> golden.file().endsWith(".jpg"));
  }

  private static ImageDecoder decoder(DecodeRoute route) {
    return new ImageDecoder(DecodeSettings.defaults().withRoute(route));
  }
}
