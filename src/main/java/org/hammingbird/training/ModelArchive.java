package org.hammingbird.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.hammingbird.UserException;

/**
 * Reads the zip of a model without trusting it: the entries that DL4J writes as JSON or plain
 * numbers and this program's description, nothing else, each of bounded size. DL4J itself would
 * restore Java-serialized objects from other entries ({@code normalizer.bin}, {@code
 * preprocessor.bin}, {@code updater.bin}): a model from elsewhere could run code. Names of classes
 * inside the configuration may only be DL4J's, ND4J's and this program's.
 */
final class ModelArchive {
  static final String CONFIGURATION = "configuration.json";
  static final String COEFFICIENTS = "coefficients.bin";
  static final String UPDATER_STATE = "updaterState.bin";
  static final String DESCRIPTION = "hammingbird.json";

  private static final List<String> KNOWN =
      Arrays.asList(CONFIGURATION, COEFFICIENTS, UPDATER_STATE, DESCRIPTION);
  private static final int LARGEST_TEXT = 16 << 20;
  private static final int LARGEST_NUMBERS = 1 << 30;
  private static final int LARGEST_SHAPE = 64;

  private final String origin;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private ModelArchive(String origin) {
    this.origin = origin;
  }

  /**
   * Reads all entries.
   *
   * @param origin for messages: where the file comes from
   * @throws UserException where the file is no such zip, has an unknown entry, or is too large
   */
  static ModelArchive read(byte[] zip, String origin) {
    ModelArchive archive = new ModelArchive(origin);
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        archive.add(entry.getName(), in);
      }
    } catch (IOException e) {
      throw new UserException(
          "The model " + origin + " is damaged (" + e.getMessage() + "): train it again", e);
    }
    for (String needed : Arrays.asList(CONFIGURATION, COEFFICIENTS, DESCRIPTION)) {
      if (!archive.entries.containsKey(needed)) {
        throw archive.refusal("it has no entry " + needed);
      }
    }
    return archive;
  }

  byte[] entry(String name) {
    return entries.get(name);
  }

  /** What to throw at a model that cannot be used. */
  UserException refusal(String why) {
    return new UserException(
        "The model "
            + origin
            + " is refused, since "
            + why
            + ": use one that `hammingbird train` made");
  }

  /**
   * The numbers of an entry in ND4J's own binary form: a buffer that holds the shape, then one of
   * 32-bit floats.
   *
   * @param length how many there must be
   */
  float[] numbers(String name, long length) {
    byte[] bytes = entries.get(name);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long shape = header(in, "LONG");
      if (shape < 1 || shape > LARGEST_SHAPE) {
        throw refusal(name + " has a shape of " + shape + " numbers");
      }
      in.skipBytes(Math.toIntExact(shape * Long.BYTES));
      long found = header(in, "FLOAT");
      if (found != length || found * Float.BYTES != in.available()) {
        throw refusal(name + " holds " + found + " numbers and not " + length);
      }
      float[] numbers = new float[Math.toIntExact(found)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = in.readFloat();
      }
      return numbers;
    } catch (IOException e) {
      throw refusal(name + " ends too early");
    }
  }

  private long header(DataInputStream in, String type) throws IOException {
    in.readUTF();
    long length = in.readLong();
    String found = in.readUTF();
    if (!found.equals(type)) {
      throw refusal("it holds " + found + " where " + type + " is expected");
    }
    return length;
  }

  private void add(String name, InputStream in) throws IOException {
    if (!KNOWN.contains(name)) {
      throw refusal("it has an entry " + name + ", which may be a Java-serialized object");
    }
    int limit = name.endsWith(".json") ? LARGEST_TEXT : LARGEST_NUMBERS;
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (content.size() + read > limit) {
        throw refusal("its entry " + name + " is larger than " + limit + " bytes");
      }
      content.write(buffer, 0, read);
    }
    if (entries.put(name, content.toByteArray()) != null) {
      throw refusal("it has two entries " + name);
    }
  }
}
