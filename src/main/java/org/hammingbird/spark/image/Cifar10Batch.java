package org.hammingbird.spark.image;

import java.io.IOException;
import java.util.List;

/**
 * Images of 32x32 pixels with labels 0 to 9, as one file of the CIFAR-10 archives holds them
 * (Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html): for each image 1,024 bytes of
 * red, then green, then blue, row by row.
 */
final class Cifar10Batch {
  static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int IMAGE = 3 * PLANE;

  private final byte[] labels;
  private final byte[] content;
  private final int first;
  private final int stride;

  private Cifar10Batch(byte[] labels, byte[] content, int first, int stride) throws IOException {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] > 9) {
        throw new IOException("image " + (i + 1) + " has the label " + labels[i] + ", not 0 to 9");
      }
    }
    this.labels = labels;
    this.content = content;
    this.first = first;
    this.stride = stride;
  }

  /** A file of {@code cifar-10-batches-bin}: records of the label and the image's bytes. */
  static Cifar10Batch ofBinary(byte[] file) throws IOException {
    int stride = 1 + IMAGE;
    if (file.length == 0 || file.length % stride != 0) {
      throw new IOException("its length is " + file.length + " bytes, not a multiple of " + stride);
    }
    byte[] labels = new byte[file.length / stride];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = file[i * stride];
    }
    return new Cifar10Batch(labels, file, 1, stride);
  }

  /** A file of {@code cifar-10-batches-py}: a pickled dict with {@code labels} and {@code data}. */
  static Cifar10Batch ofPython(byte[] file) throws IOException {
    Object dict = PlainUnpickler.read(file);
    List<?> values = PlainUnpickler.list(dict, "labels");
    byte[] labels = new byte[values.size()];
    for (int i = 0; i < labels.length; i++) {
      Object value = values.get(i);
      if (!(value instanceof Integer)) {
        throw new IOException("image " + (i + 1) + " has the label " + value + ", not 0 to 9");
      }
      int label = (Integer) value;
      labels[i] = (byte) (label < 0 || label > 9 ? -1 : label);
    }
    Object data = PlainUnpickler.entry(dict, "data");
    if (!(data instanceof PlainUnpickler.Bytes)) {
      throw new IOException("its dict has no array \"data\"");
    }
    byte[] content = ((PlainUnpickler.Bytes) data).values();
    if (labels.length == 0 || content.length != (long) labels.length * IMAGE) {
      throw new IOException(
          String.format(
              "it has %d labels and %d bytes of images (%d each are due)",
              labels.length, content.length, IMAGE));
    }
    return new Cifar10Batch(labels, content, 0, IMAGE);
  }

  int size() {
    return labels.length;
  }

  /** 0 to 9. */
  int label(int image) {
    return labels[image];
  }

  /** The pixels row by row as 0xRRGGBB. */
  int[] pixels(int image) {
    int start = first + image * stride;
    int[] pixels = new int[PLANE];
    for (int i = 0; i < PLANE; i++) {
      pixels[i] =
          (content[start + i] & 255) << 16
              | (content[start + PLANE + i] & 255) << 8
              | content[start + 2 * PLANE + i] & 255;
    }
    return pixels;
  }
}
