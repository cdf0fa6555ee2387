package org.hammingbird.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hammingbird.UserException;

/**
 * A labelled collection of drawn pictures with known faults: {@code images/}, {@code labels.csv}
 * (id, label, split, address relative to the folder) and {@code planted.csv}, which says where the
 * near-duplicates, leaked test images, wrong labels, poor and broken files are. The same count and
 * seed give the same collection. About 5 ms an image and thread.
 */
public final class SampleCollection {
  public static final int MIN_IMAGES = 100;
  public static final int MAX_IMAGES = 99_999;
  static final String LABELS = "labels.csv";

  private final int images;
  private final long seed;

  /** {@code images} counts all rows of the label file, from {@value #MIN_IMAGES} on. */
  public SampleCollection(int images, long seed) {
    this.images = checkedCount(images);
    this.seed = seed;
  }

  /**
   * The same number.
   *
   * @throws UserException where no collection of so many images can be drawn
   */
  public static int checkedCount(int images) {
    if (images < MIN_IMAGES || images > MAX_IMAGES) {
      throw new UserException(
          String.format(
              "Invalid number of images for the demo: %d (must be %d to %d)",
              images, MIN_IMAGES, MAX_IMAGES));
    }
    return images;
  }

  /** Names of the classes, in the order of the alphabet. */
  public static List<String> classes() {
    return Stream.of(Subject.values()).map(Subject::label).collect(Collectors.toList());
  }

  /** Where {@link #draw} puts the label file. */
  public static Path labels(Path folder) {
    return folder.resolve(LABELS);
  }

  /** Draws into a folder, on all processors; files of the same names are overwritten. */
  public Planted draw(Path folder) throws IOException {
    if (System.getProperty("java.awt.headless") == null) {
      // a server with DISPLAY set but nothing behind it would otherwise fail
      System.setProperty("java.awt.headless", "true");
    }
    Files.createDirectories(folder.resolve("images"));
    SamplePlan plan = new SamplePlan(images, seed);
    Map<Long, String> rows = new ConcurrentSkipListMap<>();
    try {
      plan.rows().parallelStream().forEach(row -> draw(row, folder, rows));
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
    Planted planted = plan.planted();
    planted.write(folder);
    List<String> lines = new ArrayList<>();
    lines.add("id,label,split,address");
    lines.addAll(rows.values());
    // last, so that a collection with a label file is a whole one
    Files.write(labels(folder), lines);
    return planted;
  }

  private static void draw(SamplePlan.Row row, Path folder, Map<Long, String> rows) {
    Random random = new Random(row.seed);
    BufferedImage picture = Scene.draw(row.subject, row.seed);
    byte[] file;
    if (row.fault != null) {
      String address = address(row.id, row.fault.suffix());
      row.fault
          .file(Pictures.jpeg(picture, 0.9), random)
          .ifPresent(bytes -> write(folder.resolve(address), bytes));
      rows.put(row.id, line(row.id, row.subject, row.test, address));
      return;
    }
    if (row.flaw != null) {
      file = row.flaw.of(picture, random);
    } else if (random.nextBoolean()) {
      file = Pictures.png(picture);
    } else {
      file = Pictures.jpeg(picture, 0.8 + 0.15 * random.nextDouble());
    }
    put(row.id, row.subject, row.test, file, folder, rows);
    for (SamplePlan.Copy copy : row.copies) {
      byte[] edited = copy.edit.of(file, new Random(copy.seed));
      put(copy.id, copy.labelledAs, copy.test, edited, folder, rows);
    }
  }

  private static void put(
      long id, Subject subject, boolean test, byte[] file, Path folder, Map<Long, String> rows) {
    boolean png = file[0] == (byte) 0x89;
    String address = address(id, png ? "png" : "jpg");
    write(folder.resolve(address), file);
    rows.put(id, line(id, subject, test, address));
  }

  private static String address(long id, String suffix) {
    return String.format("images/%05d.%s", id, suffix);
  }

  private static String line(long id, Subject subject, boolean test, String address) {
    return id + "," + subject.label() + "," + (test ? "test" : "train") + "," + address;
  }

  private static void write(Path path, byte[] bytes) {
    try {
      Files.write(path, bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
