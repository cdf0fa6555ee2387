package org.hammingbird.spark.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.hammingbird.UserException;

/**
 * CIFAR-10 as its authors publish it, unpacked: a folder {@code cifar-10-batches-py} or {@code
 * cifar-10-batches-bin}, on any file system that Hadoop reads. Ids count the images from 1 in the
 * order of the batches, the test batch last; the five others are the training set.
 */
public final class Cifar10Archive {
  private static final List<String> TRAIN =
      Arrays.asList("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5");
  private static final String TEST = "test_batch";
  private static final int CLASSES = 10;
  private static final String LABELS = "labels.csv";

  private final SparkSession spark;
  private final Path folder;
  private final boolean python;

  private Cifar10Archive(SparkSession spark, Path folder, boolean python) {
    this.spark = spark;
    this.folder = folder;
    this.python = python;
  }

  /**
   * @param folder the archive's folder, or the one that holds it under its published name
   * @throws UserException where neither form is there
   */
  public static Cifar10Archive open(SparkSession spark, String folder) {
    Path given = new Path(folder);
    try {
      FileSystem files = given.getFileSystem(configuration(spark));
      for (Path place :
          Arrays.asList(
              given,
              new Path(given, "cifar-10-batches-py"),
              new Path(given, "cifar-10-batches-bin"))) {
        if (files.exists(new Path(place, "batches.meta"))) {
          return new Cifar10Archive(spark, files.makeQualified(place), true);
        }
        if (files.exists(new Path(place, "batches.meta.txt"))) {
          return new Cifar10Archive(spark, files.makeQualified(place), false);
        }
      }
    } catch (IOException e) {
      throw new UserException("Cannot read the folder " + folder + ": " + e.getMessage(), e);
    }
    throw new UserException(
        "No CIFAR-10 archive in "
            + folder
            + ": neither batches.meta (cifar-10-batches-py) nor batches.meta.txt"
            + " (cifar-10-batches-bin) is there");
  }

  /** The names of the classes, in the order of their numbers. */
  public List<String> classes() {
    Path meta = new Path(folder, python ? "batches.meta" : "batches.meta.txt");
    List<String> names;
    try {
      byte[] content = Cifar10Unpacking.read(meta, configuration(spark));
      names = python ? pythonNames(content) : lines(content);
    } catch (IOException e) {
      throw new UserException("Cannot read " + meta + ": " + e.getMessage(), e);
    }
    if (names.size() != CLASSES) {
      throw new UserException(
          "Cannot use " + meta + ": it names " + names.size() + " classes, not " + CLASSES);
    }
    return names;
  }

  private static List<String> pythonNames(byte[] content) throws IOException {
    return PlainUnpickler.list(PlainUnpickler.read(content), "label_names").stream()
        .map(PlainUnpickler::text)
        .collect(Collectors.toList());
  }

  private static List<String> lines(byte[] content) {
    return Arrays.stream(new String(content, StandardCharsets.UTF_8).split("\n"))
        .map(String::trim)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.toList());
  }

  /**
   * Writes each image as a PNG below {@code target}, one Spark task a batch, and beside them the
   * label file (id, label, split, address), which is written last. Batches that an earlier run
   * finished and that have not changed since are left alone.
   *
   * @return the label file's URI
   */
  public String unpack(String target) {
    List<String> classes = classes();
    Path to = new Path(target);
    List<String> batches = batches();
    spark.sparkContext().setJobDescription("unpack CIFAR-10: " + batches.size() + " batches");
    try {
      FileSystem files = to.getFileSystem(configuration(spark));
      Path qualified = files.makeQualified(to);
      List<byte[]> labels = unpack(batches, qualified);
      Path file = new Path(qualified, LABELS);
      String rows = rows(classes, batches, labels, qualified);
      Cifar10Unpacking.write(file, rows.getBytes(StandardCharsets.UTF_8), configuration(spark));
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + folder + " to " + target, e);
    } finally {
      spark.sparkContext().setJobDescription(null);
    }
  }

  private List<byte[]> unpack(List<String> batches, Path target) {
    Cifar10Unpacking unpacking =
        new Cifar10Unpacking(
            new SerializableConfiguration(configuration(spark)),
            folder.toString(),
            target.toString(),
            python);
    // the values come back in the order of the batches
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(batches, batches.size())
        .map(unpacking)
        .collect();
  }

  /** The batches that are there: a part of the archive is read as far as it goes. */
  private List<String> batches() {
    List<String> found = new ArrayList<>();
    List<String> all = new ArrayList<>(TRAIN);
    all.add(TEST);
    try {
      FileSystem files = folder.getFileSystem(configuration(spark));
      for (String name : all) {
        String file = python ? name : name + ".bin";
        if (files.exists(new Path(folder, file))) {
          found.add(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (found.isEmpty()) {
      throw new UserException("No batch (data_batch_1 to 5, test_batch) in " + folder);
    }
    return found;
  }

  private static String rows(
      List<String> classes, List<String> batches, List<byte[]> labels, Path target) {
    StringBuilder rows = new StringBuilder("id,label,split,address\n");
    long id = 1;
    for (int b = 0; b < batches.size(); b++) {
      String split = batches.get(b).startsWith(TEST) ? "test" : "train";
      byte[] ofBatch = labels.get(b);
      for (int i = 0; i < ofBatch.length; i++) {
        rows.append(id++).append(',').append(classes.get(ofBatch[i])).append(',').append(split);
        rows.append(',').append(Cifar10Unpacking.image(target, batches.get(b), i)).append('\n');
      }
    }
    return rows.toString();
  }

  private static Configuration configuration(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }
}
