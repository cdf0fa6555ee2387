package org.hammingbird.spark.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;
import org.hammingbird.UserException;

/**
 * Unpacks one batch in a task: its images, then the file {@code done}, which holds the batch's
 * digest (32 bytes) and labels (one byte each). A batch with such a file is not unpacked again.
 */
final class Cifar10Unpacking implements Function<String, byte[]> {
  private static final long serialVersionUID = 1L;
  private static final String DONE = "done";

  /** A batch has 31 MB; what is much larger is something else, and is not read into memory. */
  private static final long MAX_BYTES = 256L << 20;

  private static final int DIGEST = 32;

  private final SerializableConfiguration configuration;
  private final String folder;
  private final String target;
  private final boolean python;

  Cifar10Unpacking(
      SerializableConfiguration configuration, String folder, String target, boolean python) {
    this.configuration = configuration;
    this.folder = folder;
    this.target = target;
    this.python = python;
  }

  /** The labels of the batch in a file of this name. */
  @Override
  public byte[] call(String file) throws IOException {
    Configuration hadoop = configuration.value();
    Path source = new Path(folder, file);
    byte[] content = read(source, hadoop);
    byte[] digest = digest(content);
    Path done = new Path(image(new Path(target), file, 0).getParent(), DONE);
    if (done.getFileSystem(hadoop).exists(done)) {
      byte[] earlier = read(done, hadoop);
      if (earlier.length > DIGEST && Arrays.equals(Arrays.copyOf(earlier, DIGEST), digest)) {
        return Arrays.copyOfRange(earlier, DIGEST, earlier.length);
      }
    }
    Cifar10Batch batch = parse(source, content);
    byte[] labels = new byte[batch.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) batch.label(i);
      write(image(new Path(target), file, i), png(batch.pixels(i)), hadoop);
    }
    byte[] mark = Arrays.copyOf(digest, DIGEST + labels.length);
    System.arraycopy(labels, 0, mark, DIGEST, labels.length);
    publish(done, mark, hadoop);
    return labels;
  }

  private Cifar10Batch parse(Path source, byte[] content) {
    try {
      return python ? Cifar10Batch.ofPython(content) : Cifar10Batch.ofBinary(content);
    } catch (IOException e) {
      throw new UserException("Cannot use " + source + ": " + e.getMessage(), e);
    }
  }

  /** Where an image, counted from 0, of a batch is put. */
  static Path image(Path target, String file, int index) {
    String batch = file.endsWith(".bin") ? file.substring(0, file.length() - 4) : file;
    return new Path(new Path(target, batch), String.format("%05d.png", index + 1));
  }

  static byte[] read(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    FileStatus status = files.getFileStatus(path);
    if (status.getLen() > MAX_BYTES) {
      throw new IOException("it has " + status.getLen() + " bytes, more than " + MAX_BYTES);
    }
    byte[] content = new byte[(int) status.getLen()];
    try (FSDataInputStream in = files.open(path)) {
      in.readFully(0, content);
    }
    return content;
  }

  static void write(Path path, byte[] content, Configuration hadoop) throws IOException {
    try (FSDataOutputStream out = path.getFileSystem(hadoop).create(path, true)) {
      out.write(content);
    }
  }

  /** Whole or not at all: a run that is killed here must not leave half a list of labels. */
  private static void publish(Path path, byte[] content, Configuration hadoop) throws IOException {
    Path partial = path.suffix(".partial");
    write(partial, content, hadoop);
    FileSystem files = path.getFileSystem(hadoop);
    files.delete(path, false);
    if (!files.rename(partial, path)) {
      throw new IOException("cannot rename " + partial + " to " + path);
    }
  }

  private static byte[] png(int[] pixels) throws IOException {
    BufferedImage image =
        new BufferedImage(Cifar10Batch.SIDE, Cifar10Batch.SIDE, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, Cifar10Batch.SIDE, Cifar10Batch.SIDE, pixels, 0, Cifar10Batch.SIDE);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException("this Java writes no PNG");
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
