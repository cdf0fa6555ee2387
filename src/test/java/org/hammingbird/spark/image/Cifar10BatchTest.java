package org.hammingbird.spark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Cifar10BatchTest {
  @Test
  void readsWhatPython2Pickled() throws IOException {
    assertIsSample(Cifar10Batch.ofPython(Cifar10Sample.pythonBatch(2, 7)), 2, 7);
  }

  @Test
  void readsTheBinaryForm() throws IOException {
    assertIsSample(Cifar10Batch.ofBinary(Cifar10Sample.binaryBatch(3, 5)), 3, 5);
  }

  @Test
  void readsTheNamesOfTheClasses() throws IOException {
    Object meta = PlainUnpickler.read(Cifar10Sample.pythonMeta());
    assertThat(PlainUnpickler.list(meta, "label_names").toArray())
        .containsExactly((Object[]) Cifar10Sample.CLASSES);
  }

  /** Each would run something, or make an object, in a reader that trusts its input. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(S'true'\ntR.",
        "cdatetime\ndate\n(I2020\nI1\nI1\ntR.",
        "c__builtin__\nbytearray\n(S'x'\ntR.",
        "cdecimal\nDecimal\n(S'1'\ntR.",
        "(S'true'\nios\nsystem\n.",
        "(cos\nsystem\nS'true'\no.",
        "Psomething\n.",
        "\u0080\u0002\u0082\u0001.",
        "\u0080\u0002cnumpy\nndarray\n)\u0081.",
        "\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093.",
        "\u0080\u0002}}b."
      })
  void refusesWhatIsNotPlainData(String pickle) {
    assertThatThrownBy(() -> PlainUnpickler.read(pickle.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("only plain data are read");
  }

  @Test
  void refusesArraysOfOtherNumbers() {
    String pickle = "\u0080\u0002cnumpy\ndtype\nU\u0002f8K\u0000K\u0001\u0087R.";
    assertThatThrownBy(() -> PlainUnpickler.read(pickle.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(IOException.class)
        .hasMessage("its array holds f8 rather than bytes (u1)");
  }

  @Test
  void refusesHalfAFile() {
    byte[] whole = Cifar10Sample.pythonBatch(1, 2);
    for (int length : new int[] {0, 1, 10, 60, whole.length / 2, whole.length - 1}) {
      assertThatThrownBy(() -> Cifar10Batch.ofPython(Arrays.copyOf(whole, length)))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> Cifar10Batch.ofBinary(new byte[3074]))
        .isInstanceOf(IOException.class)
        .hasMessage("its length is 3074 bytes, not a multiple of 3073");
  }

  @Test
  void refusesLabelsAboveNine() {
    byte[] file = Cifar10Sample.binaryBatch(1, 2);
    file[3073] = 10;
    assertThatThrownBy(() -> Cifar10Batch.ofBinary(file))
        .isInstanceOf(IOException.class)
        .hasMessage("image 2 has the label 10, not 0 to 9");
  }

  private static void assertIsSample(Cifar10Batch batch, int number, int images) {
    assertThat(batch.size()).isEqualTo(images);
    for (int i = 0; i < images; i++) {
      assertThat(batch.label(i)).isEqualTo(Cifar10Sample.label(number, i));
      int[] pixels = batch.pixels(i);
      assertThat(pixels).hasSize(1024);
      for (int p = 0; p < pixels.length; p++) {
        assertThat(pixels[p])
            .isEqualTo(
                Cifar10Sample.sample(number, i, 0, p) << 16
                    | Cifar10Sample.sample(number, i, 1, p) << 8
                    | Cifar10Sample.sample(number, i, 2, p));
      }
    }
  }
}
