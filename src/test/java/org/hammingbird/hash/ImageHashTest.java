package org.hammingbird.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHashTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"0000000000000000", "ffffffffffffffff", "00c3e1f0f8fc7e3f", "8000000000000001"})
  void printsWhatItReads(String hex) {
    assertThat(ImageHash.parse(hex, 64).hex()).isEqualTo(hex);
    assertThat(ImageHash.parse(hex.toUpperCase(), 64)).isEqualTo(ImageHash.parse(hex, 64));
  }

  @Test
  void theFirstBitIsTheMostSignificant() {
    assertThat(ImageHash.parse("8000000000000000", 64).toLong()).isEqualTo(Long.MIN_VALUE);
  }

  /** imagehash prints {@code '{:0>{width}x}'.format(int(bits, 2), width=ceil(len(bits) / 4))}. */
  @Test
  void isTheSameNumberInEveryFormForAnyNumberOfBits() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      int bits = 1 + random.nextInt(300);
      BigInteger number = new BigInteger(bits, random);
      BitWriter writer = new BitWriter(bits);
      for (int bit = bits - 1; bit >= 0; bit--) {
        writer.write(number.testBit(bit));
      }
      ImageHash hash = new ImageHash(bits, writer.words());
      String digits = number.toString(16);

      assertThat(hash.bits()).isEqualTo(bits);
      assertThat(hash.hex()).isEqualTo("0".repeat((bits + 3) / 4 - digits.length()) + digits);
      assertThat(hash.toBytes()).hasSize((bits + 7) / 8);
      assertThat(new BigInteger(1, hash.toBytes())).isEqualTo(number);
      assertThat(ImageHash.parse(hash.hex(), bits)).isEqualTo(hash).hasSameHashCodeAs(hash);
      assertThat(ImageHash.of(hash.toBytes(), bits)).isEqualTo(hash);
      if (bits <= 64) {
        assertThat(hash.toLong()).isEqualTo(number.longValue());
        assertThat(ImageHash.of(number.longValue(), bits)).isEqualTo(hash);
      }
      BigInteger other = new BigInteger(bits, random);
      assertThat(hash.distance(ImageHash.parse(padded(other, bits), bits)))
          .isEqualTo(number.xor(other).bitCount());
    }
  }

  private static String padded(BigInteger number, int bits) {
    String digits = number.toString(16);
    return "0".repeat((bits + 3) / 4 - digits.length()) + digits;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c3e1", "00c3e1f0f8fc7e3g", "00c3e1f0f8fc7e3f0", "-0c3e1f0f8fc7e3f"})
  void refusesOtherStrings(String hex) {
    assertThatThrownBy(() -> ImageHash.parse(hex, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid hash: \"" + hex + "\" (must be 16 hexadecimal digits for 64 bits)");
  }

  @Test
  void refusesMoreBitsThanSaid() {
    assertThat(ImageHash.parse("3ffffffffff", 42).hex()).isEqualTo("3ffffffffff");
    assertThatThrownBy(() -> ImageHash.parse("40000000000", 42))
        .hasMessage("Invalid hash: \"40000000000\" (must be 11 hexadecimal digits for 42 bits)");
    assertThatThrownBy(() -> ImageHash.of(1L << 42, 42))
        .hasMessage("Invalid hash: 40000000000 of 42 bits");
    assertThatThrownBy(() -> ImageHash.of(new byte[] {4, 0, 0, 0, 0, 0}, 42))
        .hasMessage("Invalid hash: its bytes hold more than 42 bits");
    assertThatThrownBy(() -> ImageHash.of(new byte[5], 42))
        .hasMessage("Invalid hash: 5 bytes for 42 bits");
    assertThatThrownBy(() -> ImageHash.parse("", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void comparesOnlyHashesOfTheSameNumberOfBits() {
    ImageHash narrow = ImageHash.of(1, 42);
    ImageHash wide = ImageHash.of(1, 64);
    assertThat(narrow).isNotEqualTo(wide);
    assertThatThrownBy(() -> narrow.distance(wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot compare a hash of 42 bits with one of 64");
    assertThatThrownBy(() -> new ImageHash(256, new long[4]).toLong())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A hash of 256 bits does not fit a long");
  }
}
