package org.hammingbird.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A golden image, and what Python's Pillow, imagehash and Meta's PDQ said of it. Drawn by {@code
 * src/test/python/draw_goldens.py}; the hashes are from {@code hash_goldens.py} beside it.
 */
public final class Golden {
  private static final String FOLDER = "/org/hammingbird/golden/";

  private static final Map<String, Map<String, String>> HASHES = hashes();

  private final String[] fields;

  private Golden(String line) {
    this.fields = line.split(",");
  }

  /** All of them. */
  public static Stream<Golden> all() {
    return new String(read("golden.csv"), StandardCharsets.UTF_8).lines().skip(1).map(Golden::new);
  }

  /** By file, then by column; the last column's values hold commas. */
  private static Map<String, Map<String, String>> hashes() {
    String[] lines = new String(read("hashes.csv"), StandardCharsets.UTF_8).split("\n");
    String[] columns = lines[0].split(",");
    Map<String, Map<String, String>> hashes = new HashMap<>();
    for (int line = 1; line < lines.length; line++) {
      String[] values = lines[line].split(",", columns.length);
      Map<String, String> row = new HashMap<>();
      for (int i = 1; i < columns.length; i++) {
        row.put(columns[i], values[i]);
      }
      hashes.put(values[0], row);
    }
    return hashes;
  }

  /** The bytes of a file among the golden images. */
  public static byte[] read(String file) {
    try (InputStream in = Golden.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalArgumentException("No golden file: " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String file() {
    return fields[0];
  }

  public byte[] content() {
    return read(file());
  }

  int width() {
    return Integer.parseInt(fields[1]);
  }

  int height() {
    return Integer.parseInt(fields[2]);
  }

  /** SHA-256, in hexadecimal, of the pixels as red, green, blue. */
  String pixels() {
    return fields[3];
  }

  /**
   * What the reference says of the image's hashes, by the name of the column; {@code
   * crop_resistant} is a list.
   */
  public String hash(String column) {
    return HASHES.get(file()).get(column);
  }

  @Override
  public String toString() {
    return file();
  }
}
