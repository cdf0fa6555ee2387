package org.hammingbird.spark.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small archives in the bytes of the published ones: what Python 2's cPickle wrote, protocol 2. */
public final class Cifar10Sample {
  static final String[] CLASSES = {
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"
  };
  private static final int PLANE = 1024;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Cifar10Sample() {}

  /** A sample of channel (0 red, 1 green, 2 blue) at a pixel, different from its neighbours'. */
  static int sample(int batch, int image, int channel, int pixel) {
    return (batch * 91 + image * 37 + channel * 71 + pixel * 3 + pixel / 32) & 255;
  }

  static int label(int batch, int image) {
    return (batch * 3 + image) % 10;
  }

  /** The images of a batch one after the other, each red, green, blue. */
  static byte[] data(int batch, int images) {
    byte[] data = new byte[images * 3 * PLANE];
    for (int i = 0; i < data.length; i++) {
      int within = i % (3 * PLANE);
      data[i] = (byte) sample(batch, i / (3 * PLANE), within / PLANE, within % PLANE);
    }
    return data;
  }

  static byte[] pythonBatch(int batch, int images) {
    Cifar10Sample pickle = new Cifar10Sample();
    pickle.start().shortString("batch_label").shortString("batch " + batch);
    pickle.shortString("labels").put(']', '(');
    for (int i = 0; i < images; i++) {
      pickle.put('K', label(batch, i));
    }
    pickle.put('e').shortString("data").array(data(batch, images), images, 3 * PLANE);
    return pickle.shortString("filenames").put(']', '(').shortString("a.png").put('e').end();
  }

  static byte[] pythonMeta() {
    Cifar10Sample pickle = new Cifar10Sample();
    pickle.start().shortString("num_cases_per_batch").put('M').little(10_000, 2);
    pickle.shortString("label_names").put(']', '(');
    for (String name : CLASSES) {
      pickle.shortString(name);
    }
    return pickle.put('e').shortString("num_vis").put('M').little(3072, 2).end();
  }

  static byte[] binaryBatch(int batch, int images) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] data = data(batch, images);
    for (int i = 0; i < images; i++) {
      out.write(label(batch, i));
      out.write(data, i * 3 * PLANE, 3 * PLANE);
    }
    return out.toByteArray();
  }

  public static void writePython(Path folder, int images) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("batches.meta"), pythonMeta());
    for (int batch = 1; batch <= 5; batch++) {
      Files.write(folder.resolve("data_batch_" + batch), pythonBatch(batch, images));
    }
    Files.write(folder.resolve("test_batch"), pythonBatch(6, images));
  }

  public static void writeBinary(Path folder, int images) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("batches.meta.txt"), String.join("\n", CLASSES) + "\n\n");
    for (int batch = 1; batch <= 5; batch++) {
      Files.write(folder.resolve("data_batch_" + batch + ".bin"), binaryBatch(batch, images));
    }
    Files.write(folder.resolve("test_batch.bin"), binaryBatch(6, images));
  }

  private Cifar10Sample start() {
    return put(0x80, 2, '}', '(');
  }

  private byte[] end() {
    put('u', '.');
    return out.toByteArray();
  }

  private Cifar10Sample array(byte[] data, int rows, int columns) {
    text("cnumpy.core.multiarray\n_reconstruct\n").text("cnumpy\nndarray\n");
    put('K', 0, 0x85).shortString("b").put(0x87, 'R', '(', 'K', 1);
    put('M').little(rows, 2).put('M').little(columns, 2).put(0x86);
    text("cnumpy\ndtype\n").shortString("u1").put('K', 0, 'K', 1, 0x87, 'R');
    put('(', 'K', 3).shortString("|").put('N', 'N', 'N', 'J').little(-1, 4);
    put('J').little(-1, 4).put('K', 0, 't', 'b', 0x89, 'T').little(data.length, 4);
    out.write(data, 0, data.length);
    return put('t', 'b');
  }

  private Cifar10Sample shortString(String text) {
    return put('U', text.length()).text(text);
  }

  private Cifar10Sample text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    out.write(bytes, 0, bytes.length);
    return this;
  }

  private Cifar10Sample little(int value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write(value >> 8 * i);
    }
    return this;
  }

  private Cifar10Sample put(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }
}
