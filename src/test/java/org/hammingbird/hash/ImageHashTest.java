package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHashTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"0000000000000000", "ffffffffffffffff", "00c3e1f0f8fc7e3f", "8000000000000001"})
  void printsWhatItReads(String hex) {
    assertThat(ImageHash.parse(hex).hex()).isEqualTo(hex);
    assertThat(ImageHash.parse(hex.toUpperCase())).isEqualTo(ImageHash.parse(hex));
  }

  @Test
  void theFirstBitIsTheMostSignificant() {
    assertThat(ImageHash.parse("8000000000000000").bits()).isEqualTo(Long.MIN_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c3e1", "00c3e1f0f8fc7e3g", "00c3e1f0f8fc7e3f0", "-0c3e1f0f8fc7e3f"})
  void refusesOtherStrings(String hex) {
    assertThatThrownBy(() -> ImageHash.parse(hex))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid hash: \"" + hex + "\" (must be 16 hexadecimal digits)");
  }

  @Test
  void distanceIsInBits() {
    assertThat(new ImageHash(0b1100).distance(new ImageHash(0b1001))).isEqualTo(2);
  }
}
