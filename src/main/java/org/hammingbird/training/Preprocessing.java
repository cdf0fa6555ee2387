package org.hammingbird.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.hammingbird.image.Augmentation;
import org.hammingbird.image.CentreCrop;
import org.hammingbird.image.Raster;

/**
 * What happens to an image's pixels before a network sees them: brought to a shorter side, cut to a
 * square (at the centre, or by an {@link Augmentation}), and turned into floats. It belongs to the
 * trained model, since other inputs would make its answers meaningless. Immutable.
 */
public final class Preprocessing implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LARGEST_SIDE = 1024;

  private final Normalization normalization;
  private final int imageSide;
  private final int inputSide;
  private final float[] mean;

  /**
   * @param imageSide shorter side that images are brought to; smaller ones stay as they are
   * @param inputSide side of the square that is cut, padded with black where the image is smaller
   * @param mean for {@link Normalization#MEAN_IMAGE}: {@code inputSide * inputSide * 3} values (0
   *     to 255) in the raster's order; else empty
   */
  public Preprocessing(Normalization normalization, int imageSide, int inputSide, float[] mean) {
    checkSide("image side", imageSide);
    checkSide("input side", inputSide);
    int expected = normalization == Normalization.MEAN_IMAGE ? inputSide * inputSide * 3 : 0;
    if (mean.length != expected) {
      throw new IllegalArgumentException(
          "Invalid mean image: " + mean.length + " values (must be " + expected + ")");
    }
    this.normalization = normalization;
    this.imageSide = imageSide;
    this.inputSide = inputSide;
    this.mean = mean.clone();
  }

  public Normalization normalization() {
    return normalization;
  }

  /** Shorter side that images are brought to, in pixels. */
  public int imageSide() {
    return imageSide;
  }

  /** Side of the square that the network takes in, in pixels. */
  public int inputSide() {
    return inputSide;
  }

  /** Values an image. */
  public int length() {
    return 3 * inputSide * inputSide;
  }

  /** Shape of the network's input for so many images. */
  public long[] shape(int images) {
    return normalization.shape(images, inputSide);
  }

  /** Three channels, the shorter side at most {@link #imageSide}. */
  public Raster fit(Raster image) {
    return image.toRgb().shrink(imageSide);
  }

  /** The network's input for one image: {@link #fit}, cut at the centre, normalised. */
  public float[] test(Raster image) {
    float[] values = new float[length()];
    test(image, values, 0);
    return values;
  }

  /** The same, into an array that holds many images. */
  public void test(Raster image, float[] out, int offset) {
    Raster fitted = fit(image);
    if (normalization == Normalization.MEAN_IMAGE) {
      vector(fitted, out, offset);
      return;
    }
    new CentreCrop(inputSide).apply(fitted, out, offset);
  }

  /**
   * The network's input for one training image.
   *
   * @param seed see {@link Augmentation#seed}
   */
  public void train(Raster image, Augmentation augmentation, long seed, float[] out, int offset) {
    if (normalization == Normalization.MEAN_IMAGE) {
      throw new IllegalStateException("A mean image is of images that are not augmented");
    }
    augmentation.apply(fit(image), inputSide, seed, out, offset);
  }

  /** This preprocessing in JSON; {@link #fromJson} reads it. */
  ObjectNode toJson(ObjectMapper json) {
    ObjectNode node = json.createObjectNode();
    node.put("normalization", normalization.id());
    node.put("image_side", imageSide);
    node.put("input_side", inputSide);
    ByteBuffer bytes = ByteBuffer.allocate(4 * mean.length);
    for (float value : mean) {
      bytes.putFloat(value);
    }
    node.put("mean_float32_big_endian", Base64.getEncoder().encodeToString(bytes.array()));
    return node;
  }

  static Preprocessing fromJson(JsonNode node) {
    try {
      byte[] stored = node.path("mean_float32_big_endian").binaryValue();
      if (stored == null) {
        throw new IllegalArgumentException("its description has no mean image");
      }
      ByteBuffer bytes = ByteBuffer.wrap(stored);
      float[] mean = new float[bytes.remaining() / 4];
      bytes.asFloatBuffer().get(mean);
      String id = node.path("normalization").asText();
      Normalization normalization =
          Arrays.stream(Normalization.values())
              .filter(n -> n.id().equals(id))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("Unknown normalization: " + id));
      return new Preprocessing(
          normalization, node.path("image_side").asInt(), node.path("input_side").asInt(), mean);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void vector(Raster fitted, float[] out, int offset) {
    MeanImage.vector(fitted, inputSide, out, offset);
    for (int i = 0; i < mean.length; i++) {
      out[offset + i] -= mean[i];
    }
  }

  private static void checkSide(String what, int side) {
    if (side < 1 || side > LARGEST_SIDE) {
      throw new IllegalArgumentException(
          "Invalid " + what + ": " + side + " (must be 1 to " + LARGEST_SIDE + ")");
    }
  }
}
